"""Seven people, and what belongs to one of the partners: for asking who may do what to it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from shared.access.grant import Grant
from shared.access.secrets import hashed
from shared.access.sessions import Sessions
from tests.connected.registry_harness import LISTING, a_partner
from tests.security.town import Town, csrf_token_in
from tests.waiting import until

#: One letter each, for the matrix.
NOBODY, OURS, BESIDE, AFAR, COORDINATOR, STRANGE, ADMIN = "NobacsA"
EVERYBODY = "NobacsA"
SIGNED_IN = "obacsA"
NAMES = {
    NOBODY: "nobody",
    OURS: "a contact of the partner",
    BESIDE: "a contact of another partner in the region",
    AFAR: "a contact of a partner in another region",
    COORDINATOR: "a coordinator of the region",
    STRANGE: "a coordinator of another region",
    ADMIN: "an admin",
}
ADD_CONTACT = """
    INSERT INTO registry.contacts (id, partner_id, position, name, email, email_key, language,
                                   version)
    VALUES (gen_random_uuid(), $1, 9, 'Engang', $2, $2, 'nb', 1)
    RETURNING id
"""
ADD_DRAFT = """
    INSERT INTO registry.drafts (id, partner_id, kind, title, text, place, expires_on, asked,
                                 answer)
    VALUES (gen_random_uuid(), $1, 'need', '', 'Påbegynt', '', '', '', '')
    RETURNING id
"""
APPLY = """
    INSERT INTO registry.applications (id, region, organisation, organisation_key, kind, place,
                                       description, contact_name, contact_email,
                                       contact_email_key, language)
    VALUES (gen_random_uuid(), 'ostfold', $1, $1, 'ngo', '', 'Hei', 'Hei', $1 || '@x.example', $1,
            'nb')
    RETURNING id
