"""`import` and `export` on files as people have them: all of it, or a report and nothing."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command_line import Up, is_ready, run, started
from tests.e2e.story import answered
from tests.servers import short_lived_folder
from tests.waiting import until

HEADER = "navn;type;kommune;fylke;beskrivelse;kompetanse;kontaktperson;e-post\n"
PARTNERS = (
    HEADER
    + "Elvemo Biogass AS;bedrift;Fredrikstad;Østfold;Lager biogass.;Tar imot matavfall;"
    + "Kari Moe;kari@elvemo.example\n"
    + "Lauvdal Gartneri;bedrift;Rakkestad;Østfold;Veksthus.;Dyrker tomater;"
    + "Tormod Bakk;tormod@lauvdal.example\n"
)
NEED = {
    "type": "listing",
    "kind": "need",
    "partner": "Lauvdal Gartneri",
    "title": "Varme til veksthus",
    "text": "Vi trenger spillvarme til veksthuset om vinteren.",
}


@pytest.fixture(scope="module")
def running() -> Iterator[Up]:
    with short_lived_folder() as folder, started(folder) as first:
        asyncio.run(until(lambda: is_ready(first), seconds=60))
        yield first


@pytest.fixture
def files(tmp_path: Path) -> Path:
    # As Norwegian Excel saves it.
    (tmp_path / "partnere.csv").write_bytes(PARTNERS.encode("cp1252"))
    (tmp_path / "behov.jsonl").write_text(json.dumps(NEED) + "\n")
    return tmp_path


async def names(running: Up) -> list[str]:
    async with running.client("--role", "admin") as client:
        page = answered(await client.get("/api/partners"))
    return [partner["name"] for partner in page["items"]]


async def test_bad_rows_are_told_by_line_and_nothing_is_imported(running, files):
    bad = files / "feil.csv"
    bad.write_text(PARTNERS + "Ukjent AS;romskip;Moss;Østfold;x;;Ola;ola@x.example,eva@x.example\n")

    before = await names(running)

    report = run("import", bad, files / "behov.jsonl", "--data", running.data)

    assert report.returncode == 1
    assert report.stderr.splitlines()[-3].startswith("Nothing was imported.")
    assert "feil.csv, row 4, kind:" in report.stderr
    assert "feil.csv, row 4, contacts.0.email:" in report.stderr
    assert await names(running) == before


async def test_good_files_are_imported_once(running, files):
    both = (files / "partnere.csv", files / "behov.jsonl")

    first = run("import", *both, "--data", running.data)
    second = run("import", *both, "--data", running.data)

    assert (first.returncode, first.stdout) == (0, "Imported 2 partners and 1 listing.\n")
    assert second.returncode == 1
    assert "partnere.csv, row 2, name: Another partner in the region has this name." in (
        second.stderr
    )
    assert await names(running) == ["Elvemo Biogass AS", "Lauvdal Gartneri"]


async def test_an_export_can_be_imported_elsewhere_where_nothing_runs(running, files, tmp_path):
    run("import", files / "partnere.csv", files / "behov.jsonl", "--data", running.data)

    exported = run("export", tmp_path / "out", "--data", running.data)
    with short_lived_folder() as elsewhere:
        imported = run(
            "import",
            tmp_path / "out" / "partners.jsonl",
            tmp_path / "out" / "listings.jsonl",
            "--data",
            elsewhere,
        )

    assert exported.returncode == 0, exported.stderr
    assert imported.stdout == "Imported 2 partners and 1 listing.\n", imported.stderr
    modes = {file.stat().st_mode & 0o077 for file in (tmp_path / "out").iterdir()}
    assert modes == {0}
