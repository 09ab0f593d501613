import json
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from services.registry.files import ImportBatch, read_import
from services.registry.files.columns import COLUMNS
from services.registry.files.rows import MOST_ROWS

ALVDAL = {"name": "Alvdal Ysteri", "kind": "business", "region": "innlandet"}
MYSE = {"partner": "Alvdal Ysteri", "kind": "need", "title": "Myse", "text": "40 tonn myse i uka."}


def read_lines(folder: Path, *rows: object, name: str = "file.jsonl") -> ImportBatch:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return read_import(path)


def read_csv(folder: Path, text: str, *, encoding: str = "utf-8") -> ImportBatch:
    path = folder / "file.csv"
    path.write_bytes(text.encode(encoding))
    return read_import(path)


def read_workbook(folder: Path, **sheets: list[list[object]]) -> ImportBatch:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(folder / "file.xlsx")
    return read_import(folder / "file.xlsx")


def reasons(batch: ImportBatch) -> dict[tuple[int, str], str]:
    return {(problem.line, problem.field): problem.reason for problem in batch.problems}


def test_reads_partners_and_their_listings_in_any_order(tmp_path):
    batch = read_lines(tmp_path, MYSE, ALVDAL)

    assert batch.problems == ()
    assert batch.listings[0].owner == batch.partners[0]
    assert batch.listings[0].source.line == 1


@pytest.mark.parametrize("reference", ["alvdal  ysteri", "974 760 673", "p7"])
def test_a_listing_names_its_partner_by_name_number_or_id(tmp_path, reference):
    partner = {**ALVDAL, "id": "p7", "orgnr": "974760673"}

    batch = read_lines(tmp_path, partner, {**MYSE, "partner": reference})

    assert batch.listings[0].owner == batch.partners[0]


def test_a_partner_that_is_not_in_the_files_is_left_to_the_registry(tmp_path):
    batch = read_lines(tmp_path, MYSE)

    assert (batch.problems, batch.listings[0].owner) == ((), None)
    assert batch.listings[0].partner == "Alvdal Ysteri"


def test_type_parts_partners_from_listings(tmp_path):
    batch = read_lines(tmp_path, {"type": "partner", **ALVDAL}, {"type": "listing", **MYSE})

    assert (len(batch.partners), len(batch.listings)) == (1, 1)


def test_reads_the_files_of_an_evaluation_set(tmp_path):
    partner = {
        "id": "p1",
        "name": "Alvdal Ysteri",
        "kind": "business",
        "municipality": "Alvdal",
        "county": "Innlandet",
        "sector": "mat",
        "description": "",
        "language": "nb",
    }
    can = {
        "id": "o1",
        "partner_id": "p1",
        "kind": "capability",
        "title": "Tørke",
        "text": "Vi kan.",
    }
    need = {"id": "n1", "partner_id": "p1", "title": "Myse", "text": "40 tonn.", "tags": ["geo"]}
    for name, row in {"partners": partner, "offers": can, "needs": need}.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row))

    batch = read_import(*(tmp_path / f"{name}.jsonl" for name in ("partners", "offers", "needs")))

    assert (batch.problems, batch.notes) == ((), ())
    assert batch.partners[0].record.place == "Alvdal"
    assert batch.partners[0].record.capabilities == ("Tørke. Vi kan",)
    assert batch.listings[0].record.kind == "need"


def test_reads_what_export_writes(tmp_path):
    contact = {"name": "Kari", "email": "kari@ysteri.example", "language": "nn"}
    can = [{"id": "c1", "text": "Tørke"}, {"id": "c2", "text": "Fryse; lagre"}]
    partner = {**ALVDAL, "id": "p1", "capabilities": can, "contacts": [contact], "website": None}
    listing = {**MYSE, "partner": None, "partner_id": "p1", "id": "l1", "status": "open"}

    batch = read_lines(tmp_path, partner, listing)

    assert (batch.problems, batch.notes) == ((), ())
    assert batch.partners[0].record.capabilities == ("Tørke", "Fryse; lagre")
    assert (batch.partners[0].external_id, batch.listings[0].external_id) == ("p1", "l1")
    assert batch.listings[0].owner == batch.partners[0]


def test_every_bad_row_is_told_with_its_line_and_field(tmp_path):
    batch = read_lines(
        tmp_path,
        {**ALVDAL, "orgnr": "974760674"},
        ALVDAL,
        {**ALVDAL, "name": "Nr 3", "region": "viken"},
        {**MYSE, "text": "   "},
        {**MYSE, "partner": ""},
        "not an object",
    )

    told = reasons(batch)
    assert list(told) == [(1, "orgnr"), (3, "region"), (4, "text"), (5, "partner"), (6, "")]
    assert "last digit" in told[1, "orgnr"]
    assert "no region 'viken'" in told[3, "region"]


