"""Whatever happens to an introduction, in whatever order: what it tells stays true."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.notifier.domain.followed import Followed
from services.notifier.domain.introductions import NO, GivenAnswer, Introduction
from services.notifier.domain.letters import LetterState, TrackedLetter
from services.notifier.domain.outcomes import STATE_AFTER, ReportedOutcome
from services.notifier.domain.reminding import silent_partners
from services.notifier.domain.views import View
from services.notifier.letters.facts import IntroductionFacts, QuestionFacts
from shared.access.principal import Principal
from shared.events.introductions import Answer, OutcomeResult
from shared.events.suggestions import Side, SuggestionData

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANSWERS: tuple[Answer, ...] = ("yes", "not_now", "known", "wrong_person")
RESULTS: tuple[OutcomeResult, ...] = ("met", "working", "pilot", "contract", "nothing")
ENDS: tuple[LetterState, ...] = ("sent", "refused", "unknown", "bounced")


def a_side(partner_id: UUID) -> Side:
    return Side(
        partner_id=partner_id,
        partner_name=f"Partner {partner_id}",
        item_id=uuid4(),
        kind="need",
        text="Tekst.",
        language="nb",
    )


class Life(RuleBasedStateMachine):
    @initialize(partners=st.integers(2, 4), asks_first=st.booleans())
    def open(self, partners: int, asks_first: bool) -> None:
        self.ids = [uuid4() for _ in range(partners)]
        self.asks_first = self.hides = asks_first
        self.letters: dict[UUID, LetterState] = dict.fromkeys(self.ids, "waiting")
        self.answers: dict[UUID, Answer] = {}
        self.results: list[OutcomeResult] = []

    @rule(who=st.integers(0, 3), end=st.sampled_from(ENDS))
    def letter_ends(self, who: int, end: LetterState) -> None:
        self.letters[self.ids[who % len(self.ids)]] = end

    @rule(who=st.integers(0, 3), answer=st.sampled_from(ANSWERS))
    def answers_or_thinks_again(self, who: int, answer: Answer) -> None:
        self.answers[self.ids[who % len(self.ids)]] = answer
        self.hides = self.hides and self.known.state != "both_yes"

    @rule(result=st.sampled_from(RESULTS))
    def is_reported(self, result: OutcomeResult) -> None:
        self.results.append(result)

    @property
    def known(self) -> Followed:
        first, second, *others = map(a_side, self.ids)
        introduction = Introduction(
            id=uuid4(),
            region="ostfold",
            suggestion=SuggestionData(
                kind="supply", score=0.8, seeker=first, provider=second, others=tuple(others)
            ),
            state="waiting",
            version=1,
            created_at=NOW,
            updated_at=NOW,
            asks_first=self.asks_first,
            names_shown=not self.hides,
            sent_at=None,
            reminded_at=None,
        )
        return Followed(
            introduction=introduction,
            letters=[self._letter(partner_id) for partner_id in self.ids],
            answers=[
                GivenAnswer(
                    introduction_id=introduction.id,
                    partner_id=partner_id,
                    answer=answer,
                    note="",
                    named=None,
                    answered_at=NOW,
                )
                for partner_id, answer in self.answers.items()
            ],
            outcomes=[
                ReportedOutcome(
                    introduction_id=introduction.id,
                    result=result,
                    reported_by_partner_id=None,
                    reported_at=NOW,
                )
                for result in reversed(self.results)
            ],
            replies=[],
        )

    def _letter(self, partner_id: UUID) -> TrackedLetter:
        state = self.letters[partner_id]
        return TrackedLetter(
            id=uuid4(),
            kind="question" if self.asks_first else "introduction",
            region="ostfold",
            introduction_id=uuid4(),
            partner_id=partner_id,
            for_contact_id=None,
            coordinator_id=None,
            contact_id=None,
            recipient_name=None,
            to=None,
            language=None,
            subject=None,
            message_id="<1@x>",
            facts=QuestionFacts() if self.asks_first else IntroductionFacts(),
            state=state,
            attempts=0,
            server_reply="",
            created_at=NOW,
            next_try_at=NOW,
            sent_at=NOW if state == "sent" else None,
        )

    @invariant()
    def the_last_report_decides(self) -> None:
        if self.results:
            assert self.known.state == STATE_AFTER[self.results[-1]]

    @invariant()
    def both_yes_means_that_everybody_has_said_yes(self) -> None:
        everybody = set(self.answers) == set(self.ids) and set(self.answers.values()) == {"yes"}
        if not self.results:
            assert (self.known.state == "both_yes") == everybody

    @invariant()
    def asked_first_a_no_ends_it(self) -> None:
        if self.asks_first and NO & set(self.answers.values()) and not self.results:
            assert self.known.state == "nothing"

    @invariant()
    def nobody_is_reminded_who_has_answered_or_was_never_asked(self) -> None:
        for partner_id in silent_partners(self.known):
            assert partner_id not in self.answers
            assert self.letters[partner_id] == "sent"
            assert not self.results

    @invariant()
    def until_names_are_shown_a_partner_learns_nothing_of_the_others(self) -> None:
        known = self.known
        for partner_id in self.ids if self.hides else []:
            principal = Principal(
                role="partner", regions=(), partner_id=partner_id, name="", actor=""
            )
            view = View(principal, known)
            assert {given.partner_id for given in view.answers} <= {partner_id}
            assert {letter.partner_id for letter in view.letters} == {partner_id}
            assert [one for one in self.ids if view.names(one)] == [partner_id]


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestLife = Life.TestCase