"""
CONTACT = "SELECT id FROM registry.contacts WHERE partner_id = $1"
ANSWER_LINK = "/mail/answer/"
PREFERENCES_LINK = "/mail/preferences/"


@dataclass
class Cast:
    """`things` fill the paths: what belongs to our partner, or is ours to lose."""

    town: Town
    grants: dict[str, Grant]
    things: dict[str, str]
    pairs: list[tuple[str, str]]
    _numbers: count = field(default_factory=count)  # type: ignore[type-arg]

    def program(self, who: str, partner_id: str | None = None) -> httpx.Client:
        """`partner_id` is the partner that our contact speaks for, if not the usual one."""
        return self.town.program(self._grant(who, partner_id))

    def browser(self, who: str, partner_id: str | None = None) -> httpx.Client:
        """With a session of its own."""
        browser = self.town.browser()
        if grant := self._grant(who, partner_id):
            opening = self.town.ask_database(lambda connection: Sessions(connection).open(grant))
            browser.cookies.set("session", opening)
        return browser

    def csrf_token(self, browser: httpx.Client) -> str:
        query = "SELECT csrf_token FROM access.sessions WHERE session_hash = $1"
        session = browser.cookies.get("session") or ""
        return str(self.town.value(query, hashed(session)) or "none")

    def visitors_token(self, browser: httpx.Client) -> str:
        return csrf_token_in(browser.get("/sign-in"))

    def new(self, thing: str) -> str:
        """One more of these, to be spent."""
        made: dict[str, Callable[[], str]] = {
            "partner_id": self._partner,
            "suggestion_id": self._suggestion,
            "person_id": self._coordinator,
            "admin_id": self._admin,
            "token_id": self._token,
            "contact_id": self._contact,
            "listing_id": lambda: _listing(self.town, self.things["partner_id"], "need", "Engangs"),
            "draft_id": self._draft,
            "application_id": self._application,
            "code": lambda: self.town.link(Grant(role="admin")).rpartition("/")[2],
        }
        return made[thing]()

    def _grant(self, who: str, partner_id: str | None) -> Grant | None:
        grant = self.grants.get(who)
        if grant and who == OURS and partner_id:
            return replace(grant, partner_id=partner_id)  # type: ignore[arg-type]
        return grant

    def _created(self, path: str, body: dict[str, Any]) -> str:
        with self.program(ADMIN) as admin:
            answer = admin.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def _partner(self) -> str:
        body = a_partner(name=f"Engangs {uuid4()}", orgnr=None, contacts=[])
        return self._created("/api/partners", body)

    def _suggestion(self) -> str:
        seeker, provider = self.pairs.pop()
        return by_hand(self.town, seeker, provider)

    def _coordinator(self) -> str:
        return self._created("/api/regions/ostfold/coordinators", self._person())

    def _admin(self) -> str:
        return self._created("/api/admins", self._person())

    def _token(self) -> str:
        return self._created("/api/tokens", {"role": "coordinator", "regions": ["ostfold"]})

    def _application(self) -> str:
        return str(self.town.value(APPLY, f"soker-{next(self._numbers)}"))

    def _contact(self) -> str:
        email = f"engang{next(self._numbers)}@partner.example"
        return str(self.town.value(ADD_CONTACT, self.things["partner_id"], email))

    def _draft(self) -> str:
        return str(self.town.value(ADD_DRAFT, self.things["partner_id"]))

    def _person(self) -> dict[str, str]:
        return {"name": "Engang", "email": f"engang{next(self._numbers)}@fylket.example"}


def gathered(town: Town) -> Cast:
    cast = Cast(town=town, grants={ADMIN: Grant(role="admin")}, things={}, pairs=[])
    ours, beside, afar, other = (
        _partner(town, name, region)
        for name, region in (
            ("Matrise Egen", "ostfold"),
            ("Matrise Nabo", "ostfold"),
            ("Matrise Borte", "troms"),
            ("Matrise Motpart", "ostfold"),
        )
    )
    for who, partner, region in (
        (OURS, ours, "ostfold"),
        (BESIDE, beside, "ostfold"),
        (AFAR, afar, "troms"),
    ):
        cast.grants[who] = Grant(
            role="partner",
            regions=(region,),
            partner_id=partner,  # type: ignore[arg-type]
            holder_id=town.value(CONTACT, partner),
        )
    for who, region in ((COORDINATOR, "ostfold"), (STRANGE, "troms")):
        person = {"name": "Matrise", "email": f"matrise@{region}.example"}
        with town.program(Grant(role="admin")) as admin:
            added = admin.post(f"/api/regions/{region}/coordinators", json=person).json()
        cast.grants[who] = Grant(role="coordinator", regions=(region,), holder_id=added["id"])
    _furnish(cast, ours, other)
    return cast


def by_hand(town: Town, seeker: str, provider: str) -> str:
    """The id of a suggestion of these two listings, as soon as the matcher knows both."""
    body = {"seeker_listing": seeker, "provider_listing": provider}

    async def look() -> httpx.Response:
        with town.program(Grant(role="admin")) as admin:
            return admin.post("/api/suggestions", json=body)

    answer = asyncio.run(until(look, lambda answer: answer.status_code == 201))
    return str(answer.json()["id"])


def _furnish(cast: Cast, ours: str, other: str) -> None:
    town = cast.town
    needs = [_listing(town, ours, "need", f"Egen {number}") for number in range(6)]
    offers = [_listing(town, other, "offer", f"Motpart {number}") for number in range(6)]
    cast.pairs = [(need, offer) for need in needs for offer in offers]
    introduction = by_hand(town, *cast.pairs.pop())
    with town.program(Grant(role="admin")) as admin:
        admin.post(f"/api/suggestions/{introduction}/approve", json={})
    letter = town.letter_to("matrise-egen@partner.example")
    words = letter.text.split()
    answer = next(word for word in words if ANSWER_LINK in word).partition("?")[0]
    preferences = next(word for word in words if PREFERENCES_LINK in word)
    cast.things = {
        "slug": "ostfold",
        "partner_id": ours,
        "listing_id": _listing(town, ours, "need", "Egen til å lukke"),
        "open_listing_id": _listing(town, ours, "need", "Egen og åpen"),
        "suggestion_id": cast.new("suggestion_id"),
        "introduction_id": introduction,
        "person_id": cast.new("person_id"),
        "admin_id": cast.new("admin_id"),
        "token_id": cast.new("token_id"),
        "session_id": str(uuid4()),
        "code": cast.new("code"),
        "answer": answer.rpartition("/")[2],
        "preferences": preferences.rpartition("/")[2],
        "key": town.shown_letter,
        "action": "approve",
        "letter_id": "999999",
        "point_id": str(uuid4()),
        "own_letter_id": str(uuid4()),
        "picture": "months",
        "sample": "reminder",
        "read_in": "nn",
        "form": "csv",
    }
    cast.things["own_contact_id"] = str(cast.grants[OURS].holder_id)
    cast.things["contact_id"] = cast.new("contact_id")
    cast.things["draft_id"] = cast.new("draft_id")
    cast.things["import_id"] = str(uuid4())
    cast.things["application_id"] = cast.new("application_id")


def _partner(town: Town, name: str, region: str) -> str:
    email = f"{name.lower().replace(' ', '-')}@partner.example"
    body = a_partner(
        name=name, region=region, orgnr=None, contacts=[{"name": name, "email": email}]
    )
    with town.program(Grant(role="admin")) as admin:
        answer = admin.post("/api/partners", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _listing(town: Town, partner: str, kind: str, title: str) -> str:
    with town.program(Grant(role="admin")) as admin:
        body = {**LISTING, "kind": kind, "title": title, "text": f"{title} {uuid4()}"}
        answer = admin.post(f"/api/partners/{partner}/listings", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
