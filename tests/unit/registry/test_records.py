from datetime import date

import pytest
from pydantic import ValidationError

from services.registry.domain.records import ListingRecord, PartnerRecord
from shared.web.validation import field_errors

PARTNER = {"name": "Alvdal Ysteri", "kind": "business", "region": "innlandet"}
LISTING = {"kind": "need", "title": "Myse til overs", "text": "Vi har 40 tonn myse i uka."}


def partner(**fields: object) -> PartnerRecord:
    return PartnerRecord.model_validate({**PARTNER, **fields})


def listing(**fields: object) -> ListingRecord:
    return ListingRecord.model_validate({**LISTING, **fields})


def refused(make, **fields: object) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        make(**fields)
    return {error.field: error.message for error in field_errors(caught.value.errors())}


def test_takes_a_partner_with_no_more_than_a_name_a_kind_and_a_region():
    assert partner().name == "Alvdal Ysteri"


@pytest.mark.parametrize(
    "written", ["974760673", "974 760 673", "974.760.673", "NO 974 760 673 MVA", " 974760673 "]
)
def test_reads_an_organisation_number_however_it_is_spaced(written):
    assert partner(orgnr=written).orgnr == "974760673"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("974760674", "last digit"),
        ("97476067", "nine digits"),
        ("97476067x", "nine digits"),
        ("٩٧٤٧٦٠٦٧٣", "nine digits"),
        ("974760673 / 971032081 / 974760673 / 971032081", "there are 4"),
        ("974760673 971032081", "there are 2"),
        (974760673, "a text"),
    ],
)
def test_refuses_what_is_no_organisation_number(written, said):
    assert said in refused(partner, orgnr=written)["orgnr"]


@pytest.mark.parametrize("written", ["Østfold", "ostfold", "ØSTFOLD", "Østfold fylkeskommune"])
def test_a_county_is_a_region_by_its_name(written):
    assert partner(region=written).region == "ostfold"


@pytest.mark.parametrize("written", ["Nye Viken!", "", "a/b", "-", "x" * 61])
def test_refuses_a_region_that_cannot_be_one(written):
    assert "ostfold" in refused(partner, region=written)["region"]


@pytest.mark.parametrize(
    "email",
    [
        "ola@firma.no, kari@firma.no",
        "ola@firma.no\nBcc: alle@firma.no",
        "Ola <ola@firma.no>",
        "ola",
        "",
        "ola@localhost",
        "ola\x00@firma.no",
    ],
)
def test_refuses_what_is_not_one_email_address(email):
    problems = refused(partner, contacts=[{"name": "Ola", "email": email}])

    assert "one e-mail address" in problems["contacts.0.email"]


def test_takes_addresses_kept_for_examples():
    [contact] = partner(contacts=[{"name": "Ola", "email": "ola@firma.example"}]).contacts

    assert contact.email == "ola@firma.example"


def test_refuses_the_same_address_twice():
    ola = {"name": "Ola", "email": "ola@firma.example"}

    assert "of their own" in refused(partner, contacts=[ola, ola])["contacts"]


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x1b", "\x7f", "\ud800", "\u202e", "\u2028", "\n", "\t", "\x85"]
)
def test_refuses_hidden_characters_in_a_name(hidden):
    code = f"U+{ord(hidden):04X}"

    assert code in refused(partner, name=f"Alvdal{hidden}Ysteri")["name"]


@pytest.mark.parametrize("hidden", ["\x00", "\x08", "\udfff", "\u202e"])
def test_refuses_hidden_characters_in_a_text(hidden):
    assert "position 3" in refused(listing, text=f"Vi{hidden}har")["text"]


def test_keeps_paragraphs_and_script_tags_as_text():
    text = "Første.\r\n\r\n<script>alert('æøå')</script>\tSlutt 👩‍🌾"

    assert listing(text=f"  {text}\n").text == text.replace("\r\n", "\n")


def test_keeps_a_title_in_capitals():
    assert listing(title="MYSE TIL OVERS").title == "MYSE TIL OVERS"


@pytest.mark.parametrize(
    ("make", "field", "longest"),
    [
        (partner, "name", 200),
        (partner, "place", 200),
        (partner, "sector", 200),
        (partner, "description", 10_000),
        (listing, "title", 200),
        (listing, "text", 10_000),
    ],
)
def test_sizes(make, field, longest):
    make(**{field: "å" * longest})

    assert str(longest) in refused(make, **{field: "å" * (longest + 1)})[field]


def test_at_most_fifty_capabilities_of_three_hundred_characters():
    assert len(partner(capabilities=["å" * 300] * 50).capabilities) == 50
    assert "at most 50" in refused(partner, capabilities=["a"] * 51)["capabilities"]
    assert "300" in refused(partner, capabilities=["a" * 301])["capabilities.0"]


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_refuses_empty_names_titles_and_texts(empty):
    assert refused(partner, name=empty) == {"name": "Write at least 1 characters."}
    assert refused(listing, title=empty) == {"title": "Write at least 1 characters."}
    assert refused(listing, text=empty) == {"text": "Write at least 1 characters."}


@pytest.mark.parametrize(
    "website",
    [
        "javascript:alert(1)",
        "ftp://firma.no",
        "firma.no",
        "https://",
        "http://a@b.no",
        "http://a b",
    ],
)
def test_refuses_addresses_a_browser_should_not_open(website):
    assert "https://" in refused(partner, website=website)["website"]


@pytest.mark.parametrize("day", [1735689600, "31.12.2026", "2026-02-30", "2026-12-31T10:00", ""])
def test_refuses_what_is_not_a_day(day):
    assert "rite the date" in refused(listing, expires_on=day)["expires_on"]


def test_reads_a_day():
    assert listing(expires_on="2026-12-31").expires_on == date(2026, 12, 31)


def test_names_every_field_that_is_wrong():
    problems = refused(partner, name=None, kind="firma", region=7, owner="me")

    assert set(problems) == {"name", "kind", "region", "owner"}
    assert "'business'" in problems["kind"]
