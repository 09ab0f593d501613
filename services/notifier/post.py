"""The parts of the post, as the settings want them."""

from services.notifier.config import Settings
from services.notifier.domain.return_addresses import ReturnAddresses
from services.notifier.mail.dkim_keys import dkim_keys
from services.notifier.mail.dkim_signer import DkimSigner
from services.notifier.mail.envelopes import Envelopes


def envelopes_of(settings: Settings) -> Envelopes:
    """Raises DkimKeyUnusable."""
    return Envelopes(
        signer=DkimSigner(dkim_keys(settings.dkim_keys) if settings.dkim_keys else ()),
        return_addresses=return_addresses_of(settings),
        idempotency_header=settings.idempotency_header,
    )


def return_addresses_of(settings: Settings) -> ReturnAddresses | None:
    if not settings.intake_address:
        return None
    return ReturnAddresses(
        settings.intake_address, secret_key=settings.secret_key.get_secret_value()
    )
