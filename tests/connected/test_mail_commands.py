"""`doctor mail`, `mail test` and `mail keys`, with a DNS and a mail server of our own."""

from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from pathlib import Path

import dkim
import pytest
import pytest_asyncio

from deploy.cli.dns_answers import Dns
from deploy.cli.errors import DkimKeyThere, LetterNotTaken, NoMailYet
from deploy.cli.mail_doctor import examine_mail
from deploy.cli.mailing import run_keys, send_test_letter
from services.notifier.mail.dkim_keys import dkim_keys
from tests.fakes.dns import dns_server
from tests.fakes.smtp import SmtpPeer, Step, smtp_peer
from tests.unit.notifier.dkim_samples import dns_of

DOMAIN = "ostfold.example"
RELAY = "relay.ostfold.example"
ADDRESS = "8.8.4.4"  # any that is not private; nobody is asked but our own DNS
TO = "ase@steinvaag-meieri.example"


@pytest_asyncio.fixture
async def peer(monkeypatch: pytest.MonkeyPatch, keys: Path) -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        given = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(running.port),
            "SMTP_SECURITY": "none",
            "FALLBACK_SENDER": f"post@{DOMAIN}",
            "INTAKE_ADDRESS": f"kb@inn.{DOMAIN}",
            "SECRET_KEY": "n" * 32,
            "DKIM_KEYS": str(keys),
        }
        for name, value in given.items():
            monkeypatch.setenv(f"NOTIFIER_{name}", value)
        yield running


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dkim")
    run_keys(DOMAIN, folder=folder, selector="kb")
    return folder


def zone(keys: Path) -> dict[tuple[str, str], list[str]]:
    """Everything as it should be."""
    signing = {
        (key.dns_name, "TXT"): [
            " ".join(f'"{key.dns_text[at : at + 200]}"' for at in range(0, 500, 200))
        ]
        for key in dkim_keys(keys)
    }
    return signing | {
        (RELAY, "A"): [ADDRESS],
        ("4.4.8.8.in-addr.arpa", "PTR"): [f"{RELAY}."],
        (f"inn.{DOMAIN}", "TXT"): [f'"v=spf1 include:spf.{DOMAIN} -all"'],
        (f"spf.{DOMAIN}", "TXT"): ['"v=spf1 mx:nett.example a ~all"'],
        (f"spf.{DOMAIN}", "A"): [ADDRESS],
        (f"inn.{DOMAIN}", "MX"): [f"10 {RELAY}."],
        (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=quarantine"'],
    }


async def examined(records: dict[tuple[str, str], list[str]]) -> tuple[dict[str, str], list[str]]:
    """State and words by what was looked at, and the records to set."""
    async with dns_server(records) as server:
        found, wanted = await examine_mail(Path("/none"), domains=[], relay=RELAY, dns=Dns(server))
    return {finding.what: f"{finding.state}: {finding.how}" for finding in found}, wanted


@pytest.mark.usefixtures("peer")
async def test_what_is_right_is_called_right(keys):
    found, _ = await examined(zone(keys))

    states = {what: how.partition(":")[0] for what, how in found.items()}
    assert set(states.values()) == {"good"}, found
    assert len(states) == 7


@pytest.mark.usefixtures("peer")
@pytest.mark.parametrize(
    ("name", "kind", "instead", "what", "says"),
    [
        (f"inn.{DOMAIN}", "TXT", [], f"SPF of inn.{DOMAIN}", "no record"),
        (f"spf.{DOMAIN}", "TXT", ['"v=spf1 ip4:8.8.8.0/24 ~all"'], f"SPF of inn.{DOMAIN}", ADDRESS),
        (f"kbr._domainkey.{DOMAIN}", "TXT", [], f"DKIM kbr of {DOMAIN}", "no TXT record"),
        (f"kbe._domainkey.{DOMAIN}", "TXT", ['"p=AAAA"'], f"DKIM kbe of {DOMAIN}", "another key"),
        (f"_dmarc.{DOMAIN}", "TXT", [], f"DMARC of {DOMAIN}", "no record"),
        ("4.4.8.8.in-addr.arpa", "PTR", ["eve.example."], f"PTR of {RELAY}", "no name"),
        (f"inn.{DOMAIN}", "MX", [], f"MX of inn.{DOMAIN}", "no mail server"),
    ],
)
async def test_what_is_missing_is_said_plainly(keys, name, kind, instead, what, says):
    found, _ = await examined(zone(keys) | {(name, kind): instead})

    assert found[what].startswith("bad")
    assert says in found[what]


@pytest.mark.usefixtures("peer")
async def test_without_a_network_the_records_are_still_told():
    dns = Dns("127.0.0.1:9")

    found, records = await examine_mail(Path("/none"), domains=[], relay=RELAY, dns=dns)

    assert [finding.what for finding in found if finding.state == "bad"] == ["DNS"]
    assert "are you on a network?" in found[-1].how
    assert f'inn.{DOMAIN}. IN TXT "v=spf1 a:{RELAY} -all"' in records
    assert any(record.startswith(f"kbe._domainkey.{DOMAIN}. IN TXT") for record in records)


async def test_a_test_letter_leaves_as_every_letter_does(peer, keys):
    told = await send_test_letter(Path("/none"), TO, language="nn")

    [letter] = peer.received
    message = message_from_bytes(letter.body, policy=policy.default)
    assert "took the letter and said: 250 queued as 4711" in told[0]
    assert message["Subject"] == "Prøvebrev frå Koblingsboks"
    assert letter.sender.startswith("kb+b")
    assert dkim.verify(letter.body, dnsfunc=dns_of(dkim_keys(keys)))


async def test_a_test_letter_that_is_refused_says_what_the_server_said(peer):
    peer.program(TO, Step(rcpt="550 5.7.1 relay access denied"))

    with pytest.raises(LetterNotTaken, match=r"refused it for good: 550 5\.7\.1 relay"):
        await send_test_letter(Path("/none"), TO, language="nb")


async def test_where_nothing_is_set_up_a_command_says_what_to_do(tmp_path):
    with pytest.raises(NoMailYet, match="NOTIFIER_SMTP_HOST"):
        await send_test_letter(tmp_path, TO, language="nb")


def test_keys_that_are_there_are_left_alone(keys):
    with pytest.raises(DkimKeyThere, match="kbr"):
        run_keys(DOMAIN, folder=keys, selector="kb")
