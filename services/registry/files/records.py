"""Judges drafts: each becomes a record, a problem to mend, or a note that it was there before."""

import re
from collections.abc import Collection, Hashable, Iterable
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from services.registry.domain.records import ListingRecord, PartnerRecord
from services.registry.files.batch import ListingRow, Note, PartnerRow, Problem, Source
from services.registry.files.directory import Directory
from services.registry.files.tables import listing_fields, partner_fields
from services.registry.files.values import as_capabilities, as_text
from shared.web.validation import field_errors

LONGEST_CAPABILITY = 300  #: characters
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

AnyRecord = TypeVar("AnyRecord", bound=BaseModel)


class Draft(NamedTuple):
    source: Source
    fields: dict[str, Any]

    @property
    def external_id(self) -> str | None:
        found = as_text(self.fields.get("id"))
        return found.strip() if isinstance(found, str) else None

    @property
    def owner_reference(self) -> str:
        """Whose listing it is: where no column says partner, its number or name does."""
        written = (as_text(self.fields.get(name)) for name in ("partner", "orgnr", "name"))
        return next((text.strip() for text in written if isinstance(text, str)), "")


class Judge:
    def __init__(self, *, regions: Collection[str]) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self._regions = regions
        self._seen: dict[Hashable, tuple[Source, BaseModel]] = {}

    def partners(
        self, drafts: Iterable[Draft], *, capabilities: Iterable[Draft]
    ) -> list[PartnerRow]:
        drafts = self._with_capabilities(list(drafts), capabilities)
        return [row for draft in drafts if (row := self._partner(draft))]

    def listings(self, drafts: Iterable[Draft], *, directory: Directory) -> list[ListingRow]:
        return [row for draft in drafts if (row := self._listing(draft, directory))]

    def _with_capabilities(self, drafts: list[Draft], capabilities: Iterable[Draft]) -> list[Draft]:
        """A capability in a row of its own belongs to a partner of the same files."""
        owners = {draft.external_id: draft for draft in drafts if draft.external_id}
        for capability in capabilities:
            owner = owners.get(capability.owner_reference)
            if owner is None:
                self._refuse(capability, "partner", "Write the id of a partner in these files.")
                continue
            before = as_capabilities(owner.fields.get("capabilities", []))
            owner.fields["capabilities"] = [*before, *_capability_texts(capability)]
        return drafts

    def _partner(self, draft: Draft) -> PartnerRow | None:
        record = self._record(PartnerRecord, draft, partner_fields(draft.fields))
        if record is None:
            return None
        if record.region not in self._regions:
            self._refuse(draft, "region", _no_such_region(record.region, self._regions))
            return None
        keys = [("name", record.name.casefold(), record.region), ("orgnr", record.orgnr)]
        if draft.external_id:
            keys.append(("id", draft.external_id))
        if self._is_repeated(draft, record, keys=[key for key in keys if key[1]]):
            return None
        return PartnerRow(source=draft.source, record=record, external_id=draft.external_id)

    def _listing(self, draft: Draft, directory: Directory) -> ListingRow | None:
        record = self._record(ListingRecord, draft, listing_fields(draft.fields))
        reference = draft.owner_reference
        owners = directory.partners_called(reference)
        if not reference:
            self._refuse(draft, "partner", "Write whose this is: a name, number or id.")
        if len(owners) > 1:
            self._refuse(draft, "partner", "Write the number or id; several have this name.")
        if record is None or not reference or len(owners) > 1:
            return None
        owner = owners[0] if owners else None
        whose = owner.source if owner else reference.casefold()
        same = ("listing", whose, record.kind, record.title.casefold(), record.text.casefold())
        if self._is_repeated(draft, record, keys=[same], identical=True):
            return None
        return ListingRow(
            source=draft.source,
            record=record,
            partner=reference,
            owner=owner,
            external_id=draft.external_id,
        )

    def _record(
        self, model: type[AnyRecord], draft: Draft, fields: dict[str, Any]
    ) -> AnyRecord | None:
        try:
            return model.model_validate(fields)
        except ValidationError as error:
            for wrong in field_errors(error.errors(include_url=False)):
                self._refuse(draft, wrong.field, wrong.message)
            return None

    def _is_repeated(
        self, draft: Draft, record: BaseModel, *, keys: list[Any], identical: bool = False
    ) -> bool:
        """The same again is left out with a note; the same but different is a problem."""
        before = next((self._seen[key] for key in keys if key in self._seen), None)
        for key in keys:
            self._seen.setdefault(key, (draft.source, record))
        if before is None:
            return False
        first, other = before
        if identical or record == other:
            self.notes.append(Note(draft.source, f"The same as {first}; read once."))
        else:
            self._refuse(draft, "", f"Make one row of this and {first}; it is the same partner.")
        return True

    def _refuse(self, draft: Draft, field: str, reason: str) -> None:
        self.problems.append(Problem(draft.source, field, reason))


def _capability_texts(draft: Draft) -> list[str]:
    """Title and text as one statement; a long text as one statement a sentence."""
    parts = [str(as_text(draft.fields[name])) for name in ("title", "text") if name in draft.fields]
    together = ". ".join(part.strip().rstrip(".") for part in parts)
    return [together] if len(together) <= LONGEST_CAPABILITY else SENTENCE_END.split(together)


def _no_such_region(region: str, regions: Collection[str]) -> str:
    return f"There is no region {region!r}; use one of {', '.join(sorted(regions))}."
