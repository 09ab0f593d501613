"""What the registry refuses: told by field, and nothing written."""

from uuid import uuid4

import pytest
import pytest_asyncio

from tests.connected.registry_harness import (
    a_listing,
    a_partner,
    running_registry,
)
from tests.servers import FreshServers, empty_broker, fresh_database

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTACT = {"name": "Kari Moe", "email": "kari@elvemo.example"}


def without(record: dict[str, object], field: str) -> dict[str, object]:
    return {key: value for key, value in record.items() if key != field}


def contact(**given: object) -> dict[str, object]:
    return a_partner(contacts=[{**CONTACT, **given}])


BAD_PARTNERS = [
    ("name missing", without(a_partner(), "name"), "name"),
    ("name empty", a_partner(name=""), "name"),
    ("name blank", a_partner(name="   "), "name"),
    ("name a number", a_partner(name=7), "name"),
    ("name null", a_partner(name=None), "name"),
    ("name too long", a_partner(name="x" * 201), "name"),
    ("name with NUL", a_partner(name="Elvemo\x00"), "name"),
    ("name with a bell", a_partner(name="Elvemo\x07 AS"), "name"),
    ("name on two lines", a_partner(name="Elvemo\nAS"), "name"),
    ("kind missing", without(a_partner(), "kind"), "kind"),
    ("kind unknown", a_partner(kind="government"), "kind"),
    ("kind a list", a_partner(kind=["business"]), "kind"),
    ("orgnr off by one", a_partner(orgnr="974760674"), "orgnr"),
    ("orgnr too short", a_partner(orgnr="97476067"), "orgnr"),
    ("orgnr a number", a_partner(orgnr=974760673), "orgnr"),
    ("region missing", without(a_partner(), "region"), "region"),
    ("region empty", a_partner(region=""), "region"),
    ("region unknown", a_partner(region="atlantis"), "region"),
    ("region a number", a_partner(region=31), "region"),
    ("region with NUL", a_partner(region="ost\x00fold"), "region"),
    ("place a number", a_partner(place=3107), "place"),
    ("place too long", a_partner(place="x" * 201), "place"),
    ("place with NUL", a_partner(place="Moss\x00"), "place"),
    ("sector too long", a_partner(sector="x" * 201), "sector"),
    ("description too long", a_partner(description="x" * 10_001), "description"),
    ("description a list", a_partner(description=["x"]), "description"),
    ("description with NUL", a_partner(description="a\x00b"), "description"),
    ("texts too long together", a_partner(description="€" * 10_000,
        capabilities=[f"{number:02}" + "€" * 298 for number in range(50)]), "description"),
    ("capabilities a text", a_partner(capabilities="x"), "capabilities"),
    ("51 capabilities", a_partner(capabilities=[f"{n}" for n in range(51)]), "capabilities"),
    ("capability empty", a_partner(capabilities=["x", " "]), "capabilities.1"),
    ("capability too long", a_partner(capabilities=["x" * 301]), "capabilities.0"),
    ("capability a number", a_partner(capabilities=[1]), "capabilities.0"),
    ("language unknown", a_partner(language="sv"), "language"),
    ("website a script", a_partner(website="javascript:alert(1)"), "website"),
    ("website too long", a_partner(website="https://x.example/" + "x" * 500), "website"),
    ("contacts a text", a_partner(contacts="kari@elvemo.example"), "contacts"),
    ("contact without a name", a_partner(contacts=[without(CONTACT, "name")]), "contacts.0.name"),
    ("contact with no name", contact(name=""), "contacts.0.name"),
    ("contact's name on two lines", contact(name="Kari\r\nBcc: x"), "contacts.0.name"),
    ("e-mail missing", a_partner(contacts=[without(CONTACT, "email")]), "contacts.0.email"),
    ("e-mail empty", contact(email=""), "contacts.0.email"),
    ("e-mail with a comma", contact(email="a@b.example, c@d.example"), "contacts.0.email"),
    ("e-mail with a newline", contact(email="a@b.example\nBcc: c@d.example"), "contacts.0.email"),
    ("e-mail with a name", contact(email="Kari <kari@elvemo.example>"), "contacts.0.email"),
    ("e-mail too long", contact(email="x" * 250 + "@b.example"), "contacts.0.email"),
    ("e-mail a number", contact(email=1), "contacts.0.email"),
    ("contact's language unknown", contact(language="no"), "contacts.0.language"),
    ("the same contact twice", a_partner(contacts=[CONTACT, CONTACT]), "contacts"),
    ("a field we do not have", a_partner(role="admin"), "role"),
    ("not an object", [a_partner()], "body"),
]  # fmt: skip
BAD_LISTINGS = [
    ("kind missing", without(a_listing(), "kind"), "kind"),
    ("kind unknown", a_listing(kind="wish"), "kind"),
    ("title missing", without(a_listing(), "title"), "title"),
    ("title empty", a_listing(title=""), "title"),
    ("title too long", a_listing(title="x" * 201), "title"),
    ("title a number", a_listing(title=1), "title"),
    ("title with NUL", a_listing(title="a\x00b"), "title"),
    ("title with an escape", a_listing(title="a\x1bb"), "title"),
    ("text missing", without(a_listing(), "text"), "text"),
    ("text empty", a_listing(text=" \n"), "text"),
    ("text too long", a_listing(text="x" * 10_001), "text"),
    ("text with NUL", a_listing(text="a\x00b"), "text"),
    ("language unknown", a_listing(language="de"), "language"),
    ("place too long", a_listing(place="x" * 201), "place"),
    ("day no date", a_listing(expires_on="tomorrow"), "expires_on"),
    ("day that is none", a_listing(expires_on="2027-02-30"), "expires_on"),
    ("day a number", a_listing(expires_on=20991231), "expires_on"),
    ("day passed", a_listing(expires_on="2020-01-01"), "expires_on"),
    ("someone else's partner", a_listing(partner_id=str(uuid4())), "partner_id"),
]
BAD_QUERIES = [
    ("/api/partners?limit=0", 422, "limit"),
    ("/api/partners?limit=201", 422, "limit"),
    ("/api/partners?region=atlantis", 422, "region"),
    ("/api/partners?q=" + "x" * 201, 422, "q"),
    ("/api/partners?q=%00", 400, None),
    ("/api/partners?cursor=nonsense", 400, None),
    ("/api/partners?cursor=WyJcdWQ4MDAiLCIwMTkzNTdjOC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ",
     400, None),
    ("/api/listings?cursor=WzFd", 400, None),
    ("/api/listings?kind=wish", 422, "kind"),
    ("/api/listings?status=lost", 422, "status"),
    ("/api/partners/7", 422, "partner_id"),
    ("/api/listings/x", 422, "listing_id"),
]  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def registry(servers):
    async with fresh_database(servers) as database:
        await empty_broker(servers)
        place = FreshServers(
            database=database,
            admin_dsn=servers.admin_database_url(database),
            database_urls={"registry": servers.database_url("registry", database=database)},
            broker_urls={"registry": servers.broker_url("registry")},
            admin_broker_url=servers.admin_broker_url,
            mailbox=servers.mailbox,
        )
        async with running_registry(place) as running:
            yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def known(registry):
    """A partner that is there already."""
    return await registry.added(name="Nordvik Fisk", orgnr="971032081", contacts=[])


