"""Reads whole files into one batch, and collects everything that is wrong with them."""

from collections.abc import Collection
from pathlib import Path

from services.registry.domain.counties import COUNTIES
from services.registry.files.assembly import Assembly
from services.registry.files.batch import ImportBatch, Problem, Source
from services.registry.files.delimited import read_delimited
from services.registry.files.excel import read_excel
from services.registry.files.json_lines import read_json_lines
from services.registry.files.rows import MOST_BYTES, MOST_ROWS, FileUnreadable, Reader, Rows

READERS: dict[str, Reader] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_excel,
}
COUNTY_SLUGS = frozenset(county.slug for county in COUNTIES)


def read_import(
    *paths: Path, regions: Collection[str] = COUNTY_SLUGS, default_region: str = ""
) -> ImportBatch:
    """All partners and listings of the files, or all that is wrong with them.

    `regions` are the slugs of the regions that exist. A listing's partner may stand in
    another of the files, or be known to the registry already. A partner whose row names no
    region is in `default_region`, where there is one.
    """
    assembly = Assembly(regions=regions, default_region=default_region)
    for path in paths:
        try:
            for count, row in enumerate(_rows(path), start=1):
                if count > MOST_ROWS:
                    raise FileUnreadable(
                        row.source, f"Part the file; {MOST_ROWS} rows is the most."
                    )
                if isinstance(row, Problem):
                    assembly.refuse(row)
                else:
                    assembly.add(row)
        except FileUnreadable as error:
            assembly.refuse(Problem(error.source, "", str(error)))
    return assembly.batch()


def _rows(path: Path) -> Rows:
    whole = Source(path.name, None, 1)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise FileUnreadable(whole, f"Give a file that ends in {', '.join(READERS)}.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileUnreadable(whole, f"Part the file; {MOST_BYTES // 1024**2} MB is the most.")
        yield from reader(path)
    except OSError as error:
        raise FileUnreadable(whole, f"The file cannot be opened: {error.strerror}.") from error
