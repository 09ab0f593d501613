import pytest

from services.registry.domain.counties import COUNTIES, county_slug
from services.registry.places import Place, distance_km, find_place
from services.registry.places.gazetteer import gazetteer


def number_of(name: str, *, region: str | None = None) -> str | None:
    place = find_place(name, region=region)
    return place and place.municipality_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param("Fredrikstad", "3107", id="plain"),
        pytest.param("fredrikstad (Øra)", "3107", id="a part of town in brackets"),
        pytest.param("Fredrikstad kommune", "3107", id="the municipality as an office"),
        pytest.param("Øra, Fredrikstad", "3107", id="a part of town before the town"),
        pytest.param("1601 Fredrikstad", "3107", id="with a postcode"),
        pytest.param("Kristiansand/Grimstad", "4204", id="the first of two"),
        pytest.param("Guovdageaidnu - Kautokeino", "5612", id="both names"),
        pytest.param("GUOVDAGEAIDNU", "5612", id="the Sámi name"),
        pytest.param("Kautokeino", "5612", id="the Norwegian name"),
        pytest.param("Karasjok", "5610", id="no accents"),
        pytest.param("karasjohka", "5610", id="accents left out"),
        pytest.param("Aalesund", "1508", id="å as aa"),
        pytest.param("Alesund", "1508", id="å as a"),
        pytest.param("BAERUM", "3201", id="æ as ae"),
        pytest.param("A\u030alesund", "1508", id="decomposed letters"),
        pytest.param("Haram", "1580", id="new in 2024"),
    ],
)
def test_finds_a_municipality_however_it_is_written(written, number):
    assert number_of(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param("0301", "0301", id="four digits"),
        pytest.param("301", "0301", id="the leading zero is lost"),
        pytest.param("301.0", "0301", id="a spreadsheet made it a decimal"),
        pytest.param("3018", "3114", id="a number of 2020-2023"),
        pytest.param("5430", "5612", id="another one"),
        pytest.param("9999", None, id="no such number"),
    ],
)
def test_finds_a_municipality_by_number(written, number):
    assert number_of(written) == number


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("Herøy", "nordland", "1818"),
        ("Herøy", "more-og-romsdal", "1515"),
        ("Herøy (Nordland)", None, "1818"),
        ("Våler", "ostfold", "3114"),
        ("Våler i Østfold", "innlandet", "3114"),
        ("Nes", "akershus", "3228"),
        ("Sande", "more-og-romsdal", "1514"),
        ("Sande", "vestfold", "3903"),
        ("Fredrikstad", "troms", "3107"),
    ],
)
def test_prefers_the_county_that_is_meant(written, region, number):
    assert number_of(written, region=region) == number


def test_os_is_a_municipality_in_innlandet_and_a_town_in_vestland():
    assert number_of("Os") == "3430"
    assert find_place("Os", region="vestland").name == "Osøyro"


@pytest.mark.parametrize("written", ["Atlantis", "", "   ", "Herøy", "()", "/", "²"])
def test_does_not_guess_what_is_unknown_or_ambiguous(written):
    assert find_place(written) is None


@pytest.mark.parametrize("written", ["Longyearbyen", "Svalbard"])
def test_svalbard_lies_in_no_county(written):
    place = find_place(written, region="troms")

    assert (place.name, place.county_slug) == ("Longyearbyen", None)
    assert place.latitude > 78


def test_every_municipality_is_found_by_every_name_in_its_own_county():
    places = set(gazetteer().by_number.values())

    assert len(places) == 357
    for place in places:
        for name in (place.name, *place.name.split(" - "), f"{place.name} kommune"):
            assert find_place(name, region=place.county_slug) == place


def test_every_municipality_lies_in_one_of_the_counties():
    assert {place.county_slug for place in gazetteer().by_number.values()} == {
        county.slug for county in COUNTIES
    }


def test_distance_is_measured_along_the_ground():
    oslo, bergen = find_place("Oslo"), find_place("Bergen")

    assert distance_km(oslo, bergen) == pytest.approx(305, abs=5)
    assert distance_km(oslo, oslo) == 0


def test_the_far_side_of_the_earth_is_half_way_round():
    def at(longitude: float) -> Place:
        return Place(
            name="", municipality_number=None, county_slug=None, latitude=0, longitude=longitude
        )

    assert distance_km(at(0), at(180)) == pytest.approx(20015, abs=1)


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Østfold", "ostfold"),
        ("ostfold", "ostfold"),
        (" ØSTFOLD ", "ostfold"),
        ("Møre og Romsdal", "more-og-romsdal"),
        ("Vestland fylkeskommune", "vestland"),
        ("Hordaland", "vestland"),
        ("46", "vestland"),
        ("Finnmárku", "finnmark"),
        ("Viken", None),
        ("", None),
    ],
)
def test_reads_a_county(written, slug):
    assert county_slug(written) == slug


def test_the_counties_are_fifteen_with_ascii_slugs():
    slugs = [county.slug for county in COUNTIES]

    assert len(set(slugs)) == 15
    assert all(slug.isascii() and slug == slug.lower() for slug in slugs)
