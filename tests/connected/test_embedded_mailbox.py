"""The mailbox, spoken to as the notifier does."""

from email.message import EmailMessage

import aiosmtplib
import pytest

from deploy.embedded.mailbox import Mailbox


@pytest.fixture
async def mailbox(tmp_path):
    box = Mailbox(tmp_path / "mailbox", password="known to us")
    await box.start()
    yield box
    await box.stop()


def a_letter(*, to: str = "ase@partner.example") -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "ostfold@koblingsboks.example"
    letter["To"] = to
    letter["Subject"] = "Møt hverandre"
    letter.set_content("Hei\n.\n..\nÅse\n")
    return letter


async def send(letter: EmailMessage, box: Mailbox, **login: str) -> None:
    await aiosmtplib.send(letter, hostname=box.host, port=box.port, start_tls=False, **login)


async def test_a_letter_arrives_as_it_was_written(mailbox):
    await send(a_letter(), mailbox, username=mailbox.username, password=mailbox.password)

    (letter,) = mailbox.letters()
    assert (letter.subject, letter.to) == ("Møt hverandre", "ase@partner.example")
    assert letter.text == "Hei\n.\n..\nÅse\n"
    assert b"Delivered-To: ase@partner.example\r\n" in letter.raw


async def test_an_address_beyond_ascii_is_taken(mailbox):
    letter = a_letter(to="åse@partner.example")

    await send(letter, mailbox, username=mailbox.username, password=mailbox.password)

    assert mailbox.letters()[0].to == "åse@partner.example"


@pytest.mark.parametrize(
    "login",
    [
        pytest.param({}, id="without a password"),
        pytest.param({"username": "koblingsboks", "password": "wrong"}, id="wrong password"),
        pytest.param({"username": "somebody", "password": "known to us"}, id="wrong name"),
    ],
)
async def test_others_on_this_machine_cannot_write_into_it(mailbox, login):
    with pytest.raises(aiosmtplib.SMTPException):
        await send(a_letter(), mailbox, **login)

    assert mailbox.letters() == []
