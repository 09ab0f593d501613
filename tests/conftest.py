"""Fixtures for all tests."""

from tests.servers import fresh, servers

__all__ = ["fresh", "servers"]
