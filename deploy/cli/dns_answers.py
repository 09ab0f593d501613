"""What DNS says, as `doctor mail` asks it."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.resolver
import dns.reversename

LIFETIME_SECONDS = 4.0
NOTHING = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.NoNameservers)


class DnsAway(Exception):
    """DNS does not answer; are you on a network? Ask another server with --dns ADDRESS."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Dns:
    """Asks the machine's own servers, or `server`, which is ADDRESS or ADDRESS:PORT."""

    def __init__(self, server: str | None = None) -> None:
        self._server = server
        self._made: dns.asyncresolver.Resolver | None = None

    async def texts(self, name: str) -> list[str]:
        """TXT records, each in one piece."""
        return [
            b"".join(found.strings).decode("utf-8", "replace")
            for found in await self._ask(name, "TXT")
        ]

    async def addresses(self, name: str) -> list[str]:
        try:
            return [str(ip_address(name))]
        except ValueError:
            four, six = await self._ask(name, "A"), await self._ask(name, "AAAA")
            return [found.address for found in [*four, *six]]

    async def mail_servers(self, name: str) -> list[str]:
        found = sorted(await self._ask(name, "MX"), key=lambda record: record.preference)
        return [str(record.exchange).rstrip(".") for record in found]

    async def names_of(self, address: str) -> list[str]:
        reverse = dns.reversename.from_address(address).to_text()
        return [str(found.target).rstrip(".") for found in await self._ask(reverse, "PTR")]

    async def _ask(self, name: str, kind: str) -> Sequence[Any]:
        """Nothing where there is nothing. Raises DnsAway."""
        try:
            return list(await self._resolver().resolve(name, kind, lifetime=LIFETIME_SECONDS))
        except NOTHING:
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise DnsAway from error

    def _resolver(self) -> dns.asyncresolver.Resolver:
        if self._made is None:
            self._made = dns.asyncresolver.Resolver(configure=self._server is None)
            if self._server:
                host, _, port = self._server.partition(":")
                self._made.nameservers = [host]
                self._made.port = int(port or 53)
        return self._made
