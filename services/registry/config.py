"""What can be set for the registry."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Times are seconds."""

    model_config = SettingsConfigDict(env_prefix="REGISTRY_", frozen=True, extra="ignore")

    #: Letters of a county come from its short name here, until an admin says otherwise.
    mail_domain: str = Field(default="koblingsboks.example", pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    expiry_pause: float = 60
    #: Everything runs on the machine of those who use it: the first one to come is asked who they
    #: are, and letters are read at /mail/mailbox. Never where others can reach it.
    on_this_machine: bool = False
    #: Then letters leave by a mail server, and there is no mailbox to point to.
    mails_to_the_world: bool = False
