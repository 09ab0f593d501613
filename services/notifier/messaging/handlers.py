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
from services.notifier.actions.listings import keep_listing
from services.notifier.actions.monday import follow_queue
from services.notifier.actions.notices import ask_about_listing, invite
from services.notifier.actions.sign_in import SignInWriter, write_sign_in_letter
from services.notifier.actions.writing import LetterWriter
from services.notifier.storage.database import Database
from shared.events.contacts import (
    ContactErased,
    ContactInvited,
    ContactUpdated,
    CoordinatorUpdated,
    RegionUpdated,
)
from shared.events.listings import CLOSED, PUBLISHED
from shared.events.profiles import PartnerErased, ProfilePublished
from shared.events.sign_ins import SignInRequested
from shared.events.suggestions import (
    QuestionAsked,
    SuggestionApproved,
    SuggestionProposed,
    SuggestionRejected,
    SuggestionWithdrawn,
)
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
        ContactInvited: partial(invite, database, writer=writer),
        SuggestionProposed: partial(follow_queue, database),
        SuggestionRejected: partial(follow_queue, database),
        SuggestionWithdrawn: partial(follow_queue, database),
        QuestionAsked: partial(ask_about_listing, database, writer=writer),
        **{
            event: partial(keep_listing, database)
            for event in (*PUBLISHED.values(), *CLOSED.values())
        },
        SignInRequested: partial(write_sign_in_letter, database, writer=sign_in_writer),
    }
