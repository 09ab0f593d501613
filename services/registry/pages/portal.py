"""What all pages of a partner's contact have in common: who came, and the frame around it."""

from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from services.registry.domain.contacts import Contact
from services.registry.domain.partners import Partner
from services.registry.domain.regions import Region
from services.registry.pages.kept_forms import KeptForms
from services.registry.storage.database import Database, Transaction
from shared.access.errors import FormNotOurs, NotSignedIn
from shared.access.gate import CsrfToken, Gate
from shared.access.principal import Principal
from shared.locale import Language, Words, words
from shared.web.language import language_of
from shared.web.masthead import Masthead
from shared.web.menus import masthead_of
from shared.web.templating import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who came, for which partner. A program has no `contact`."""

    principal: Principal
    partner: Partner
    region: Region

    @property
    def contact(self) -> Contact | None:
        holder = self.principal.holder_id
        return next((one for one in self.partner.contacts if one.id == holder), None)

    @property
    def name(self) -> str:
        return self.contact.name if self.contact else self.principal.name

    @property
    def csrf_token(self) -> str:
        return self.principal.csrf_token or ""


class Portal:
    def __init__(self, *, database: Database, pages: Pages, gate: Gate) -> None:
        self.database = database
        self.gate = gate
        self.kept = KeptForms(database, gate.cookies)
        self._pages = pages

    async def visiting(self, request: Request) -> Visit:
        """A contact of a partner who opens a page, else NotSignedIn or NotAllowed."""
        return await self.visit_of(await self.gate.partner(request))

    async def pressing(self, request: Request, csrf_token: CsrfToken = "") -> Visit:
        """A contact of a partner who pressed a button of ours."""
        return await self.visit_of(await self.gate.partner_form(request, csrf_token))

    async def writing(self, request: Request, csrf_token: CsrfToken = "") -> Visit:
        """A contact of a partner who sent what they wrote. If they are signed out, or were signed
        in anew since, it is kept for them.

        Raises:
            FormKept: it is to be sent again.
        """
        try:
            principal = await self.gate.partner_form(request, csrf_token)
        except (NotSignedIn, FormNotOurs) as refusal:
            raise await self.kept.keep(request, refusal) from refusal
        return await self.visit_of(principal)

    async def visit_of(self, principal: Principal) -> Visit:
        assert principal.partner_id, "a partner's principal names it"
        async with self.database.transaction() as tx:
            partner = await tx.partners.get(principal.partner_id)
            return await _visit(tx, principal, partner)

    def page(
        self,
        request: Request,
        visit: Visit,
        template: str,
        *,
        current: str = "",
        status: int = 200,
        **context: object,
    ) -> Response:
        """`current` is the address of the place in the menu."""
        language = language_of(request)
        return self._pages.render(
            request,
            template,
            status=status,
            language=language,
            masthead=_masthead(visit, current, language=language),
            visit=visit,
            csrf_token=visit.csrf_token,
            **context,
        )

    def page_of(
        self, request: Request, visitor: Visit | Principal, template: str, **context: Any
    ) -> Response:
        """A page that coordinators have too."""
        if isinstance(visitor, Visit):
            return self.page(request, visitor, template, **context)
        language = language_of(request)
        masthead = masthead_of(visitor, language=language)
        return self._pages.render(
            request, template, language=language, masthead=masthead, **context
        )

    def farewell(self, request: Request, template: str) -> Response:
        """For somebody who is nobody here any more."""
        return self._pages.render(request, template)

    def part(self, request: Request, visit: Visit, template: str, **context: Any) -> Response:
        """A piece of a page that is there already."""
        language = language_of(request)
        return self._pages.render(
            request,
            template,
            language=language,
            visit=visit,
            csrf_token=visit.csrf_token,
            **context,
        )


def word_of(request: Request) -> Words:
    return words(language_of(request))


async def _visit(tx: Transaction, principal: Principal, partner: Partner) -> Visit:
    region = await tx.regions.get(partner.region)
    return Visit(principal=principal, partner=partner, region=region)


def _masthead(visit: Visit, current: str, *, language: Language) -> Masthead:
    masthead = masthead_of(
        visit.principal,
        language=language,
        current=current,
        network_name=visit.region.network_name,
        host_name=visit.region.host,
    )
    return replace(masthead, person=", ".join(filter(None, (visit.name, visit.partner.name))))
