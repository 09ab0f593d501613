"""`koblingsboks doctor mail`: what DNS and the mail server say of us, and what to set."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import typer

from deploy.cli.checkup import Finding
from deploy.cli.dns_answers import Dns, DnsAway
from deploy.cli.doctor import show
from deploy.cli.mail_dns import Domain, domain_findings, relay_findings, wanted_records
from deploy.cli.mail_server import server_finding
from deploy.cli.mail_setup import MailSetup, mail_setup
from services.notifier.mail.dkim_keys import dkim_keys

MAILBOX = Finding(
    "Mail",
    "letters go nowhere but into the mailbox of the data folder; set NOTIFIER_SMTP_HOST and what "
    "else docs/mail.md names, in this shell too",
    "note",
)


def run(data: Path, *, domains: Sequence[str], relay: str | None, dns: str | None) -> None:
    found, records = asyncio.run(examine_mail(data, domains=domains, relay=relay, dns=Dns(dns)))
    show(found)
    if records:
        typer.echo("\nRecords to set, as lines of a zone file:")
        for record in records:
            typer.echo(f"  {record}")
    wrong = sum(finding.state == "bad" for finding in found)
    if wrong:
        typer.echo(f"\n{wrong} to mend; docs/mail.md says what each is for.", err=True)
        raise typer.Exit(1)


async def examine_mail(
    data: Path, *, domains: Sequence[str], relay: str | None, dns: Dns
) -> tuple[list[Finding], list[str]]:
    async with mail_setup(data) as setup:
        found = [await server_finding(setup.server)]
        if setup.is_mailbox and not domains:
            return [*found, MAILBOX], []
        examined = _domains(setup, domains=domains, relay=relay or setup.server.host)
        try:
            found += await relay_findings(dns, examined[0].relay)
            for domain in examined:
                found += await domain_findings(dns, domain)
        except DnsAway as error:
            found.append(Finding("DNS", str(error), "bad"))
    records = [record for domain in examined for record in wanted_records(domain)]
    return found, list(dict.fromkeys(records))


def _domains(setup: MailSetup, *, domains: Sequence[str], relay: str) -> list[Domain]:
    """Those named; else the sender's and all that have a key."""
    keys = dkim_keys(setup.dkim_keys) if setup.dkim_keys else []
    names = dict.fromkeys(domains or [setup.sender_domain, *(key.domain for key in keys)])
    return [
        Domain(name=name.lower(), keys=keys, relay=relay, intake=setup.intake_address)
        for name in names
    ]
