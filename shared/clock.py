"""The one place that asks this machine for the time."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, aware and in UTC. What decides anything uses the database's clock instead."""
    return datetime.now(UTC)
