"""Settings of the notifier, from NOTIFIER_… in the environment. Times are seconds."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="NOTIFIER_")

    smtp_host: str
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout: float = Field(30, gt=0)
    smtp_data_timeout: float = Field(600, gt=0)

    #: Writes in the name of regions that have no address of their own.
    fallback_sender: str
    #: A Maildir to show at /mail/mailbox; only where letters go nowhere else.
    mailbox_dir: Path | None = None
    #: Whoever sits at this machine may read it: the letters that sign them in lie there.
    mailbox_is_open: bool = False

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
