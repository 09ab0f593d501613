"""Which event leads to which action."""

from functools import partial

from services.notifier.actions.address_book import (
    keep_contact,
    keep_coordinator,
    keep_partner,
    keep_region,
)
from services.notifier.actions.erase import Mailbox, erase_contact, erase_partner
from services.notifier.actions.introduce import introduce
from services.notifier.actions.sign_in import SignInWriter, write_sign_in_letter
from services.notifier.actions.writing import LetterWriter
from services.notifier.storage.database import Database
from shared.events.contacts import (
    ContactErased,
    ContactUpdated,
    CoordinatorUpdated,
    RegionUpdated,
)
from shared.events.profiles import PartnerErased, ProfilePublished
from shared.events.sign_ins import SignInRequested
from shared.events.suggestions import SuggestionApproved
from shared.messaging.delivery import Handlers


def event_handlers(
    database: Database,
    writer: LetterWriter,
    sign_in_writer: SignInWriter,
    *,
    mailbox: Mailbox | None = None,
) -> Handlers:
    return {
        SuggestionApproved: partial(introduce, database, writer=writer),
        ContactUpdated: partial(keep_contact, database, writer=writer),
        ContactErased: partial(erase_contact, database, writer=writer, mailbox=mailbox),
        CoordinatorUpdated: partial(keep_coordinator, database, writer=writer),
        RegionUpdated: partial(keep_region, database, writer=writer),
        ProfilePublished: partial(keep_partner, database),
        PartnerErased: partial(erase_partner, database, mailbox=mailbox),
        SignInRequested: partial(write_sign_in_letter, database, writer=sign_in_writer),
    }
