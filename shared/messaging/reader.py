"""FastStream subscribers that hand new entries to the delivery."""

import os
from collections.abc import Iterable

from faststream import AckPolicy
from faststream.redis import RedisBroker, RedisStreamMessage, StreamSub

from shared.messaging.delivery import Delivery, Entry

# Entries read ahead grow old while they wait, and another process would claim them: read one.
READ_AHEAD = 1
# Must stay well below redis-py's socket timeout of 5 s, or each idle wait looks like a failure.
BLOCK_MS = 1000


async def _leave_undecoded(message: RedisStreamMessage) -> bytes:
    # A body that cannot be decoded must reach the delivery, which buries it with its reason;
    # FastStream would fail before the handler and leave it pending for ever.
    return message.body


def subscribe(
    broker: RedisBroker, streams: Iterable[str], *, group: str, consumer: str, delivery: Delivery
) -> None:
    """Read new entries of `streams` as `consumer` of `group`, one at a time."""
    # A failing read would be restarted without any pause, thousands of times a second; the
    # watchdog does it instead.
    os.environ["FASTSTREAM_SUPERVISOR_DISABLED"] = "1"

    async def on_entry(body: bytes, message: RedisStreamMessage) -> None:
        raw = message.raw_message
        await delivery.deliver(
            Entry(stream=raw["channel"], entry_id=raw["message_ids"][0], body=body, deliveries=1)
        )

    for stream in streams:
        source = StreamSub(
            stream,
            group=group,
            consumer=consumer,
            max_records=READ_AHEAD,
            polling_interval=BLOCK_MS,
        )
        # On Redis Streams reject and nack do nothing, so the delivery acknowledges by itself.
        # Without no_reply, whoever writes to the stream could have answers sent anywhere.
        broker.subscriber(
            stream=source,
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            decoder=_leave_undecoded,
        )(on_entry)