def test_a_broken_line_does_not_hide_the_next(tmp_path):
    path = tmp_path / "file.jsonl"
    path.write_bytes(b'{"name": \n\xff\xfe\n' + b"[" * 100_000 + b'\n{"name": "A"}\n')

    told = reasons(read_import(path))

    assert {line for line, _ in told} == {1, 2, 3, 4}
    assert "UTF-8" in told[2, ""]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "Alvdal\x00Ysteri", "U+0000"),
        ("name", "Alvdal\ud800", "U+D800"),
        ("name", "a" * 201, "200"),
        ("description", "a" * 10_001, "10000"),
        ("description", "vi\x1bkan", "U+001B"),
        ("orgnr", "974760673 / 971032081 / 974760673 / 971032081", "there are 4"),
        ("kind", "forretning", "'business'"),
        ("language", "svensk", "'nb'"),
        ("website", "javascript:alert(1)", "https://"),
        ("capabilities", [1], "text"),
        ("capabilities", ["a" * 301], "300"),
        ("contacts", "ola@firma.example", "list"),
        ("contacts", [{"name": "A", "email": "a@b.no,c@d.no"}], "one e-mail address"),
    ],
)
def test_refuses(tmp_path, field, value, said):
    [problem] = read_lines(tmp_path, {**ALVDAL, field: value}).problems

    assert problem.field.startswith(field)
    assert said in problem.reason


def test_keeps_capitals_and_script_tags_as_they_are(tmp_path):
    listing = {**MYSE, "title": "MYSE TIL OVERS", "text": "<script>alert(1)</script>"}

    [row] = read_lines(tmp_path, ALVDAL, listing).listings

    assert (row.record.title, row.record.text) == (listing["title"], listing["text"])


def test_the_same_need_announced_twice_is_read_once_and_said(tmp_path):
    batch = read_lines(tmp_path, ALVDAL, MYSE, {**MYSE, "title": "MYSE"})

    assert len(batch.listings) == 1
    assert "row 2" in batch.notes[0].text


def test_two_rows_that_disagree_about_a_partner_are_a_problem(tmp_path):
    first = {**ALVDAL, "orgnr": "974760673"}

    same = read_lines(tmp_path, first, first)
    other = read_lines(tmp_path, first, {**first, "name": "Alvdal Meieri"})

    assert (len(same.partners), len(same.notes), same.problems) == (1, 1, ())
    assert "row 1" in reasons(other)[2, ""]


def test_a_name_that_two_partners_share_is_not_enough(tmp_path):
    batch = read_lines(tmp_path, ALVDAL, {**ALVDAL, "region": "oslo"}, MYSE)

    assert "several" in reasons(batch)[3, "partner"]


def test_a_column_that_nobody_knows_is_told(tmp_path):
    batch = read_lines(tmp_path, {**ALVDAL, "ansatte": 7})

    assert "'ansatte'" in batch.notes[0].text
    assert len(batch.partners) == 1


TABLE = """Navn;Organisasjonsnummer;Kommune;Fylke;Type;Kompetanse;Språk;Kontaktperson;E-post
Blåbær & Ås AS;974 760 673;Ås;Akershus;Bedrift;Tørking | Frysing|;Nynorsk;Åse;ase@ås.example
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_reads_norwegian_csv_however_it_was_saved(tmp_path, encoding, delimiter):
    [row] = read_csv(tmp_path, TABLE.replace(";", delimiter), encoding=encoding).partners

    partner = row.record
    assert (partner.name, partner.orgnr, partner.place) == ("Blåbær & Ås AS", "974760673", "Ås")
    assert (partner.region, partner.kind, partner.language) == ("akershus", "business", "nn")
    assert partner.capabilities == ("Tørking", "Frysing")
    assert (partner.contacts[0].name, partner.contacts[0].email) == ("Åse", "ase@ås.example")
    assert row.source.line == 2


def test_a_row_is_told_by_the_line_where_it_begins(tmp_path):
    text = 'navn,fylke,type,beskrivelse\nA,oslo,bedrift,"en\nto\ntre"\n\nB,nowhere,bedrift,\n'

    batch = read_csv(tmp_path, text)

    assert [row.source.line for row in batch.partners] == [2]
    assert list(reasons(batch)) == [(6, "region")]


def test_one_table_may_hold_partners_and_listings(tmp_path):
    text = (
        "navn,fylke,type,tittel,tekst,frist\n"
        "A,oslo,bedrift,,,\n"
        "A,,behov,Myse,40 tonn,31.12.2026\n"
        "A,,tilbud,Lager,Kaldt,\n"
        "A,,grønn idé,Deling,Felles bil,\n"
    )

    batch = read_csv(tmp_path, text)

    assert batch.problems == ()
    assert [row.record.kind for row in batch.listings] == ["need", "offer", "idea"]
    assert batch.listings[0].record.expires_on == date(2026, 12, 31)
    assert batch.listings[0].owner == batch.partners[0]


def test_an_email_with_a_newline_in_its_cell_is_refused(tmp_path):
    text = 'navn,fylke,type,epost\nA,oslo,bedrift,"a@b.no\nc@d.no"\n'

    assert "one e-mail address" in reasons(read_csv(tmp_path, text))[2, "contacts.0.email"]


def test_a_shared_mailbox_goes_by_the_name_of_the_organisation(tmp_path):
    [row] = read_csv(tmp_path, "navn,fylke,type,epost\nA,oslo,bedrift,post@a.example\n").partners

    assert row.record.contacts[0].name == "A"


def test_more_cells_than_columns_are_told(tmp_path):
    assert "quotes" in reasons(read_csv(tmp_path, "navn,fylke\nA,oslo,bedrift\n"))[2, ""]


def test_reads_all_sheets_of_a_workbook(tmp_path):
    batch = read_workbook(
        tmp_path,
        Partnere=[["Navn", "Orgnr", "Fylke", "Type"], ["A", 974760673.0, "Oslo", "Bedrift"]],
        Behov=[
            ["Partner", "Tittel", "Tekst", "Frist"],
            ["A", "Dato", "x", datetime(2026, 12, 31)],  # noqa: DTZ001 - as Excel has them
            ["A", "Tekst", "x", "31.12.2026"],
            [974760673, "Serienummer", "x", 46387],
            [None, None, None, None],
        ],
    )

    assert batch.problems == ()
    assert batch.partners[0].record.orgnr == "974760673"
    assert {row.record.kind for row in batch.listings} == {"need"}
    assert {row.record.expires_on for row in batch.listings} == {date(2026, 12, 31)}
    assert {row.owner for row in batch.listings} == {batch.partners[0]}


def test_a_bad_cell_is_told_by_sheet_and_row(tmp_path):
    batch = read_workbook(
        tmp_path,
        Partnere=[["Navn", "Fylke", "Type"], ["A", "Oslo", "Bedrift"], ["B", 7, "Bedrift"]],
    )

    assert str(batch.problems[0]).startswith("file.xlsx, sheet Partnere, row 3, region: ")


def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 160_000_000)

    assert "too large" in reasons(read_import(path))[1, ""]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"not a zip", ".xlsx"),
        ("a.pdf", b"", ".jsonl"),
        ("a.csv", b"", "Give a file with"),
        ("a.jsonl", b"\n\n", "Give a file with"),
        ("a.csv", b"navn,fylke\n\x81\x8d,\x8f", "UTF-8"),
    ],
)
def test_a_file_that_is_something_else_is_told(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)

    [problem] = read_import(tmp_path / name).problems

    assert said in problem.reason


def test_a_workbook_that_is_only_a_zip_is_told(tmp_path):
    with ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")

    assert "save it again" in reasons(read_import(tmp_path / "a.xlsx"))[1, ""]


def test_a_file_that_is_missing_is_told(tmp_path):
    assert "No such file" in reasons(read_import(tmp_path / "gone.csv"))[1, ""]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(sorted({*COLUMNS, "id", "partner"})), ANYTHING), max_size=4
    )
)
@settings(max_examples=50, deadline=None)
def test_whatever_stands_in_the_fields_is_read_or_told(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "anything.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))

    batch = read_import(path)

    assert len(batch.partners) + len(batch.listings) + len(batch.notes) + len(batch.problems) > 0
    assert all(problem.reason.strip() for problem in batch.problems)


def test_reads_no_more_rows_than_it_says(tmp_path):
    text = "navn,fylke,type\n" + "".join(f"A{n},oslo,bedrift\n" for n in range(MOST_ROWS + 1))

    batch = read_csv(tmp_path, text)

    assert [problem.line for problem in batch.problems] == [MOST_ROWS + 2]


def test_reads_no_larger_file_than_it_says(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)

    assert "20 MB" in reasons(read_import(path))[1, ""]


def test_reads_regions_that_were_added(tmp_path):
    path = tmp_path / "file.jsonl"
    path.write_text(json.dumps({**ALVDAL, "region": "nord-osterdal"}))

    assert read_import(path).problems
    assert not read_import(path, regions={"nord-osterdal"}).problems


def test_a_row_without_a_region_is_in_the_one_given(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("navn;type;fylke\nA;bedrift;\nB;bedrift;Troms\n", encoding="utf-8")

    batch = read_import(path, default_region="ostfold")

    assert [row.record.region for row in batch.partners] == ["ostfold", "troms"]


def test_every_column_is_told_with_what_it_was_read_as(tmp_path):
    batch = read_csv(tmp_path, "Navn;Type;Farge\nA;bedrift;rød\n")

    assert [(one.header, one.name) for one in batch.columns] == [
        ("Navn", "name"),
        ("Type", "type"),
        ("Farge", ""),
    ]


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_no_content_whatever_breaks_the_reader(tmp_path_factory, ending, content):
    path = tmp_path_factory.mktemp("any") / f"file.{ending}"
    path.write_bytes(content)

    batch = read_import(path)

    assert batch.problems or batch.partners or batch.listings
