"""Who may do what: every endpoint of the three services, and for whom it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from tests.connected.registry_harness import LISTING, a_partner
from tests.security.cast import (
    ADMIN,
    AFAR,
    BESIDE,
    COORDINATOR,
    EVERYBODY,
    OURS,
    SIGNED_IN,
    STRANGE,
)

Call = tuple[str, str]

NOONE = ""
DECIDERS = COORDINATOR + STRANGE + ADMIN
OF_THE_REGION = COORDINATOR + ADMIN
PARTNERS = OURS + BESIDE + AFAR
OF_THE_PARTNER = OURS + COORDINATOR + ADMIN
PERSON = {"name": "Ny Person", "email": "{number}@ny.example"}
REGION = {"name": "X", "network_name": "X", "host": "X", "sender_address": "x@x.example"}
#: Nothing follows from what is sent here; the answer only has to be no refusal.
DONE = frozenset({200, 201, 204, 303})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`body` is JSON, `form` a form of a page; `spends` is made anew for each who may."""

    allowed: str
    body: Any = None
    form: Mapping[str, str] | None = None
    spends: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    is_for_visitors: bool = False
    outcome: frozenset[int] = DONE


def of_everybody(*calls: Call, **given: Any) -> dict[Call, Entry]:
    return {call: Entry(allowed=EVERYBODY, **given) for call in calls}


PORTAL: dict[Call, Entry] = {
    ("GET", "/listings"): Entry(allowed=PARTNERS),
    ("GET", "/listings/new"): Entry(allowed=PARTNERS),
    ("GET", "/listings/drafts/{draft_id}"): Entry(allowed=OURS),
    ("POST", "/listings/drafts/{draft_id}"): Entry(
        allowed=OURS, form={"text": "Vi trenger {number}", "do": "save"}
    ),
    ("POST", "/listings/drafts/{draft_id}/delete"): Entry(allowed=OURS, form={}, spends="draft_id"),
    ("GET", "/partners"): Entry(allowed=PARTNERS),
    ("GET", "/partners/{partner_id}"): Entry(allowed=OURS + BESIDE),
    ("POST", "/account/language"): Entry(allowed=SIGNED_IN, form={"language": "nb"}),
    ("GET", "/account/delete"): Entry(allowed=PARTNERS),
    # Nobody is sure here, so all are asked once more.
    ("POST", "/account/delete"): Entry(allowed=PARTNERS, form={}, outcome=frozenset({422})),
    ("GET", "/profile"): Entry(allowed=PARTNERS),
    ("POST", "/profile"): Entry(
        allowed=PARTNERS,
        form={"version": "1", "name": "Matrise {number}", "kind": "ngo"},
        outcome=frozenset({303, 409}),
    ),
    ("POST", "/profile/pause"): Entry(allowed=PARTNERS, form={}),
    ("POST", "/profile/resume"): Entry(allowed=PARTNERS, form={}),
    ("GET", "/profile/contacts/new"): Entry(allowed=PARTNERS),
    ("POST", "/profile/contacts/new"): Entry(
        allowed=PARTNERS, form={"name": "Ny Kollega", "email": "ny{number}@partner.example"}
    ),
    ("GET", "/profile/contacts/{contact_id}"): Entry(allowed=OURS),
    ("POST", "/profile/contacts/{contact_id}"): Entry(
        allowed=OURS, form={"name": "Endret", "email": "endret{number}@partner.example"}
    ),
    ("GET", "/profile/contacts/{contact_id}/remove"): Entry(allowed=OURS),
    ("POST", "/profile/contacts/{contact_id}/remove"): Entry(
        allowed=OURS, form={}, spends="contact_id"
    ),
    # What is open is for the partners of the region to read.
    ("GET", "/listings/{open_listing_id}"): Entry(allowed=OURS + BESIDE),
    ("GET", "/listings/{listing_id}/edit"): Entry(allowed=OURS),
    ("POST", "/listings/{listing_id}/edit"): Entry(
        allowed=OURS,
        spends="listing_id",
        form={"version": "1", "title": "Endret", "text": "Vi trenger {number}"},
    ),
    **{
        ("GET", f"/listings/{{listing_id}}/{step}"): Entry(allowed=OURS)
        for step in ("renew", "close", "delete")
    },
    **{
        ("POST", f"/listings/{{listing_id}}/{step}"): Entry(
            allowed=OURS, spends="listing_id", form={"reason": "found"}
        )
        for step in ("renew", "close", "delete")
    },
}
DEAD_LETTERS = ("/dead-letters", "/coordinator/dead-letters", "/mail/dead-letters")