def named_fields(problem: dict) -> set[str]:
    return {error["field"] for error in problem["errors"]}


def refused(answer, status: int) -> dict:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


@pytest.mark.parametrize(
    ("body", "field"), [pytest.param(*case[1:], id=case[0]) for case in BAD_PARTNERS]
)
async def test_a_bad_partner_is_refused_by_field(registry, known, body, field):
    before = await registry.row_counts()

    posted = await registry.admin.post("/api/partners", json=body)
    put = await registry.admin.put(f"/api/partners/{known['id']}", json=body)

    for answer in (posted, put):
        assert field in named_fields(refused(answer, 422))
    assert await registry.row_counts() == before
    assert (await registry.admin.get(f"/api/partners/{known['id']}")).json() == known


@pytest.mark.parametrize(
    ("body", "field"), [pytest.param(*case[1:], id=case[0]) for case in BAD_LISTINGS]
)
async def test_a_bad_listing_is_refused_by_field(registry, known, body, field):
    before = await registry.row_counts()

    answer = await registry.admin.post(f"/api/partners/{known['id']}/listings", json=body)

    assert field in named_fields(refused(answer, 422))
    assert await registry.row_counts() == before


@pytest.mark.parametrize("field", ["name", "place", "description", "sector"])
async def test_half_a_surrogate_is_refused_by_field(registry, field):
    before = await registry.row_counts()
    body = b'{"name": "Elvemo", "kind": "business", "region": "ostfold", "%s": "\\ud800"}'

    answer = await registry.admin.post(
        "/api/partners",
        content=body % field.encode(),
        headers={"content-type": "application/json"},
    )

    assert field in named_fields(refused(answer, 422))
    assert await registry.row_counts() == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"name": "NORDVIK  fisk", "orgnr": None}, "name", id="name, in capitals"),
        pytest.param({"orgnr": "971 032 081"}, "orgnr", id="orgnr, with spaces"),
    ],
)
async def test_a_duplicate_in_the_region_is_refused_by_field(registry, known, given, field):
    before = await registry.row_counts()

    answer = await registry.ostfold.post("/api/partners", json=a_partner(**given))

    assert known["region"] == "ostfold"
    assert named_fields(refused(answer, 409)) == {field}
    assert await registry.row_counts() == before


