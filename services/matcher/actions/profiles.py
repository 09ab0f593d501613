"""What the matcher does when a partner's profile is published or the partner is erased."""

from services.matcher.actions.attempts import until_explained
from services.matcher.actions.findings import Findings
from services.matcher.actions.matching import Matching
from services.matcher.actions.telling import tell_of_changes
from services.matcher.domain.items import Item, capabilities_of
from services.matcher.domain.partners import Partner
from services.matcher.domain.texts import texts_of
from services.matcher.storage.database import Database, Transaction
from shared.events.profiles import PartnerErased, ProfilePublished


async def take_in_profile(database: Database, matching: Matching, event: ProfilePublished) -> None:
    """Keep a profile, and look again for what fits everything the partner has open.

    All of it, because the description speaks for every listing and the place counts for all.
    """
    partner = Partner.from_event(event)

    async def attempt(findings: Findings) -> None:
        for item in await _changed_items(database, event, partner):
            await matching.embed(item, description=partner.description)
        async with database.transaction() as tx:
            if not await tx.inbox.claim(event):
                return
            await tx.candidates.take_turns(partner.region)
            if await tx.partners.is_erased(partner.id):
                return
            before = await tx.partners.get(partner.id)
            if not await tx.partners.keep(partner):
                return
            await _keep_capabilities(tx, event)
            if before and before.is_paused != partner.is_paused:
                await tx.fairness.look_again_beside(partner.id)
            for item in await _to_match(tx, partner, before=before):
                await matching.settle(tx, item, findings, description=partner.description)
            findings.check()
            await tell_of_changes(tx)

    await until_explained(matching, attempt)


async def erase_partner(database: Database, event: PartnerErased) -> None:
    async with database.transaction() as tx:
        if not await tx.inbox.claim(event):
            return
        await tx.candidates.take_turns(event.region)
        await tx.partners.erase(event.subject)
        await tx.audit.add("partner.erased", subject=event.subject, region=event.region)


async def _changed_items(
    database: Database, event: ProfilePublished, partner: Partner
) -> list[Item]:
    """What will be matched once the profile is kept; nothing when it is old news."""
    async with database.transaction() as tx:
        before = await tx.partners.get(partner.id)
        if (before and before.version >= partner.version) or await tx.partners.is_erased(
            partner.id
        ):
            return []
        listings = [
            item for item in await tx.items.open_of_partner(partner.id) if item.kind != "capability"
        ]
        items = [*capabilities_of(event), *listings]
        return await _affected(tx, items, partner, before=before)


async def _keep_capabilities(tx: Transaction, event: ProfilePublished) -> None:
    capabilities = capabilities_of(event)
    for capability in capabilities:
        await tx.items.keep(capability)
    kept = [capability.id for capability in capabilities]
    for gone in await tx.items.close_capabilities_but(
        kept, partner_id=event.subject, version=event.version
    ):
        await tx.suggestions.withdraw_of_item(gone)


async def _to_match(tx: Transaction, partner: Partner, *, before: Partner | None) -> list[Item]:
    return await _affected(tx, await tx.items.open_of_partner(partner.id), partner, before=before)


async def _affected(
    tx: Transaction, items: list[Item], partner: Partner, *, before: Partner | None
) -> list[Item]:
    """Those whose texts, language or place say something else than before; all of them when the
    partner pauses or is back."""
    stays = before and _ground(before) == _ground(partner)
    return [
        item
        for item in items
        if not stays
        or not await tx.items.has_texts(item.id, texts_of(item, description=partner.description))
    ]


def _ground(partner: Partner) -> tuple[object, ...]:
    return (
        partner.region,
        partner.language,
        partner.latitude,
        partner.longitude,
        partner.is_paused,
    )
