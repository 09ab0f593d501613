"""Whether SPF (RFC 7208) lets an address send for a domain; as much of it as records use."""

from ipaddress import ip_address, ip_network

from deploy.cli.dns_answers import Dns

MOST_LOOKUPS = 10


async def spf_records(dns: Dns, domain: str) -> list[str]:
    found = await dns.texts(domain)
    return [text for text in found if text.lower().split(" ")[0] == "v=spf1"]


class Spf:
    """Counts its questions, as receivers do."""

    def __init__(self, dns: Dns) -> None:
        self._dns = dns
        self._lookups = 0

    async def allows(self, domain: str, address: str) -> bool:
        for record in await spf_records(self._dns, domain):
            for term in record.split()[1:]:
                if await self._matches(term.lower(), domain, address):
                    return not term.startswith(("-", "~", "?"))
        return False

    async def _matches(self, term: str, domain: str, address: str) -> bool:
        name, _, value = term.lstrip("+-~?").replace("=", ":", 1).partition(":")
        if name in {"ip4", "ip6"}:
            return _within(address, value)
        if name == "all":
            return True
        if name not in {"a", "mx", "include", "redirect"} or self._lookups >= MOST_LOOKUPS:
            return False
        self._lookups += 1
        target = value.partition("/")[0] or domain
        if name in {"include", "redirect"}:
            return await self.allows(target, address)
        hosts = await self._dns.mail_servers(target) if name == "mx" else [target]
        return any([address in await self._dns.addresses(host) for host in hosts])


def _within(address: str, network: str) -> bool:
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return False