async def test_another_region_may_have_a_partner_of_the_same_name_and_number(registry, known):
    answer = await registry.troms.post(
        "/api/partners", json=a_partner(name=known["name"], orgnr=known["orgnr"], region="troms")
    )

    assert answer.status_code == 201


async def test_a_partner_stays_in_its_region(registry, known):
    answer = await registry.admin.put(
        f"/api/partners/{known['id']}", json=a_partner(region="troms")
    )

    assert named_fields(refused(answer, 422)) == {"region"}


async def test_a_listing_keeps_its_kind(registry, known):
    listing = await registry.published(known["id"])

    answer = await registry.admin.put(
        f"/api/listings/{listing['id']}", json=a_listing(kind="offer")
    )

    assert named_fields(refused(answer, 422)) == {"kind"}


@pytest.mark.parametrize(
    ("path", "status", "field"), BAD_QUERIES, ids=lambda value: str(value)[:40]
)
async def test_a_bad_query_is_refused(registry, path, status, field):
    problem = refused(await registry.admin.get(path), status)

    assert field is None or field in named_fields(problem)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"slug": "Nord Sjø"}, "slug"),
        ({"slug": "x" * 61}, "slug"),
        ({"slug": "ny\n"}, "slug"),
        ({"slug": None}, "slug"),
        ({"name": ""}, "name"),
        ({"host": "x" * 201}, "host"),
        ({"network_name": "a\x00b"}, "network_name"),
        ({"coordinator_name": ""}, "coordinator_name"),
        ({"sender_address": "a@b.example, c@d.example"}, "sender_address"),
        ({"sender_address": "a@b.example\nBcc: c@d.example"}, "sender_address"),
        ({"language": "se"}, "language"),
    ],
)
async def test_a_bad_region_is_refused_by_field(registry, given, field):
    before = await registry.row_counts()
    good = {
        "slug": "ny",
        "name": "Ny",
        "network_name": "Ny",
        "host": "Ny",
        "sender_address": "ny@ny.example",
    }

    answer = await registry.admin.post("/api/regions", json={**good, **given})

    assert field in named_fields(refused(answer, 422))
    assert await registry.row_counts() == before


async def test_a_region_that_is_there_already_is_refused(registry):
    region = (await registry.admin.get("/api/regions/ostfold")).json()
    fields = ("slug", "name", "network_name", "host", "sender_address")

    answer = await registry.admin.post(
        "/api/regions", json={field: region[field] for field in fields}
    )

    assert named_fields(refused(answer, 409)) == {"slug"}


async def test_script_tags_are_kept_as_text(registry):
    name = "<script>alert(1)</script>"

    partner = await registry.added(name=name, orgnr=None, description=name, capabilities=[name])

    assert (partner["name"], partner["description"]) == (name, name)
    assert partner["capabilities"] == [name]


async def test_the_largest_sizes_are_accepted(registry):
    partner = await registry.added(
        name="x" * 200,
        orgnr=None,
        description="y" * 10_000,
        capabilities=[f"{number:02}" + "z" * 298 for number in range(50)],
    )
    listing = await registry.published(partner["id"], title="æ" * 200, text="ø" * 10_000)

    assert len(partner["capabilities"]) == 50
    assert len(listing["text"]) == 10_000
