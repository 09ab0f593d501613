"""A coordinator imports a file: looked at first, then all of it or nothing."""

import io
import re
import zipfile

import pytest_asyncio
from openpyxl import Workbook

from tests.connected.registry_browsers import coordinator, token_in, visitor
from tests.connected.registry_harness import running_registry

IMPORT = "/region/import"
CONFIRM = re.compile(r'action="(/region/import/[0-9a-f-]+/confirm)"')
TWO = (
    "navn;type;sted;kompetanse;e-post;farge\r\n"
    "Elvemo Biogass;bedrift;Fredrikstad;Vi lager biogass;kari@elvemo.example;grønn\r\n"
    "Havnestad kommune;offentlig;Halden;;;\r\n"
)


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


@pytest_asyncio.fixture
async def ingrid(registry):
    return await visitor(registry, coordinator("ostfold"))


async def looked_at(person, name, content, region="ostfold"):
    token = token_in(await person.get(IMPORT))
    return await person.client.post(
        IMPORT,
        data={"csrf_token": token, "region": region},
        files={"file": (name, content)},
    )


async def partners(registry):
    found = (await registry.ostfold.get("/api/partners")).json()["items"]
    return [partner["name"] for partner in found]


async def test_a_file_is_looked_at_and_then_imported_once(registry, ingrid):
    seen = await looked_at(ingrid, "partnere.csv", TWO.encode("cp1252"))

    assert seen.status_code == 200, seen.text
    assert "2 partners and 0 listings are ready" in seen.text
    assert "farge" in seen.text
    assert "Not read" in seen.text
    assert await partners(registry) == []
    confirm = CONFIRM.search(seen.text)[1]
    first = await ingrid.send(IMPORT, {}, to=confirm)
    second = await ingrid.send(IMPORT, {}, to=confirm)
    assert (first.status_code, second.status_code) == (303, 404)
    assert await partners(registry) == ["Elvemo Biogass", "Havnestad kommune"]
    assert len(await registry.events("profile.published.v1")) == 2


async def test_what_is_wrong_is_told_by_row_and_nothing_is_imported(registry, ingrid):
    await registry.added(name="Elvemo Biogass", orgnr=None)
    wrong = TWO.replace("offentlig", "romskip")

    unreadable = await looked_at(ingrid, "partnere.csv", wrong.encode())
    taken = await looked_at(ingrid, "partnere.csv", TWO.encode())

    assert (unreadable.status_code, taken.status_code) == (422, 422)
    assert '<td>3</td><td>Kind</td><td dir="auto">Choose what sort' in unreadable.text
    assert '<td>2</td><td>Name</td><td dir="auto">Another partner' in taken.text
    assert not CONFIRM.search(taken.text)
    assert await partners(registry) == ["Elvemo Biogass"]


async def test_nobody_imports_into_another_s_region_or_another_s_file(registry, ingrid):
    afar = await visitor(registry, coordinator("troms"))
    into_ours = TWO.replace("sted;", "sted;fylke;").replace("Fredrikstad;", "Fredrikstad;Østfold;")

    seen = await looked_at(ingrid, "partnere.csv", TWO.encode())
    confirm = CONFIRM.search(seen.text)[1]

    assert (await looked_at(afar, "x.csv", into_ours.encode(), region="troms")).status_code == 422
    assert (await looked_at(afar, "x.csv", TWO.encode(), region="ostfold")).status_code == 403
    assert (await afar.send(IMPORT, {}, to=confirm)).status_code == 404
    assert await partners(registry) == []


def a_workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def a_bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return kept.getvalue()


def a_merged_workbook():
    book = Workbook()
    book.active.append(["navn", "type"])
    book.active.append(["Elvemo", "bedrift"])
    book.active.merge_cells("A2:B2")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


#: By what it is: its name, what is in it, and what is said to it.
HOSTILE = {
    "a program": ("x.exe", b"MZ", "ends in .csv"),
    "nothing": ("x.csv", b"", "no partners or listings"),
    "no workbook": ("x.xlsx", b"PK\x03\x04 no zip", "Open the file in Excel"),
    "a zip bomb": ("x.xlsx", a_bomb(), "too large"),
    "a million rows": ("x.csv", "navn\n" + "x\n" * 1_000_000, "too large"),
    "no encoding": ("x.csv", b"navn;type\r\n\xff\x81\x8d;x", "UTF-8"),
    "too many cells": ("x.csv", "navn;type\r\na;b;c", "more cells"),
    "merged cells": ("x.xlsx", a_merged_workbook(), "Choose what sort"),
    "deep JSON": ("x.jsonl", "[" * 100_000, ""),
    "a path": ("../../etc/passwd", "navn\nx", "ends in .csv"),
    "wide": ("x.csv", "a;" * 5000 + "\r\n1", "Take columns away"),
}


async def test_a_hostile_file_is_answered_clearly(ingrid):
    for what, (name, content, told) in HOSTILE.items():
        answer = await looked_at(
            ingrid, name, content if isinstance(content, bytes) else content.encode()
        )

        assert answer.status_code == 422, what
        assert told in answer.text, what
        assert not CONFIRM.search(answer.text), what


async def test_formulas_and_macros_are_read_as_what_they_show(ingrid):
    link = '=HYPERLINK("http://evil.example")'
    rows = ["navn", "type"], [link, "bedrift"], ["@SUM(1)", "ngo"]

    csv_ = await looked_at(ingrid, "x.csv", b"navn;type\r\n=1+1;bedrift\r\n")
    excel = await looked_at(ingrid, "x.xlsx", a_workbook(*rows))

    assert "=1+1" in csv_.text
    # A formula that no spreadsheet has computed shows nothing, so the row has no name.
    assert excel.status_code == 422
    assert "evil.example" not in excel.text
