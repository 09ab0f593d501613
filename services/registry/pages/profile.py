"""`/profile`: what a partner says about itself, and whether it takes suggestions now."""

from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.profiles import change_profile, pause
from services.registry.domain.errors import (
    OrgnrTaken,
    PartnerNameTaken,
    ProfileChanged,
    TextsTooLong,
)
from services.registry.domain.partners import Partner
from services.registry.domain.pasted import plain, plain_line
from services.registry.domain.profiles import ProfileRecord
from services.registry.domain.records import MOST_CAPABILITIES, PartnerKind
from services.registry.pages.forms import read_form
from services.registry.pages.kept_forms import typed_in
from services.registry.pages.portal import Portal, Visit, word_of

KINDS: tuple[PartnerKind, ...] = get_args(PartnerKind)
FIELDS = ("name", "kind", "orgnr", "sector", "place", "website", "description", "capabilities")
CODES = {
    "name": "error.partner_name",
    "kind": "error.partner_kind",
    "orgnr": "error.orgnr",
    "sector": "error.sector.too_long",
    "place": "error.place.too_long",
    "website": "error.website",
    "description": "error.description",
    "capabilities": "error.capabilities",
}
#: Refusals that only the database can give, the field each is about, and the code of its text.
REFUSALS = {
    PartnerNameTaken: ("name", "error.partner_name.taken"),
    OrgnrTaken: ("orgnr", "error.orgnr.taken"),
    TextsTooLong: ("description", "error.texts.too_long"),
}
DONE = frozenset({"profile_saved", "paused", "resumed", "invited", "contact_saved", "removed"})

SeenVersion = Annotated[int, Form(ge=1)]


def profile_routes(portal: Portal) -> APIRouter:
    router = APIRouter(prefix="/profile", include_in_schema=False)
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type
    Writing = Annotated[Visit, Depends(portal.writing)]  # noqa: N806 a type
    Pressing = Annotated[Visit, Depends(portal.pressing)]  # noqa: N806 a type
    desk = _ProfileDesk(portal)

    @router.get("")
    async def show(request: Request, visit: Visiting, done: str = "") -> Response:
        kept = await portal.kept.look(request)
        typed = _typed(kept) if kept is not None else _said(visit.partner)
        notice = "kept.here" if kept is not None else ""
        done = done if done in DONE else ""
        return desk.page(request, visit, typed, notice=notice, done=done)

    @router.post("")
    async def save(request: Request, visit: Writing, version: SeenVersion) -> Response:
        typed = _typed(await typed_in(request))
        answer = await desk.save(request, visit, typed, seen_version=version)
        return await portal.kept.forget(request, answer)

    @router.post("/pause")
    async def stop(visit: Pressing) -> Response:
        await pause(portal.database, visit.partner.id, is_paused=True)
        return RedirectResponse("/profile?done=paused", status_code=303)

    @router.post("/resume")
    async def go_on(visit: Pressing) -> Response:
        await pause(portal.database, visit.partner.id, is_paused=False)
        return RedirectResponse("/profile?done=resumed", status_code=303)

    return router


@dataclass(frozen=True, slots=True)
class _ProfileDesk:
    _portal: Portal

    def page(
        self,
        request: Request,
        visit: Visit,
        typed: dict[str, str],
        *,
        errors: dict[str, str] | None = None,
        notice: str = "",
        done: str = "",
        status: int = 200,
    ) -> Response:
        return self._portal.page(
            request,
            visit,
            "profile.html",
            current="/profile",
            status=422 if errors else status,
            partner=visit.partner,
            kinds=KINDS,
            typed=typed,
            errors=errors or {},
            notice=notice,
            done=done,
        )

    async def save(
        self, request: Request, visit: Visit, typed: dict[str, str], *, seen_version: int
    ) -> Response:
        word = word_of(request)
        capabilities = _lines(typed["capabilities"])
        if len(capabilities) > MOST_CAPABILITIES:
            errors = {"capabilities": word("error.capabilities.many", most=MOST_CAPABILITIES)}
            return self.page(request, visit, typed, errors=errors)
        read = _record(typed, capabilities)
        record = read_form(ProfileRecord, read, codes=CODES, word=word)
        if isinstance(record, dict):
            return self.page(request, visit, typed, errors=record)
        try:
            await change_profile(
                self._portal.database, visit.partner.id, record, seen_version=seen_version
            )
        except ProfileChanged:
            return self.page(request, visit, typed, notice="profile.changed_meanwhile", status=409)
        except tuple(REFUSALS) as refusal:
            field, code = REFUSALS[type(refusal)]
            return self.page(request, visit, typed, errors={field: word(code)})
        return RedirectResponse("/profile?done=profile_saved", status_code=303)


def _record(typed: dict[str, str], capabilities: list[str]) -> dict[str, object]:
    lines = {name: plain_line(typed[name]) for name in FIELDS if name != "description"}
    return {
        **lines,
        "description": plain(typed["description"]),
        "capabilities": capabilities,
    }


def _lines(text: str) -> list[str]:
    """One statement a line; what a list begins its lines with is no part of them."""
    lines = (line.removeprefix("- ").strip() for line in plain(text).split("\n"))
    return [line for line in lines if line]


def _typed(form: dict[str, str]) -> dict[str, str]:
    return {name: form.get(name, "") for name in FIELDS}


def _said(partner: Partner) -> dict[str, str]:
    capabilities = (" ".join(one.text.split()) for one in partner.capabilities)
    return {
        "name": partner.name,
        "kind": partner.kind,
        "orgnr": partner.orgnr or "",
        "sector": partner.sector or "",
        "place": partner.location.place,
        "website": partner.website or "",
        "description": partner.description,
        "capabilities": "\n".join(capabilities),
    }
