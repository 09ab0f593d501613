"""Which streams there are, who writes them and who must read them."""

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from shared.events.base import Source

WRITER: dict[str, Source] = {
    "profiles": "registry",
    "listings": "registry",
    "contacts": "registry",
    "suggestions": "matcher",
    "introductions": "notifier",
}
READERS: dict[str, tuple[Source, ...]] = {
    "profiles": ("matcher", "notifier"),
    "listings": ("matcher", "notifier"),
    "contacts": ("notifier",),
    "suggestions": ("notifier", "registry"),
    "introductions": ("matcher", "registry"),
}


def streams_read_by(service: Source) -> list[str]:
    return [stream for stream, readers in READERS.items() if service in readers]


def streams_written_by(service: Source) -> list[str]:
    return [stream for stream, writer in WRITER.items() if writer == service]


async def ensure_groups(redis: "Redis", service: Source) -> None:
    """Create our reading group on each stream, starting at the very first entry.

    FastStream alone would create it at "now" and skip what was published earlier.
    """
    for stream in streams_read_by(service):
        try:
            await redis.xgroup_create(stream, service, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise
