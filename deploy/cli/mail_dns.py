"""The records that mail needs: which are there, and which to set."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from deploy.cli.checkup import Finding, State
from deploy.cli.dns_answers import Dns
from deploy.cli.spf import Spf, spf_records
from services.notifier.mail.dkim_keys import DkimKey
from services.notifier.mail.dkim_signer import DkimSigner

RELAY = "NAME.OF.YOUR.RELAY"
LONGEST_STRING = 255  #: octets in one piece of a TXT record


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One that letters are from. `relay` is the machine that hands them to the world, and
    `intake` the address that mail comes back to."""

    name: str
    keys: Sequence[DkimKey]
    relay: str
    intake: str | None

    @property
    def return_domain(self) -> str:
        """The domain that SPF is asked about."""
        return self.intake.rpartition("@")[2] if self.intake else self.name

    @property
    def signing_keys(self) -> list[DkimKey]:
        return DkimSigner(self.keys).keys_for(self.name)


async def domain_findings(dns: Dns, domain: Domain) -> list[Finding]:
    return [
        await _spf(dns, domain),
        *[await _dkim(dns, key) for key in domain.signing_keys],
        *([] if domain.signing_keys else [_unsigned(domain)]),
        await _dmarc(dns, domain),
        *([await _intake(dns, domain.return_domain)] if domain.intake else []),
    ]


async def relay_findings(dns: Dns, relay: str) -> list[Finding]:
    """PTR: receivers want the name of an address to lead back to it."""
    what = f"PTR of {relay}"
    addresses = await dns.addresses(relay)
    if not addresses:
        return [Finding(what, f"{relay} has no address; name your relay with --relay", "bad")]
    found = []
    for address in addresses:
        if not ip_address(address).is_global:
            how = f"{address} is a private address; name the machine letters leave by: --relay"
            found.append(Finding(what, how, "note"))
            continue
        names = await dns.names_of(address)
        back = [name for name in names if address in await dns.addresses(name)]
        how = f"{address} is {back[0]}" if back else f"{address} has no name that leads back to it"
        found.append(Finding(what, how, "good" if back else "bad"))
    return found


def wanted_records(domain: Domain) -> list[str]:
    """As lines of a zone file."""
    sends, takes = _named_relay(domain.relay)
    return [
        txt_record(domain.return_domain, f"v=spf1 {sends} -all"),
        *[txt_record(key.dns_name, key.dns_text) for key in domain.signing_keys],
        txt_record(
            f"_dmarc.{domain.name}", f"v=DMARC1; p=none; rua=mailto:postmaster@{domain.name}"
        ),
        *([f"{domain.return_domain}. IN MX 10 {takes}."] if domain.intake else []),
    ]


def _named_relay(relay: str) -> tuple[str, str]:
    """As SPF and MX name it; both want to know which machine it is, and MX by name."""
    try:
        address = ip_address(relay)
    except ValueError:
        return (f"a:{relay}", relay) if "." in relay else (f"a:{RELAY}", RELAY)
    return (f"ip{address.version}:{relay}" if address.is_global else f"a:{RELAY}"), RELAY


def txt_record(name: str, text: str) -> str:
    pieces = [text[at : at + LONGEST_STRING] for at in range(0, len(text), LONGEST_STRING)]
    return f"{name}. IN TXT " + " ".join(f'"{piece}"' for piece in pieces)


async def _spf(dns: Dns, domain: Domain) -> Finding:
    name = domain.return_domain
    what = f"SPF of {name}"
    records = await spf_records(dns, name)
    if not records:
        return Finding(what, "there is no record", "bad")
    if len(records) > 1:
        return Finding(what, "there are several records, so that none counts; keep one", "bad")
    addresses = await dns.addresses(domain.relay)
    missing = [one for one in addresses if not await Spf(dns).allows(name, one)]
    if missing:
        return Finding(what, f"does not let {', '.join(missing)} send: {records[0]}", "bad")
    if not addresses:
        return Finding(what, f"there, but {domain.relay} has no address to compare", "note")
    return Finding(what, f"lets {domain.relay} send")


async def _dkim(dns: Dns, key: DkimKey) -> Finding:
    what = f"DKIM {key.selector} of {key.domain}"
    published = ["".join(text.split()) for text in await dns.texts(key.dns_name)]
    wanted = key.dns_text.rpartition("p=")[2]
    if not published:
        return Finding(what, f"{key.dns_name} has no TXT record; letters fail the check", "bad")
    if not any(f"p={wanted}" in text for text in published):
        return Finding(what, "DNS holds another key than the one that signs", "bad")
    return Finding(what, f"{key.algorithm}, DNS holds the key")


def _unsigned(domain: Domain) -> Finding:
    how = f"no key, letters leave unsigned; `koblingsboks mail keys {domain.name}` makes some"
    return Finding(f"DKIM of {domain.name}", how, "bad")


async def _dmarc(dns: Dns, domain: Domain) -> Finding:
    what = f"DMARC of {domain.name}"
    name = domain.name
    records: list[str] = []
    while name.count(".") >= 1 and not records:
        found = await dns.texts(f"_dmarc.{name}")
        records = [text for text in found if text.lower().startswith("v=dmarc1")]
        name = name.partition(".")[2]
    if not records:
        return Finding(what, "there is no record; Gmail and Yahoo want one", "bad")
    tags = dict(part.strip().partition("=")[::2] for part in records[0].split(";"))
    policy = {key.strip().lower(): value.strip().lower() for key, value in tags.items()}.get("p")
    states: dict[str | None, State] = {"none": "note", "quarantine": "good", "reject": "good"}
    how = f"p={policy}" + ("; go on to quarantine when reports look right" * (policy == "none"))
    return Finding(what, how, states.get(policy, "bad"))


async def _intake(dns: Dns, domain: str) -> Finding:
    what = f"MX of {domain}"
    servers = await dns.mail_servers(domain) or await dns.addresses(domain)
    if not servers:
        return Finding(what, "no mail server takes what comes back", "bad")
    return Finding(what, f"mail comes back to {servers[0]}")
