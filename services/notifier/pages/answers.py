"""/mail/answer/TOKEN: what the links in a letter open. Looking changes nothing; pressing does.

The token is the key: no sign-in, no cookie, and so nothing another site could make use of.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response

from services.notifier.actions.answer import Question, find_question, give_answer
from services.notifier.domain.links import Links
from services.notifier.domain.quotes import item_of
from services.notifier.letters.quoting import quotation
from services.notifier.pages.choices import CHOICES, page_language, question_masthead
from services.notifier.storage.database import Database
from shared.events.introductions import Answer
from shared.web.templating import Pages

LONGEST_TOKEN = 500
LONGEST_NOTE = 1_500
LONGEST_NAME = 300

Token = Annotated[str, Path(max_length=LONGEST_TOKEN)]
Preselected = Annotated[str, Query(alias="s", max_length=20)]


def answer_routes(database: Database, links: Links, pages: Pages) -> APIRouter:
    router = APIRouter(prefix="/mail/answer", include_in_schema=False)

    @router.get("/{token}")
    async def show(request: Request, token: Token, preselected: Preselected = "") -> Response:
        introduction_id, partner_id = links.read_answer(token)
        question = await find_question(
            database, introduction_id=introduction_id, partner_id=partner_id
        )
        earlier = question.answer.answer if question.answer else None
        return pages.render(
            request,
            "answer.html",
            language=page_language(request, question),
            masthead=question_masthead(question),
            choices=CHOICES,
            checked=preselected if preselected in CHOICES else earlier,
            note=question.answer.note if question.answer else "",
            facts=_facts(question),
        )

    @router.post("/{token}")
    async def answer(
        request: Request,
        token: Token,
        answer: Annotated[Answer, Form()],
        note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
        who: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
    ) -> Response:
        introduction_id, partner_id = links.read_answer(token)
        written = [who, note] if answer == "wrong_person" else [note]
        question = await give_answer(
            database,
            introduction_id=introduction_id,
            partner_id=partner_id,
            answer=answer,
            note="\n".join(filter(None, (part.strip() for part in written))),
        )
        return pages.render(
            request,
            "thanks.html",
            language=page_language(request, question),
            masthead=question_masthead(question),
            answer=answer,
            both_yes=question.introduction.state == "both_yes",
            contact=question.other,
            change_url=request.url.path,
            facts=_facts(question),
        )

    return router


def _facts(question: Question) -> dict[str, object]:
    side = question.introduction.other_side(question.partner_id)
    region = question.region
    asker = (region.coordinator_name or region.network_name) if region else ""
    by = [question.other.name if question.other else "", side.partner_name]
    return {
        "name": question.letter.recipient_name or "",
        "asker": asker,
        "other": side.partner_name,
        "quote": quotation(item_of(question.introduction, side)),
        "quoted_by": ", ".join(filter(None, by)),
        "quote_language": side.language,
    }
