"""Keep what was typed for somebody who was signed out meanwhile."""

from collections.abc import Mapping
from datetime import timedelta

from services.registry.storage.database import Database
from shared.access.limits import Limit
from shared.access.secrets import new_secret

KEPT_OF_NETWORK = Limit(what="forms kept of a network", most=60, within=timedelta(minutes=15))
LONGEST_FIELD = 50_000
LONGEST_PATH = 500
MOST_FIELDS = 20


async def keep_form(
    database: Database, *, path: str, fields: Mapping[str, str], network: str
) -> str | None:
    """The secret that leads back to it; None when this network has had too much kept."""
    async with database.everywhere() as tx:
        allowed = await tx.limits.allows(KEPT_OF_NETWORK, network)
    if not allowed or len(path) > LONGEST_PATH:
        return None
    secret = new_secret()
    few = list(fields.items())[:MOST_FIELDS]
    short = {_keepable(name)[:100]: _keepable(value)[:LONGEST_FIELD] for name, value in few}
    async with database.everywhere() as tx:
        await tx.kept_forms.keep(secret, path=path, fields=short)
    return secret


async def kept_form(database: Database, secret: str, *, path: str) -> dict[str, str] | None:
    async with database.everywhere() as tx:
        return await tx.kept_forms.look(secret, path=path)


async def forget_form(database: Database, secret: str) -> None:
    async with database.everywhere() as tx:
        await tx.kept_forms.drop(secret)


def _keepable(text: str) -> str:
    """JSON in PostgreSQL holds neither NUL nor half a surrogate."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
