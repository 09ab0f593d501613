"""`/profile/contacts`: a partner's people, who look after each other."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.colleagues import (
    add_colleague,
    change_colleague,
    remove_colleague,
)
from services.registry.domain.colleagues import ColleagueRecord, contact_of
from services.registry.domain.contacts import Contact
from services.registry.domain.errors import (
    ContactKnown,
    ContactsTooMany,
    DeputyUnusable,
    LastContact,
    RegistryError,
    ReturnTooEarly,
)
from services.registry.domain.pasted import plain_line
from services.registry.pages.forms import read_form
from services.registry.pages.kept_forms import typed_in
from services.registry.pages.portal import Portal, Visit, word_of
from shared.web.language import language_of

CONTACTS = "/profile/contacts"
FIELDS = ("name", "email", "language", "away_from", "away_until", "deputy_id")
CODES = {
    "name": "error.contact_name",
    "email": "error.email.format",
    "language": "error.language",
    "away_from": "error.date.format",
    "away_until": "error.date.format",
    "deputy_id": "error.deputy",
}
REFUSALS = {
    ContactKnown: ("email", "error.contact.known"),
    ContactsTooMany: ("name", "error.contacts.many"),
    DeputyUnusable: ("deputy_id", "error.deputy"),
    ReturnTooEarly: ("away_until", "error.return_too_early"),
}


def colleague_routes(portal: Portal) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.include_router(_adding(portal))
    router.include_router(_changing(portal))
    router.include_router(_removing(portal))
    return router


def _adding(portal: Portal) -> APIRouter:
    router = APIRouter(prefix=f"{CONTACTS}/new")
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type
    Writing = Annotated[Visit, Depends(portal.writing)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, visit: Visiting) -> Response:
        kept = await portal.kept.look(request)
        language = language_of(request)
        return _page(portal, request, visit, _typed(kept or {"language": language}))

    @router.post("")
    async def add(request: Request, visit: Writing) -> Response:
        """Sent twice, the colleague who is there already is the one who was just added."""
        typed = _typed(await typed_in(request))
        record = _record(typed, request)
        if isinstance(record, dict):
            return _page(portal, request, visit, typed, errors=record)
        try:
            await add_colleague(portal.database, visit.partner.id, record, invited_by=visit.name)
        except tuple(REFUSALS) as refusal:
            if not _was_just_added(visit, record, refusal):
                errors = _told(refusal, request)
                return _page(portal, request, visit, typed, errors=errors)
        answer = RedirectResponse("/profile?done=invited", status_code=303)
        return await portal.kept.forget(request, answer)

    return router


def _changing(portal: Portal) -> APIRouter:
    router = APIRouter(prefix=f"{CONTACTS}/{{contact_id}}")
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type
    Writing = Annotated[Visit, Depends(portal.writing)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, contact_id: UUID, visit: Visiting) -> Response:
        contact = contact_of(visit.partner, contact_id)
        kept = await portal.kept.look(request)
        typed = _typed(kept) if kept is not None else _said(contact)
        return _page(portal, request, visit, typed, contact=contact)

    @router.post("")
    async def save(request: Request, contact_id: UUID, visit: Writing) -> Response:
        contact = contact_of(visit.partner, contact_id)
        typed = _typed(await typed_in(request))
        record = _record(typed, request)
        if isinstance(record, dict):
            return _page(portal, request, visit, typed, contact=contact, errors=record)
        try:
            await change_colleague(portal.database, visit.partner.id, contact_id, record)
        except tuple(REFUSALS) as refusal:
            errors = _told(refusal, request)
            return _page(portal, request, visit, typed, contact=contact, errors=errors)
        answer = RedirectResponse("/profile?done=contact_saved", status_code=303)
        return await portal.kept.forget(request, answer)

    return router


def _removing(portal: Portal) -> APIRouter:
    router = APIRouter(prefix=f"{CONTACTS}/{{contact_id}}/remove")
    Visiting = Annotated[Visit, Depends(portal.visiting)]  # noqa: N806 a type
    Pressing = Annotated[Visit, Depends(portal.pressing)]  # noqa: N806 a type

    def page(request: Request, visit: Visit, contact: Contact, *, status: int = 200) -> Response:
        return portal.page(
            request,
            visit,
            "remove_contact.html",
            current="/profile",
            status=status,
            contact=contact,
            is_last=len(visit.partner.contacts) == 1,
        )

    @router.get("")
    async def ask(request: Request, contact_id: UUID, visit: Visiting) -> Response:
        return page(request, visit, contact_of(visit.partner, contact_id))

    @router.post("")
    async def remove(request: Request, contact_id: UUID, visit: Pressing) -> Response:
        contact = contact_of(visit.partner, contact_id)
        try:
            await remove_colleague(portal.database, visit.partner.id, contact_id)
        except LastContact:
            return page(request, visit, contact, status=409)
        return RedirectResponse("/profile?done=removed", status_code=303)

    return router


def _page(
    portal: Portal,
    request: Request,
    visit: Visit,
    typed: dict[str, str],
    *,
    contact: Contact | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    others = [one for one in visit.partner.contacts if not contact or one.id != contact.id]
    return portal.page(
        request,
        visit,
        "contact.html",
        current="/profile",
        status=422 if errors else 200,
        contact=contact,
        deputies=[("", word_of(request)("contact.no_deputy"))]
        + [(str(one.id), one.name) for one in others],
        typed=typed,
        errors=errors or {},
    )


def _record(typed: dict[str, str], request: Request) -> ColleagueRecord | dict[str, str]:
    plain = {name: plain_line(text) or None for name, text in typed.items()}
    plain["name"] = plain["name"] or ""
    plain["email"] = plain["email"] or ""
    return read_form(ColleagueRecord, plain, codes=CODES, word=word_of(request))


def _told(refusal: RegistryError, request: Request) -> dict[str, str]:
    field, code = REFUSALS[type(refusal)]
    return {field: word_of(request)(code)}


def _was_just_added(visit: Visit, record: ColleagueRecord, refusal: Exception) -> bool:
    known = {(one.key, one.name) for one in visit.partner.contacts}
    return isinstance(refusal, ContactKnown) and (record.email.casefold(), record.name) in known


def _typed(form: dict[str, str]) -> dict[str, str]:
    return {name: form.get(name, "") for name in FIELDS}


def _said(contact: Contact) -> dict[str, str]:
    said = asdict(contact)
    return {name: str(said[name]) if said[name] is not None else "" for name in FIELDS}
