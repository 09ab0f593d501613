"""Somebody wants to sign in. Names and addresses travel on the stream of contacts alone."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from shared.events.base import Event, EventData, Source
from shared.events.profiles import Language


class Recipient(EventData):
    name: str
    email: str
    language: Language = "nb"


class SignInRequestedData(EventData):
    """`recipient` is missing where the address that was typed is not known, so that asking
    leaves the same trace for strangers."""

    expires_at: AwareDatetime
    recipient: Recipient | None = None
    network_name: str = ""
    host: str = ""


class SignInRequested(Event):
    """A link is to be mailed; `subject` is the request. The codes are made by the reader."""

    stream: ClassVar[str] = "contacts"

    type: Literal["sign_in.requested.v1"] = "sign_in.requested.v1"
    source: Source = "registry"
    data: SignInRequestedData
