"""Puts rows together: capabilities to partners, listings to owners, and sees repetitions."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from services.registry.files.batch import Column, ImportBatch, Note, Problem, Source
from services.registry.files.columns import known_columns, read_as
from services.registry.files.directory import Directory
from services.registry.files.records import Draft, Judge
from services.registry.files.rows import MOST_COLUMNS, RawRow
from services.registry.files.tables import filled, is_capability, is_listing
from services.registry.files.values import LISTING_KINDS, code_for

EMPTY = Problem(Source("import", None, 1), "", "Give a file with a partner or a listing in it.")


class Assembly:
    """Collects rows first, since a partner may stand after its listings."""

    def __init__(self, *, regions: Collection[str], default_region: str = "") -> None:
        self._judge = Judge(regions=regions)
        self._default_region = default_region
        self._columns: dict[Column, None] = {}
        self._partners: list[Draft] = []
        self._listings: list[Draft] = []
        self._capabilities: list[Draft] = []
        self._strange: set[tuple[str, str | None, str]] = set()

    def refuse(self, problem: Problem) -> None:
        self._judge.problems.append(problem)

    def add(self, row: RawRow) -> None:
        fields, strange = known_columns(row.fields)
        self._note_strange(row.source, strange)
        self._note_columns(row)
        draft = Draft(row.source, filled(_with_implied_kind(fields, row.source)))
        if is_capability(draft.fields):
            self._capabilities.append(draft)
        elif is_listing(draft.fields):
            self._listings.append(draft)
        else:
            if self._default_region:
                draft.fields.setdefault("region", self._default_region)
            self._partners.append(draft)

    def batch(self) -> ImportBatch:
        partners = self._judge.partners(self._partners, capabilities=self._capabilities)
        listings = self._judge.listings(self._listings, directory=Directory(partners))
        problems = self._judge.problems
        if not (partners or listings or problems):
            self.refuse(EMPTY)
        return ImportBatch(
            partners=tuple(partners),
            listings=tuple(listings),
            problems=tuple(sorted(problems, key=_reading_order)),
            notes=tuple(self._judge.notes),
            columns=tuple(self._columns),
        )

    def _note_columns(self, row: RawRow) -> None:
        sheet = row.source.sheet or ""
        for header in row.fields:
            if header.strip() and len(self._columns) < MOST_COLUMNS:
                self._columns.setdefault(Column(sheet, header, read_as(header)))

    def _note_strange(self, source: Source, columns: list[str]) -> None:
        for column in columns:
            if (source.file, source.sheet, column) not in self._strange:
                self._strange.add((source.file, source.sheet, column))
                self._judge.notes.append(Note(source, f"The column {column!r} was not read."))


def _with_implied_kind(fields: dict[str, Any], source: Source) -> dict[str, Any]:
    """`needs.jsonl` and a sheet called Behov say what their listings are."""
    implied = code_for("kind", source.sheet or Path(source.file).stem)
    kind = fields.get("kind")
    if implied in LISTING_KINDS and kind in (None, ""):
        return {**fields, "kind": implied}
    return fields


def _reading_order(problem: Problem) -> tuple[str, str, int, str]:
    source = problem.source
    return (source.file, source.sheet or "", source.line, problem.field)
