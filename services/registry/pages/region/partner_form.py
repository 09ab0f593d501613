"""Between a partner and the fields of its form, where everything is text."""

from collections.abc import Mapping

from pydantic import ValidationError

from services.registry.domain.partners import Partner
from services.registry.domain.records import ListingRecord, PartnerRecord
from shared.locale import Words

#: Every field, with the code of what to write there when it is wrong.
CODES = {
    "name": "error.apply.organisation",
    "kind": "error.partner.kind",
    "orgnr": "error.apply.orgnr",
    "place": "error.apply.place",
    "sector": "error.apply.place",
    "website": "error.partner.website",
    "language": "error.settings.choice",
    "description": "error.partner.description",
    "capabilities": "error.partner.capabilities",
    "contacts": "error.partner.contacts",
}
LISTING_CODES = {
    "kind": "error.settings.choice",
    "title": "error.listing.title",
    "text": "error.text.empty",
    "place": "error.apply.place",
    "expires_on": "error.date.past",
}
CONTACT_CODES = {
    "contact_name": "error.apply.contact_name",
    "contact_email": "error.email.format",
    "contact_language": "error.settings.choice",
}
FIELDS = (*CODES, *CONTACT_CODES)


def typed_from(partner: Partner) -> dict[str, str]:
    """What stands in the form before anybody types. Contacts are added on the partner's page."""
    record = partner.as_record()
    shown = {name: getattr(record, name) or "" for name in CODES}
    shown["capabilities"] = "\n".join(record.capabilities)
    return {**shown, "contacts": "", "version": str(partner.version)}


def read_partner(
    typed: Mapping[str, str], *, region: str, earlier: Partner | None, word: Words
) -> PartnerRecord | dict[str, str]:
    """The record, or for every field that is wrong what to write there.

    With a contact if one was written; those that are there stay.
    """
    written: dict[str, object] = {name: typed.get(name, "").strip() or None for name in CODES}
    written |= {"region": region, "name": typed.get("name", ""), "kind": typed.get("kind", "")}
    written |= {"place": typed.get("place", ""), "description": typed.get("description", "")}
    lines = typed.get("capabilities", "").splitlines()
    written["capabilities"] = [line.strip() for line in lines if line.strip()]
    kept = earlier.as_record().contacts if earlier else ()
    written["contacts"] = [*(one.model_dump() for one in kept), *_contact(typed)]
    try:
        return PartnerRecord.model_validate(written)
    except ValidationError as error:
        return _told(error, word)


def read_listing(typed: Mapping[str, str], *, word: Words) -> ListingRecord | dict[str, str]:
    written = {name: typed.get(name, "").strip() or None for name in LISTING_CODES}
    written |= {name: typed.get(name, "") for name in ("kind", "title", "text")}
    try:
        return ListingRecord.model_validate(written)
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors(include_input=False)}
        return {name: word(code) for name, code in LISTING_CODES.items() if name in wrong}


def _contact(typed: Mapping[str, str]) -> list[dict[str, str | None]]:
    name, email = (typed.get(field, "").strip() for field in ("contact_name", "contact_email"))
    if not (name or email):
        return []
    language = typed.get("contact_language", "").strip() or None
    return [{"name": name, "email": email, "language": language}]


def _told(error: ValidationError, word: Words) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for one in error.errors(include_input=False):
        place = one["loc"]
        # `contacts.0.email` is the field of the contact's address, `contacts` all of them.
        name = f"contact_{place[2]}" if place[0] == "contacts" and len(place) > 2 else str(place[0])
        code = CONTACT_CODES.get(name) or CODES.get(name)
        if code:
            wrong[name] = word(code)
    return wrong
