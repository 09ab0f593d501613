"""What people call the columns, in three languages, and what we call them."""

from collections.abc import Mapping
from typing import Any

COLUMNS = {
    "id": "id external_id ekstern_id",
    "name": "name navn namn organisasjon organisation organization virksomhet bedrift partnernavn",
    "kind": "kind",
    "type": "type",
    "orgnr": "orgnr organisasjonsnummer org_nr org_nummer organisation_number",
    "place": "place sted stad kommune municipality poststed",
    "region": "region fylke county fylkesnavn",
    "sector": "sector bransje næring sektor",
    "description": "description beskrivelse skildring about om_oss",
    "capabilities": "capabilities capability kompetanse det_vi_kan det_dere_kan det_de_kan",
    "language": "language språk lang",
    "website": "website nettside nettsted heimeside hjemmeside web url_nettside",
    "contacts": "contacts",
    "contact_name": "contact contact_name kontakt kontaktperson kontaktnavn",
    "contact_email": "email e_mail epost e_post contact_email kontakt_epost mail",
    "contact_language": "contact_language kontaktspråk",
    "partner": "partner partner_id partner_name partnar org eier owner",
    "title": "title tittel overskrift",
    "text": "text tekst innhold",
    "expires_on": "expires_on frist gyldig_til expires deadline utløper",
}
SHAPES = frozenset({"partner", "listing"})
CALLED = {word: name for name, words in COLUMNS.items() for word in words.split()}

# Written by export and by our own evaluation sets; the registry makes them itself.
OUR_OWN = """
    tags url version status created_at updated_at closed_at latitude longitude place_known
    municipality_number region_name theme
"""


def known_columns(fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields by our names, and the columns nobody knows."""
    known: dict[str, Any] = {}
    strange = []
    for column, value in fields.items():
        name = CALLED.get(_plain(column))
        if name:
            # Of two columns with one meaning, the first that is filled in counts.
            known[name] = value if known.get(name) in (None, "") else known[name]
        elif _plain(column) not in ("", *OUR_OWN.split()):
            strange.append(column)
    return _with_type_read(known), strange


def read_as(column: str) -> str:
    """Our name of a column; empty when nobody knows it."""
    return CALLED.get(_plain(column), "")


def _with_type_read(known: dict[str, Any]) -> dict[str, Any]:
    """A column `type` parts partners from listings, or is what others call `kind`."""
    if str(known.get("type")) in SHAPES:
        return known
    type_ = known.pop("type", None)
    return known if known.get("kind") not in (None, "") else {**known, "kind": type_}


def _plain(column: str) -> str:
    return "_".join(column.strip().casefold().replace("-", " ").replace(".", " ").split())
