"""What a command cannot do, in one sentence that says what to do."""

from typing import Any

import httpx


class CommandRefused(Exception):
    """The command cannot be carried out."""

    def __init__(self, **facts: object) -> None:
        super().__init__(" ".join((self.__doc__ or "").format(**facts).split()))


class NotAnswering(CommandRefused):
    """Process {pid} holds {folder} but does not answer yet; wait until it is up, or stop it and
    try again."""


class StoppedMeanwhile(CommandRefused):
    """Koblingsboks at {url} does not answer any more; see whether it still runs and try again."""


class PartnerMissing(CommandRefused):
    """There is no partner {partner}; GET /api/partners lists them with their ids."""


class RegionMissing(CommandRefused):
    """There is no region {region!r}; use one of {known}."""


class RegionNeeded(CommandRefused):
    """A coordinator decides for regions; name one or more with --region."""


class PartnerNeeded(CommandRefused):
    """A partner's token is for one partner; name it with --partner ID."""


class OptionOutOfPlace(CommandRefused):
    """{option} does not go with the role {role}; leave it out."""


class NoDataYet(CommandRefused):
    """There is no data in {folder} yet; start with "koblingsboks up", or name the right folder
    with --data."""


class NoMailYet(CommandRefused):
    """It is not known yet how letters leave: set NOTIFIER_SMTP_HOST and NOTIFIER_FALLBACK_SENDER
    (docs/mail.md), or start with "koblingsboks up", which has a mailbox of its own."""


class LetterNotTaken(CommandRefused):
    """{where} {what}: {said}"""


class DkimKeyThere(CommandRefused):
    """{path} is there already, and letters may be signed with it; choose another --selector."""


class OpensslMissing(CommandRefused):
    """OpenSSL makes RSA keys and is not installed (on Debian: apt install openssl)."""


class NothingRuns(CommandRefused):
    """Nothing runs on {folder}; start it with "koblingsboks up"."""


class RoleUnknown(CommandRefused):
    """There is no role {role!r}; use admin, coordinator or partner."""


class LabelUnusable(CommandRefused):
    """A label is one line of at most {longest} characters; write a shorter one."""


class TokenMissing(CommandRefused):
    """There is no token {token}; "koblingsboks token list" shows them with their ids."""


class AddressUnusable(CommandRefused):
    """The {field} cannot be taken: {said}"""


class NobodyWithAddress(CommandRefused):
    """Nobody there has the address {email}; "list" shows who is there."""


class ApiRefused(CommandRefused):
    """The API refused: {detail}"""

    def __init__(self, response: httpx.Response) -> None:
        problem = _problem(response)
        super().__init__(detail=problem.get("detail") or f"status {response.status_code}")
        self.status = response.status_code
        self.errors: list[dict[str, str]] = problem.get("errors", [])


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


class FolderNeeded(CommandRefused):
    """{path} is a file; name a folder."""


class FolderOrContactNeeded(CommandRefused):
    """Name the folder to write to, or one person with --contact."""


class ContactMissing(CommandRefused):
    """Nobody is a contact as {contact}; name an e-mail address, or an id as GET /api/partners
    tells it."""


class ServiceUnknown(CommandRefused):
    """There is no service {service!r}; use {known}."""


class ExportUnreadable(CommandRefused):
    """{file} is not what "koblingsboks audit export" writes; name such a file."""


class LetterNeeded(CommandRefused):
    """Name one by its ID and --service, as "koblingsboks dead list" shows them, or use --all."""


class LetterUnknown(CommandRefused):
    """The {service} has no dead letter {letter}; "koblingsboks dead list" shows what there is."""


class TreeNeeded(CommandRefused):
    """`{command}` needs the whole source tree, with its tests; get it with "git clone"."""


class BenchmarkUnknown(CommandRefused):
    """There is no benchmark {name!r}; there are {known}."""


class CannotWrite(CommandRefused):
    """{path} cannot be written ({reason}); name another place."""


class NotWell(CommandRefused):
    """{what}; {todo}."""
