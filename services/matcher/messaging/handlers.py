"""What the matcher does when the others tell something."""

from services.matcher.actions.introductions import follow_introduction
from services.matcher.actions.listings import close_listing, take_in_listing
from services.matcher.actions.matching import Matching
from services.matcher.actions.profiles import erase_partner, take_in_profile
from services.matcher.actions.regions import take_in_region
from services.matcher.storage.database import Database
from shared.events.introductions import (
    IntroductionAnswered,
    IntroductionBounced,
    IntroductionEvent,
    IntroductionOpened,
    IntroductionOutcome,
    IntroductionReminded,
    IntroductionSent,
)
from shared.events.listings import CLOSED, PUBLISHED, ListingEvent
from shared.events.profiles import PartnerErased, ProfilePublished
from shared.events.regions import RegionConfigured
from shared.messaging.delivery import Handlers


def handlers(database: Database, matching: Matching) -> Handlers:
    async def on_profile_published(event: ProfilePublished) -> None:
        await take_in_profile(database, matching, event)

    async def on_partner_erased(event: PartnerErased) -> None:
        await erase_partner(database, event)

    async def on_region_configured(event: RegionConfigured) -> None:
        await take_in_region(database, event)

    async def on_listing_published(event: ListingEvent) -> None:
        await take_in_listing(database, matching, event)

    async def on_listing_closed(event: ListingEvent) -> None:
        await close_listing(database, event)

    async def on_introduction(event: IntroductionEvent) -> None:
        await follow_introduction(database, event)

    return {
        ProfilePublished: on_profile_published,
        PartnerErased: on_partner_erased,
        RegionConfigured: on_region_configured,
        **dict.fromkeys(PUBLISHED.values(), on_listing_published),
        **dict.fromkeys(CLOSED.values(), on_listing_closed),
        IntroductionOpened: on_introduction,
        IntroductionSent: on_introduction,
        IntroductionReminded: on_introduction,
        IntroductionAnswered: on_introduction,
        IntroductionBounced: on_introduction,
        IntroductionOutcome: on_introduction,
    }
