"""Numbers and addresses an organisation is known by, checked for form only."""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import BeforeValidator
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.no import orgnr

LONGEST_ADDRESS = 500
AROUND_NUMBER = re.compile(r"^NO(?=[\s\d])|MVA$", re.IGNORECASE)
BETWEEN_DIGITS = re.compile(r"[\s.,;/\-]")
ORGNR_DIGITS = 9


def _organisation_number(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    digits = BETWEEN_DIGITS.sub("", AROUND_NUMBER.sub("", text.strip()))
    if not digits:
        return None
    found = re.findall(r"\d{9}", digits)
    if len(found) > 1:
        raise ValueError(f"Keep one organisation number here; there are {len(found)}.")
    if not (digits.isascii() and digits.isdecimal() and len(digits) == ORGNR_DIGITS):
        raise ValueError("Write the organisation number as nine digits.")
    return _with_right_check_digit(digits)


def _with_right_check_digit(digits: str) -> str:
    try:
        return str(orgnr.validate(digits))
    except InvalidNumber:
        raise ValueError(
            "Look up the organisation number again; its last digit does not fit the others."
        ) from None


def _email_address(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        # Form only: looking up the domain would tell strangers whom we write to.
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError(f"Write one e-mail address, like name@company.example. {error}") from None


def _website(text: Any) -> Any:
    if not isinstance(text, str) or not text.strip():
        return text or None
    address = text.strip()
    if len(address) > LONGEST_ADDRESS:
        raise ValueError(f"Shorten the address to at most {LONGEST_ADDRESS} characters.")
    if not _is_web_address(address):
        raise ValueError("Write the web address with http:// or https:// in front.")
    return address


def _is_web_address(address: str) -> bool:
    if not address.isprintable() or re.search(r"[\s<>\"]", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


OrganisationNumber = Annotated[str | None, BeforeValidator(_organisation_number)]
EmailAddress = Annotated[str, BeforeValidator(_email_address)]
Website = Annotated[str | None, BeforeValidator(_website)]
