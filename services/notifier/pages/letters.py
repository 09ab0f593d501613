"""/mail/letters: every letter in every language about invented people, to look at."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from services.notifier.letters.samples import SAMPLE_NAMES, sample_letter
from services.notifier.pages.look import masthead
from services.notifier.pages.mailbox import FRAMING, HARMLESS
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.locale import LANGUAGES, Language
from shared.web.language import language_of
from shared.web.templating import Pages


async def known(sample: str) -> str:
    if sample not in SAMPLE_NAMES:
        raise HTTPException(404)
    return sample


Sample = Annotated[str, Depends(known)]


def letter_routes(gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix="/mail/letters", include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("")
    async def list_all(request: Request, principal: Coordinator) -> Response:
        letters = {
            name: {language: sample_letter(name, language) for language in LANGUAGES}
            for name in SAMPLE_NAMES
        }
        menu = masthead(principal, language=language_of(request))
        return pages.render(request, "letters.html", masthead=menu, letters=letters)

    @router.get("/{sample}/{read_in}")
    async def show(
        request: Request, principal: Coordinator, sample: Sample, read_in: Language
    ) -> Response:
        page = pages.render(
            request,
            "letter.html",
            masthead=masthead(principal, language=language_of(request)),
            letter=sample_letter(sample, read_in),
            sample=sample,
            languages=LANGUAGES,
        )
        page.headers["content-security-policy"] = FRAMING
        return page

    @router.get("/{sample}/{read_in}/html", dependencies=[Depends(gate.coordinator)])
    async def html(sample: Sample, read_in: Language) -> Response:
        letter = sample_letter(sample, read_in)
        return HTMLResponse(letter.html, headers={"content-security-policy": HARMLESS})

    return router