MATRIX: dict[Call, Entry] = {
    **of_everybody(
        ("GET", "/health/live"),
        ("GET", "/health/ready"),
        ("GET", "/metrics"),
        ("GET", "/api/openapi.json"),
        ("GET", "/"),
        ("GET", "/sign-in"),
        ("GET", "/sign-in/sent"),
        ("GET", "/sign-in/code"),
        ("GET", "/sign-in/{code}"),
        ("GET", "/apply"),
        ("GET", "/apply/sent"),
        ("GET", "/help"),
        ("GET", "/privacy"),
        ("GET", "/accessibility"),
        ("GET", "/coordinator/sign-in"),
        # Whoever has the link of a letter has its key.
        ("GET", "/mail/answer/{answer}"),
        ("GET", "/mail/preferences/{preferences}"),
    ),
    ("POST", "/sign-in"): Entry(
        allowed=EVERYBODY, form={"email": "x@nobody.example"}, is_for_visitors=True
    ),
    ("POST", "/sign-in/code"): Entry(
        allowed=EVERYBODY, form={"code": "x"}, is_for_visitors=True, outcome=frozenset({422})
    ),
    ("POST", "/sign-in/{code}"): Entry(allowed=EVERYBODY, form={}, spends="code"),
    ("POST", "/mail/answer/{answer}"): Entry(allowed=EVERYBODY, form={"answer": "yes"}),
    ("POST", "/mail/preferences/{preferences}"): Entry(allowed=EVERYBODY, form={}),
    **PORTAL,
    # Somebody has set it up, so nobody else may.
    ("GET", "/set-up"): Entry(allowed=NOONE),
    ("POST", "/set-up"): Entry(allowed=NOONE, form={"name": "X", "email": "x@x.example"}),
    ("GET", "/account"): Entry(allowed=SIGNED_IN),
    ("POST", "/account/switch"): Entry(
        allowed=NOONE, form={"holder_id": "00000000-0000-4000-8000-000000000000"}
    ),
    ("POST", "/account/sessions/{session_id}/close"): Entry(allowed=SIGNED_IN, form={}),
    ("POST", "/account/sign-out-everywhere"): Entry(allowed=SIGNED_IN, form={}),
    ("POST", "/sign-out"): Entry(allowed=SIGNED_IN, form={}),
    ("GET", "/api/regions"): Entry(allowed=SIGNED_IN),
    ("GET", "/api/regions/{slug}"): Entry(allowed=SIGNED_IN),
    ("POST", "/api/regions"): Entry(allowed=ADMIN, body={**REGION, "slug": "ny-{number}"}),
    ("PUT", "/api/regions/{slug}"): Entry(allowed=ADMIN, body=REGION),
    ("GET", "/api/regions/{slug}/coordinators"): Entry(allowed=OF_THE_REGION),
    ("POST", "/api/regions/{slug}/coordinators"): Entry(allowed=OF_THE_REGION, body=PERSON),
    ("DELETE", "/api/regions/{slug}/coordinators/{person_id}"): Entry(
        allowed=OF_THE_REGION, spends="person_id"
    ),
    ("GET", "/api/admins"): Entry(allowed=ADMIN),
    ("POST", "/api/admins"): Entry(allowed=ADMIN, body=PERSON),
    ("DELETE", "/api/admins/{admin_id}"): Entry(allowed=ADMIN, spends="admin_id"),
    # Lists hold what one may see; that they hold no more is in test_idor.py.
    ("GET", "/api/tokens"): Entry(allowed=DECIDERS),
    ("POST", "/api/tokens"): Entry(
        allowed=OF_THE_REGION,
        body={"role": "coordinator", "regions": ["ostfold"]},
    ),
    ("DELETE", "/api/tokens/{token_id}"): Entry(allowed=OF_THE_REGION, spends="token_id"),
    ("GET", "/api/partners"): Entry(allowed=SIGNED_IN),
    ("POST", "/api/partners"): Entry(
        allowed=OF_THE_REGION, body=a_partner(name="Ny {number}", orgnr=None, contacts=[])
    ),
    ("GET", "/api/partners/{partner_id}"): Entry(allowed=OF_THE_PARTNER),
    ("PUT", "/api/partners/{partner_id}"): Entry(
        allowed=OF_THE_PARTNER,
        spends="partner_id",
        body=a_partner(name="Endret {number}", orgnr=None, contacts=[]),
    ),
    ("DELETE", "/api/partners/{partner_id}"): Entry(allowed=OF_THE_PARTNER, spends="partner_id"),
    ("GET", "/api/partners/{partner_id}/listings"): Entry(allowed=OF_THE_PARTNER),
    ("POST", "/api/partners/{partner_id}/listings"): Entry(
        allowed=OF_THE_PARTNER, spends="partner_id", body=LISTING
    ),
    ("DELETE", "/api/contacts/{contact_id}"): Entry(allowed=OF_THE_PARTNER, spends="contact_id"),
    ("GET", "/api/contacts/{own_contact_id}/export"): Entry(allowed=OF_THE_PARTNER),
    ("GET", "/api/introductions/contacts/{own_contact_id}/export"): Entry(allowed=OF_THE_PARTNER),
    ("GET", "/api/listings"): Entry(allowed=SIGNED_IN),
    ("GET", "/api/listings/{listing_id}"): Entry(allowed=OF_THE_PARTNER),
    ("PUT", "/api/listings/{listing_id}"): Entry(allowed=OF_THE_PARTNER, body=LISTING),
    ("DELETE", "/api/listings/{listing_id}"): Entry(allowed=OF_THE_PARTNER, spends="listing_id"),
    ("POST", "/api/imports"): Entry(
        allowed=OF_THE_REGION,
        body={"partners": [a_partner(name="Innlest {number}", orgnr=None, contacts=[])]},
    ),
    ("GET", "/api/suggestions"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("GET", "/api/suggestions/{suggestion_id}"): Entry(allowed=OF_THE_REGION),
    ("POST", "/api/suggestions"): Entry(
        allowed=OF_THE_REGION, body={"seeker_listing": "{need}", "provider_listing": "{offer}"}
    ),
    ("POST", "/api/suggestions/{suggestion_id}/approve"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", body={}
    ),
    ("POST", "/api/suggestions/{suggestion_id}/reject"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", body={"reason": "too_far"}
    ),
    ("POST", "/api/suggestions/{suggestion_id}/snooze"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", body={"until": "{tomorrow}"}
    ),
    ("POST", "/apply"): Entry(
        allowed=EVERYBODY,
        form={"organisation": "Ny", "kind": "ngo"},
        is_for_visitors=True,
        outcome=frozenset({422}),
    ),
    ("GET", "/region/applications"): Entry(allowed=DECIDERS),
    ("POST", "/region/applications/{application_id}/approve"): Entry(
        allowed=OF_THE_REGION, spends="application_id", form={}
    ),
    ("POST", "/region/applications/{application_id}/decline"): Entry(
        allowed=OF_THE_REGION, spends="application_id", form={"note": "Hei"}
    ),
    ("GET", "/region/partners"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("GET", "/region/partners.csv"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("GET", "/region/partners.xlsx"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("GET", "/region/partners/new"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("POST", "/region/partners/new"): Entry(
        allowed=OF_THE_REGION, form={"region": "ostfold", "name": "Ny {number}", "kind": "ngo"}
    ),
    ("GET", "/region/partners/{partner_id}"): Entry(allowed=OF_THE_REGION),
    ("GET", "/region/partners/{partner_id}/edit"): Entry(allowed=OF_THE_REGION),
    ("POST", "/region/partners/{partner_id}/edit"): Entry(
        allowed=OF_THE_REGION,
        spends="partner_id",
        form={"name": "Endret {number}", "kind": "ngo", "version": "1"},
    ),
    ("POST", "/region/partners/{partner_id}/listings"): Entry(
        allowed=OF_THE_REGION,
        spends="partner_id",
        form={"kind": "need", "title": "Varme", "text": "Vi trenger varme."},
    ),
    ("POST", "/region/partners/{partner_id}/contacts"): Entry(
        allowed=OF_THE_REGION,
        spends="partner_id",
        form={"contact_name": "Ny", "contact_email": "{number}@ny.example"},
    ),
    ("POST", "/region/partners/{partner_id}/contacts/{contact_id}/invite"): Entry(
        allowed=OF_THE_REGION, spends="contact_id", form={}
    ),
    ("POST", "/region/partners/{partner_id}/contacts/{contact_id}/erase"): Entry(
        allowed=OF_THE_REGION, spends="contact_id", form={}
    ),
    ("GET", "/region/partners/{partner_id}/erase"): Entry(allowed=OF_THE_REGION),
    ("POST", "/region/partners/{partner_id}/erase"): Entry(
        allowed=OF_THE_REGION, spends="partner_id", form={}
    ),
    ("GET", "/region/start"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("GET", "/region/import"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("POST", "/region/import"): Entry(
        allowed=OF_THE_REGION, form={"region": "ostfold"}, outcome=frozenset({422})
    ),
    # Only whoever sent the file may say yes to it; here nobody has.
    ("POST", "/region/import/{import_id}/confirm"): Entry(allowed=NOONE, form={}),
    ("GET", "/region/settings"): Entry(allowed=OF_THE_REGION, query={"region": "ostfold"}),
    ("POST", "/region/settings"): Entry(
        allowed=OF_THE_REGION, form={"region": "ostfold"}, outcome=frozenset({422})
    ),
    ("GET", "/coordinator"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/follow-up"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/follow-up/introductions.{form}"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/overview"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/groups"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/learnt"): Entry(allowed=DECIDERS),
    ("POST", "/coordinator/learnt"): Entry(
        allowed=OF_THE_REGION, form={"region": "ostfold", "action": "off"}
    ),
    ("GET", "/coordinator/overview/{picture}.{form}"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/overview/{picture}.png"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/suggestions/{suggestion_id}"): Entry(allowed=OF_THE_REGION),
    # Leads on to the card, which asks.
    **of_everybody(("GET", "/coordinator/suggestions/{suggestion_id}/{action}")),
    ("POST", "/coordinator/suggestions/{suggestion_id}/approve"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", form={}
    ),
    ("POST", "/coordinator/suggestions/{suggestion_id}/reject"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", form={"reason": "too_far"}
    ),
    ("POST", "/coordinator/suggestions/{suggestion_id}/snooze"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", form={"until": "{tomorrow}"}
    ),
    **of_everybody(
        ("GET", "/coordinator/several"),
        ("GET", "/coordinator/undo"),
        ("GET", "/coordinator/send-now"),
    ),
    ("POST", "/coordinator/several"): Entry(
        allowed=OF_THE_REGION,
        spends="suggestion_id",
        form={"action": "approve", "chosen": "{suggestion_id}"},
    ),
    ("POST", "/coordinator/undo"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", form={"chosen": "{suggestion_id}"}
    ),
    ("POST", "/coordinator/send-now"): Entry(
        allowed=OF_THE_REGION, spends="suggestion_id", form={"chosen": "{suggestion_id}"}
    ),
    ("GET", "/coordinator/queue.csv"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/queue.xlsx"): Entry(allowed=DECIDERS),
    ("GET", "/coordinator/by-hand"): Entry(allowed=DECIDERS),
    # What is chosen and not theirs is as if it were not there.
    ("POST", "/coordinator/by-hand"): Entry(
        allowed=DECIDERS, form={"action": "propose"}, outcome=frozenset({422})
    ),
    ("GET", "/coordinator/items/{listing_id}"): Entry(allowed=OF_THE_REGION),
    ("GET", "/coordinator/items/{listing_id}/ask"): Entry(allowed=OF_THE_REGION),
    ("POST", "/coordinator/items/{listing_id}/ask"): Entry(
        allowed=OF_THE_REGION, form={"question": "where"}
    ),
    ("GET", "/coordinator/nobody-fits"): Entry(allowed=DECIDERS),
    ("POST", "/coordinator/items/{listing_id}/agenda"): Entry(allowed=OF_THE_REGION, form={}),
    ("POST", "/coordinator/partners/{partner_id}/agenda"): Entry(allowed=OF_THE_REGION, form={}),
    ("GET", "/coordinator/agenda"): Entry(allowed=DECIDERS),
    # Whose points one ticks off is in test_matcher_nobody_fits.py.
    ("POST", "/coordinator/agenda/{point_id}"): Entry(
        allowed=DECIDERS, form={}, outcome=frozenset({404})
    ),
    **of_everybody(
        ("GET", "/coordinator/items/{listing_id}/agenda"),
        ("GET", "/coordinator/partners/{partner_id}/agenda"),
        ("GET", "/coordinator/agenda/{point_id}"),
    ),
    ("GET", "/coordinator/shortcuts"): Entry(allowed=DECIDERS),
    ("POST", "/coordinator/shortcuts"): Entry(allowed=DECIDERS, form={"wanted": "on"}),
    ("GET", "/api/introductions"): Entry(allowed=SIGNED_IN),
    ("GET", "/api/introductions/{introduction_id}"): Entry(allowed=OF_THE_PARTNER),
    ("POST", "/api/introductions/{introduction_id}/outcome"): Entry(
        allowed=OF_THE_PARTNER, body={"result": "met"}
    ),
    # Lists hold what one may see.
    ("GET", "/mail/introductions"): Entry(allowed=SIGNED_IN),
    ("GET", "/mail/introductions/{introduction_id}"): Entry(allowed=OF_THE_PARTNER),
    ("POST", "/mail/introductions/{introduction_id}/outcome"): Entry(
        allowed=OF_THE_PARTNER, form={"result": "met"}
    ),
    ("POST", "/mail/introductions/{introduction_id}/answer"): Entry(
        allowed=OF_THE_REGION, form={"partner_id": "{partner}", "answer": "yes"}
    ),
    ("POST", "/mail/introductions/{introduction_id}/remind"): Entry(allowed=OF_THE_REGION, form={}),
    ("GET", "/mail/log"): Entry(allowed=DECIDERS),
    # Those who signed in as a person whose address is known here.
    ("GET", "/mail/preferences"): Entry(allowed=OURS + BESIDE + AFAR + COORDINATOR + STRANGE),
    ("POST", "/mail/preferences"): Entry(
        allowed=OURS + BESIDE + AFAR + COORDINATOR + STRANGE, form={"introductions": "yes"}
    ),
    ("POST", "/mail/preferences/{preferences}/choose"): Entry(
        allowed=EVERYBODY, form={"introductions": "yes"}
    ),
    # Whether it arrived is known.
    ("POST", "/mail/introductions/{introduction_id}/letters/{own_letter_id}/send-again"): Entry(
        allowed=OF_THE_REGION, form={}, outcome=frozenset({409})
    ),
    ("GET", "/mail/suggestions/{suggestion_id}/letters"): Entry(allowed=OF_THE_REGION),
    ("POST", "/mail/suggestions/{suggestion_id}/letters"): Entry(
        allowed=OF_THE_REGION,
        form={"partner_id": "{partner}", "subject": "Hei", "body": ""},
        outcome=frozenset({422}),
    ),
    ("GET", "/mail/letters"): Entry(allowed=DECIDERS),
    ("GET", "/mail/letters/{sample}/{read_in}"): Entry(allowed=DECIDERS),
    ("GET", "/mail/letters/{sample}/{read_in}/html"): Entry(allowed=DECIDERS),
    # Lists hold what one may see.
    ("GET", "/mail/addresses"): Entry(allowed=DECIDERS),
    ("POST", "/mail/addresses/{own_contact_id}/write-again"): Entry(allowed=OF_THE_REGION, form={}),
    # Whose letters one sees and drops is in test_dead_letter_pages.py.
    **{("GET", path): Entry(allowed=DECIDERS) for path in DEAD_LETTERS},
    **{
        ("POST", f"{path}/{{letter_id}}/{step}"): Entry(allowed=DECIDERS, form={})
        for path in DEAD_LETTERS
        for step in ("retry", "drop")
    },
    ("GET", "/mail/mailbox"): Entry(allowed=DECIDERS),
    ("GET", "/mail/mailbox/{key}"): Entry(allowed=DECIDERS),
    ("GET", "/mail/mailbox/{key}/html"): Entry(allowed=DECIDERS),
}
#: The same name for different things in the paths of the services.
SAID_BY_PATH = {
    "/listings/{listing_id}": "/listings/{open_listing_id}",
    "/mail/answer/{token}": "/mail/answer/{answer}",
    "/mail/preferences/{token}": "/mail/preferences/{preferences}",
    "/mail/preferences/{token}/choose": "/mail/preferences/{preferences}/choose",
    "/api/contacts/{contact_id}/export": "/api/contacts/{own_contact_id}/export",
    "/api/introductions/contacts/{contact_id}/export": (
        "/api/introductions/contacts/{own_contact_id}/export"
    ),
    "/mail/addresses/{contact_id}/write-again": "/mail/addresses/{own_contact_id}/write-again",
    "/api/admins/{person_id}": "/api/admins/{admin_id}",
    **{
        f"/coordinator/items/{{item_id}}{step}": f"/coordinator/items/{{listing_id}}{step}"
        for step in ("", "/ask", "/agenda")
    },
}


def calls_of(app: FastAPI) -> Iterator[Call]:
    """Every method and path that the app answers, files under /static left out."""
    for route in app.routes:
        for found in _effective(route):
            methods = getattr(found, "methods", None) or set()
            for method in sorted(methods - {"HEAD"}):
                yield method, SAID_BY_PATH.get(found.path, found.path)


def _effective(route: Any) -> list[Any]:
    """An included router stands for its routes, with its prefix before their paths."""
    contexts = getattr(route, "effective_route_contexts", None)
    return list(contexts()) if contexts else [route]
