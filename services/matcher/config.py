"""What can be set for the matcher."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.matcher.embedding.choose import USUAL
from services.matcher.ranking.rank import AT_LEAST, AT_MOST
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Times are seconds."""

    model_config = SettingsConfigDict(env_prefix="MATCHER_", frozen=True, extra="ignore")

    encoder: str = USUAL  #: or another, see `choose_encoder`; a new one embeds all texts again
    threshold: float = Field(default=AT_LEAST, ge=0, le=1)  #: lowest score that is proposed
    most_per_need: int = Field(default=AT_MOST, ge=1, le=50)  #: open suggestions of one need
    #: A decision made in the console can be undone for so long, and is told then.
    grace: float = Field(default=600, ge=0, le=86_400)
    clock_pause: float = 5
    embed_pause: float = 5
    learn_pause: float = 60
