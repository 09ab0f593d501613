"""Settings of the notifier, from NOTIFIER_… in the environment. Times are seconds."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notifier.domain.domain_limits import DomainLimits
from services.notifier.domain.return_addresses import LONGEST_MAILBOX
from shared.settings import ServiceSettings


class MailSettings(BaseSettings):
    """As much as it takes to mail; commands need no more."""

    model_config = SettingsConfigDict(
        env_prefix="NOTIFIER_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    public_url: str = "http://localhost"
    secret_key: SecretStr = SecretStr("")

    smtp_host: str
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout: float = Field(30, gt=0)
    smtp_data_timeout: float = Field(600, gt=0)

    #: A connection that was not used for so long is closed; servers hang up soon after.
    smtp_idle: float = Field(30, gt=0)
    #: Letters at once and in a minute by receiving domain: "outlook.com=2/30 *=4/120".
    domain_limits: str = ""
    #: A header that the relay drops repeats by, like Resend-Idempotency-Key.
    idempotency_header: str | None = Field(None, pattern=r"^[A-Za-z0-9-]+$")
    #: A folder of private keys, `SELECTOR._domainkey.DOMAIN.pem`; letters are unsigned without.
    dkim_keys: Path | None = None

    #: Bounces, replies and wishes for no more letters come back to it, with +… after its name.
    intake_address: str | None = None
    #: Where the relay hands them in, HOST:PORT, and how it speaks.
    intake_listen: str | None = Field(None, pattern=r"^.+:\d{1,5}$")
    intake_protocol: Literal["lmtp", "smtp"] = "lmtp"
    #: A Maildir it delivers them to instead; what is read is taken out.
    intake_maildir: Path | None = None
    intake_pause: float = Field(5, gt=0)
    #: From how many letters on that could not be delivered for now an address gets no more.
    soft_bounces: int = Field(5, ge=1)

    #: Writes in the name of regions that have no address of their own.
    fallback_sender: str

    @field_validator("intake_address")
    @classmethod
    def _has_room_for_a_token(cls, address: str | None) -> str | None:
        mailbox = (address or "").rpartition("@")[0]
        if address and not (0 < len(mailbox) <= LONGEST_MAILBOX and mailbox.isascii()):
            raise ValueError(
                f"an address of at most {LONGEST_MAILBOX} characters before the @ is needed, "
                "like post@inn.example"
            )
        return address or None

    @field_validator("domain_limits")
    @classmethod
    def _can_be_read(cls, limits: str) -> str:
        DomainLimits.read(limits)
        return limits

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def greeting(self) -> str:
        """What we call ourselves to mail servers; they want a bare address in brackets."""
        host = self.public_host
        try:
            version = ip_address(host).version
        except ValueError:
            return host
        return f"[{host}]" if version == 4 else f"[IPv6:{host}]"


class Settings(ServiceSettings, MailSettings):
    model_config = SettingsConfigDict(env_prefix="NOTIFIER_")

    #: A Maildir to show at /mail/mailbox; only where letters go nowhere else.
    mailbox_dir: Path | None = None
    #: Whoever sits at this machine may read it: the letters that sign them in lie there.
    mailbox_is_open: bool = False

    #: How often the clock is looked at, for reminders and all that has its day.
    clock_pause: float = Field(60, gt=0)
    senders: int = Field(4, ge=1)
    send_pause: float = 2
    recover_pause: float = 5
    send_grace: float = 10
    #: The claim before DATA; from then on the wait for the server's reply and this once more.
    lease: float = Field(180, gt=0)
    retry_first: float = 60
    retry_longest: float = 4 * 3600
    give_up_after: float = 3 * 24 * 3600
    answer_link_lifetime: float = 180 * 24 * 3600
