"""/mail/answer/TOKEN: what the links in a letter open. Looking changes nothing; pressing does.

The token is the key: no sign-in, no cookie, and so nothing another site could make use of.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response

from services.notifier.actions.answer import Question, find_question, give_answer
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.links import Links
from services.notifier.pages.choices import CHOICES, page_language, question_masthead
from services.notifier.pages.forms import AnswerForm, read_form
from services.notifier.pages.questions import question_facts
from services.notifier.storage.database import Database
from shared.locale import words
from shared.web.templating import Pages

LONGEST_TOKEN = 500

Token = Annotated[str, Path(max_length=LONGEST_TOKEN)]
Preselected = Annotated[str, Query(alias="s", max_length=20)]
Text = Annotated[str, Form()]


def answer_routes(
    database: Database, links: Links, pages: Pages, *, writer: LetterWriter
) -> APIRouter:
    router = APIRouter(prefix="/mail/answer", include_in_schema=False)

    def form_page(
        request: Request,
        question: Question,
        typed: Mapping[str, str],
        errors: Mapping[str, str] | None = None,
    ) -> Response:
        language = page_language(request, question)
        return pages.render(
            request,
            "answer.html",
            status=422 if errors else 200,
            language=language,
            masthead=question_masthead(question),
            choices=CHOICES,
            typed=typed,
            errors=errors or {},
            facts=question_facts(question, language),
        )

    @router.get("/{token}")
    async def show(request: Request, token: Token, preselected: Preselected = "") -> Response:
        introduction_id, partner_id = links.read_answer(token)
        question = await find_question(
            database, introduction_id=introduction_id, partner_id=partner_id
        )
        typed = _given_before(question)
        if preselected in CHOICES:
            typed |= {"answer": preselected}
        return form_page(request, question, typed)

    @router.post("/{token}")
    async def answer(
        request: Request,
        token: Token,
        answer: Text = "",
        note: Text = "",
        who: Text = "",
        who_email: Text = "",
    ) -> Response:
        introduction_id, partner_id = links.read_answer(token)
        asked = {"introduction_id": introduction_id, "partner_id": partner_id}
        typed = {"answer": answer, "note": note, "who": who, "who_email": who_email}
        question = await find_question(database, **asked)
        language = page_language(request, question)
        read = read_form(AnswerForm, typed, word=words(language))
        if not isinstance(read, AnswerForm):
            return form_page(request, question, typed, read)
        question = await give_answer(
            database,
            **asked,
            answer=read.answer,
            note=read.note,
            named=read.named,
            writer=writer,
        )
        return pages.render(
            request,
            "thanks.html",
            language=language,
            masthead=question_masthead(question),
            answer=read.answer,
            named=read.named,
            question=question,
            change_url=request.url.path,
            facts=question_facts(question, language),
        )

    return router


def _given_before(question: Question) -> dict[str, str]:
    given = question.answer
    named = given.named if given else None
    return {
        "answer": given.answer if given else "",
        "note": given.note if given else "",
        "who": named.name if named else "",
        "who_email": named.email if named else "",
    }
