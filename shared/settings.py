"""Settings every service has. Read once, in `__main__`; addresses and secrets have no defaults."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Times are seconds."""

    # What was given may be a secret that is too short: say so without repeating it.
    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: SecretStr
    broker_url: SecretStr
    secret_key: SecretStr = Field(min_length=32)  #: signs links; every service has its own
    public_url: str = Field(pattern=r"^https?://[^/]+$")  #: where people reach the pages
    instance: str = "0"  #: tells apart several processes of one service

    listen_host: str = "127.0.0.1"
    listen_port: int = 8000
    #: Addresses and networks, with commas between, whose X-Forwarded-For is believed.
    trusted_proxies: str = ""

    handler_timeout: float = 20
    #: More than twice the handler's timeout, or work still going on would be taken over.
    claim_after: float = 45
    relay_pause: float = 1
    reap_pause: float = 2
    reconcile_pause: float = 30
    reconcile_after: float = 60
    #: What somebody erased has left on the broker is gone two of these later.
    janitor_pause: float = 10
