"""What is wrong with a row, in the reader's language.

The reader of files says it in English, as the command line does. What people meet most has words
of its own; the rest is shown in English, marked as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.registry.actions.import_batch import Refusal
from services.registry.files import ImportBatch, ListingRow, PartnerRow, Problem
from services.registry.pages.region.partner_form import CODES, LISTING_CODES
from shared.locale import Words

FIELDS = {
    **CODES,
    "title": LISTING_CODES["title"],
    "text": "error.import.text",
    "expires_on": "error.import.day",
    "email": "error.email.format",
    "region": "error.import.region",
    "partner": "error.import.partner",
}
#: By what the English text begins with.
SENTENCES = {
    "Another partner in the region has this name": "error.partner.name_taken",
    "Another partner in the region has this organisation": "error.partner.orgnr_taken",
    "The partner has this listing already": "error.import.there",
    "Mend its partner first": "error.import.owner",
    "Make one row of this": "error.import.twice",
    "Give a file with a partner": "error.import.empty",
    "Save the file as UTF-8": "error.import.encoding",
    "Put text that holds the delimiter": "error.import.cells",
    "Open the file in Excel": "error.import.excel",
    "Save this as an .xlsx file": "error.import.excel",
    "Part the file": "error.import.large",
    "Keep at most": "error.import.wide",
    "Give a file that ends in": "error.import.ending",
    "This row is not CSV": "error.import.cells",
    "This line is not JSON": "error.import.json",
    "Several partners are called": "error.import.partner",
}
COLUMNS = {
    "kind": "partner.kind",
    "name": "partner.name",
    "title": "partner.write.title",
    "text": "partner.write.text",
    "expires_on": "partner.write.expires_on",
    "region": "settings.region",
    "contacts": "partner.contacts",
    "contact_name": "partner.contact_name",
    "contact_email": "partner.contact_email",
    "contact_language": "apply.language",
    "partner": "import.owner",
    "id": "import.id",
    "type": "partner.kind",
}


@dataclass(frozen=True, slots=True)
class Told:
    """`is_english` where there is no text of ours."""

    sheet: str
    row: int
    field: str
    reason: str
    is_english: bool


def told(problem: Problem, *, word: Words) -> Told:
    source, field, reason = problem
    name = field.rpartition(".")[2]
    starts = (code for start, code in SENTENCES.items() if reason.startswith(start))
    code = next(starts, None) or (FIELDS.get(name) if field else None)
    return Told(
        sheet=source.sheet or "",
        row=source.line,
        field=column(name, word=word) if field else "",
        reason=word(code) if code else reason,
        is_english=not code,
    )


def column(name: str, *, word: Words) -> str:
    """What we call a column."""
    code = COLUMNS.get(name) or f"partner.{name}"
    return word(code) if code in word else name


def refused_rows(batch: ImportBatch, refusals: list[Refusal]) -> list[Problem]:
    """What the registry refuses, by the row of the file it is in."""
    rows: dict[str, Sequence[PartnerRow | ListingRow]] = {
        "partners": batch.partners,
        "listings": batch.listings,
    }
    return [Problem(rows[one.rows][one.place].source, one.field, one.reason) for one in refusals]
