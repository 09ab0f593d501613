"""The tables beneath the pictures, to take along."""

from collections.abc import Sequence
from typing import Literal

from services.matcher.domain.following import Member
from services.matcher.domain.overview import Overview
from services.matcher.pictures.marks import degrees
from shared.locale import Language, Words, words
from shared.web.tables import Cell, Table

PictureName = Literal["network", "months", "reasons", "cuts", "map"]


def table_of(
    picture: PictureName, found: Overview, members: Sequence[Member], *, language: Language
) -> Table:
    word = words(language)
    headings, rows = _TABLES[picture](found, members, word)
    name = f"{word(f'overview.{picture}')} {found.period.code}"
    return Table(name=name, headings=headings, rows=rows)


Made = tuple[Sequence[str], list[Sequence[Cell]]]


def _network(found: Overview, _: Sequence[Member], word: Words) -> Made:
    headings = [word(f"overview.table.{name}") for name in ("partner", "linked_with", "state")]
    return headings, [
        (link.one.name, link.other.name, word(f"overview.link.{link.state}"))
        for link in found.links
    ]


def _months(found: Overview, _: Sequence[Member], word: Words) -> Made:
    series = list(found.series.items())
    headings = [
        word("overview.table.month"),
        *(word(f"overview.series.{name}") for name, _ in series),
        word("overview.table.tonnes"),
    ]
    rows: list[Sequence[Cell]] = [
        (
            f"{year}-{month:02}",
            *(values[n] for _, values in series),
            found.tonnes_by_month[n],
        )
        for n, (year, month) in enumerate(found.period.months)
    ]
    return headings, rows


def _reasons(found: Overview, _: Sequence[Member], word: Words) -> Made:
    headings = [word("overview.table.reason"), word("overview.table.number")]
    return headings, [(word(f"reason.{reason}"), number) for reason, number in found.reasons]


def _cuts(found: Overview, _: Sequence[Member], word: Words) -> Made:
    names = ("seeker", "provider", "tonnes", "basis", "scope")
    return [word(f"overview.table.{name}") for name in names], [
        (
            cut.seeker.name,
            cut.provider.name,
            cut.tonnes,
            word(f"certainty.{cut.reported.certainty}") if cut.reported.certainty else None,
            word(f"scope.{cut.reported.scope}") if cut.reported.scope else None,
        )
        for cut in found.cuts
    ]


def _map(found: Overview, members: Sequence[Member], word: Words) -> Made:
    linked = degrees(found.links)
    names = ("partner", "kind", "place", "links")
    return [word(f"overview.table.{name}") for name in names], [
        (one.name, word(f"partner_kind.{one.kind}"), one.place, linked[one.id]) for one in members
    ]


_TABLES = {
    "network": _network,
    "months": _months,
    "reasons": _reasons,
    "cuts": _cuts,
    "map": _map,
}
