"""Sign in by mail: ask for a link, use it, choose whom to be, leave.

Asking does the same work whoever's address was typed, so that neither answer nor time tells
whether it is known.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from uuid6 import uuid7

from services.registry.domain.people import SignInGrant, email_key
from services.registry.storage.database import Database, Transaction
from shared.access.errors import NotAllowed, SignInLinkSpent, TooManyTries
from shared.access.grant import Grant
from shared.access.limits import Limit
from shared.access.principal import Principal
from shared.access.sign_in_links import SpentLink
from shared.audit.asking import OPERATOR, asking
from shared.events.sign_ins import Recipient, SignInRequested, SignInRequestedData

HOUR = timedelta(hours=1)
#: However many ask: so many letters an hour reach one address, and of these so many are caused
#: by one network, so that it cannot use up what its victim needs.
LETTERS_TO_ADDRESS = Limit(what="letters to an address", most=12, within=HOUR)
LETTERS_BY_NETWORK = Limit(what="letters to an address by a network", most=4, within=HOUR)
ASKED_BY_NETWORK = Limit(what="asked by a network", most=40, within=timedelta(minutes=15))
FAILURES_BY_NETWORK = Limit(what="failures by a network", most=40, within=timedelta(minutes=15))
CODES_BY_NETWORK = Limit(what="codes by a network", most=40, within=timedelta(minutes=15))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The browser that asks, by the secret of its cookie, and the network it is in."""

    browser: str
    network: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """`session` is the secret for the cookie; `choices` what the person may be."""

    session: str
    leads_to: str
    grant: Grant
    choices: int


async def ask_to_sign_in(database: Database, address: str, *, asker: Asker, leads_to: str) -> None:
    """Have a link mailed, if this address is known and has not been mailed too often.

    Raises:
        TooManyTries: from this network, whatever the addresses.
    """
    await _check_network(database, ASKED_BY_NETWORK, asker.network)
    async with database.everywhere() as tx:
        may_mail = await _may_mail(tx, email_key(address), asker.network)
        grants = await tx.sign_in_grants.of_address(address)
        request_id = uuid7()
        expires_at = await tx.sign_in_links.request(
            request_id, browser=asker.browser, holders=_holders(grants), leads_to=leads_to
        )
        first = grants[0] if grants and may_mail else None
        data = SignInRequestedData(
            expires_at=expires_at,
            recipient=_recipient(first) if first else None,
            network_name=first.network_name if first else "",
            host=first.host if first else "",
        )
        await tx.outbox.add(SignInRequested(subject=request_id, region="", version=1, data=data))


async def sign_in_by_link(
    database: Database, code: str, *, browser: str, earlier: str, described: str
) -> SignedIn:
    """Spend the link for a session; one that the browser had before, `earlier`, ends.

    Raises:
        SignInLinkSpent: used, expired, for another browser, or for nobody any more.
    """
    try:
        async with database.everywhere() as tx:
            spent = await tx.sign_in_links.spend(code, browser=browser)
            return await _open(tx, spent, earlier=earlier, described=described)
    except SignInLinkSpent:
        await _write_down_failure(database, by="link")
        raise


async def sign_in_by_code(
    database: Database, typed: str, *, asker: Asker, earlier: str, described: str
) -> SignedIn | None:
    """None for a wrong code.

    Raises:
        TooManyTries: from this network.
        SignInLinkSpent: it is for nobody any more.
    """
    await _check_network(database, CODES_BY_NETWORK, asker.network)
    async with database.everywhere() as tx:
        spent = await tx.sign_in_links.spend_typed(typed, browser=asker.browser)
        if spent:
            return await _open(tx, spent, earlier=earlier, described=described)
    await _write_down_failure(database, by="code")
    return None


async def switch(
    database: Database, principal: Principal, *, holder_id: UUID, session: str
) -> SignedIn:
    """Go on as another of the things one is.

    Raises:
        NotAllowed: one is not that, or not any more.
    """
    async with database.everywhere() as tx:
        grants = await _grants_of(tx, principal)
        chosen = next((one.grant for one in grants if one.grant.holder_id == holder_id), None)
        if not chosen:
            raise NotAllowed
        secret = await tx.sessions.switch(session, chosen)
        await tx.audit.add("role.switched", subject=holder_id, details=_told(chosen))
    return SignedIn(session=secret, leads_to="", grant=chosen, choices=len(grants))


async def grants_of(database: Database, principal: Principal) -> list[SignInGrant]:
    """Everything that the person who signed in may be."""
    async with database.everywhere() as tx:
        return await _grants_of(tx, principal)


async def forget_expired_access(database: Database) -> None:
    """Sessions, links, counts, kept forms, files and applications that are of no more use."""
    async with database.everywhere() as tx:
        await tx.sessions.sweep()
        await tx.sign_in_links.sweep()
        await tx.limits.sweep()
        await tx.kept_forms.sweep()
        await tx.applications.sweep()
        await tx.prepared_imports.sweep()


async def _grants_of(tx: Transaction, principal: Principal) -> list[SignInGrant]:
    return await tx.sign_in_grants.of_holders([principal.holder_id] if principal.holder_id else [])


async def _check_network(database: Database, limit: Limit, network: str) -> None:
    """Counted by itself: a refusal must not undo the count."""
    async with database.everywhere() as tx:
        allowed = await tx.limits.allows(limit, network)
    if not allowed:
        raise TooManyTries


async def _may_mail(tx: Transaction, address: str, network: str) -> bool:
    few_by_network = await tx.limits.allows(LETTERS_BY_NETWORK, address, network)
    # What is not mailed must not count against the address, and yet be the same work.
    few_in_all = await tx.limits.allows(LETTERS_TO_ADDRESS, address if few_by_network else "")
    return few_by_network and few_in_all


async def _open(tx: Transaction, spent: SpentLink, *, earlier: str, described: str) -> SignedIn:
    grants = await tx.sign_in_grants.of_holders(spent.holders)
    grant = spent.grant or next((one.grant for one in grants), None)
    if not grant:
        raise SignInLinkSpent
    await tx.sessions.close(earlier)
    secret = await tx.sessions.open(grant, browser=described)
    await tx.audit.add(
        "sign_in.succeeded",
        subject=grant.holder_id,
        region=next(iter(grant.regions), None),
        details=_told(grant),
        actor=f"person {grant.holder_id}" if grant.holder_id else OPERATOR,
    )
    return SignedIn(session=secret, leads_to=spent.leads_to, grant=grant, choices=len(grants))


async def _write_down_failure(database: Database, *, by: str) -> None:
    """By itself: the refusal undoes what was done. So often that it shows, no more."""
    async with database.everywhere() as tx:
        if await tx.limits.allows(FAILURES_BY_NETWORK, asking().origin):
            await tx.audit.add("sign_in.failed", details={"by": by})


def _told(grant: Grant) -> dict[str, str | list[str]]:
    return {"role": grant.role, "regions": list(grant.regions)}


def _holders(grants: list[SignInGrant]) -> list[UUID]:
    return [one.grant.holder_id for one in grants if one.grant.holder_id]


def _recipient(one: SignInGrant) -> Recipient:
    return Recipient(name=one.grant.name, email=one.email, language=one.language)
