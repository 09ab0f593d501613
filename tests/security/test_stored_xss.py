"""What people write is text wherever it is shown: in the queue, in letters, on one's own page."""

import re
from html.parser import HTMLParser
from urllib.parse import quote
from uuid import uuid4

import pytest

from shared.access.grant import Grant
from tests.connected.registry_harness import LISTING, a_partner
from tests.security.cast import by_hand
from tests.security.town import Town

ADMIN = Grant(role="admin")
EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "</title></textarea></style><iframe src=//evil.example>",
]
ALLOWED = {
    *("html", "head", "body", "meta", "title", "link", "a", "svg", "rect", "path", "circle"),
    *("span", "b", "header", "div", "main", "section", "h1", "h2", "h3", "p", "ul", "ol", "li"),
    *("form", "input", "button", "label", "textarea", "select", "option", "fieldset", "legend"),
    *("details", "summary", "blockquote", "mark", "sup", "dl", "dt", "dd", "table", "tr", "td"),
    *("tbody", "footer", "nav", "time", "strong", "br", "style", "kbd", "pre", "article", "th"),
    *("thead", "script", "s", "small", "hr", "dialog"),
}


class Markup(HTMLParser):
    """The elements of a page, and what could run in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.running: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.running.append(tag)
        for name, value in attrs:
            leads_to = name in {"href", "src", "action", "formaction"}
            is_script = leads_to and (value or "").strip().startswith("javascript:")
            if name.startswith("on") or is_script:
                self.running.append(f"{tag} {name}={value}")


@pytest.fixture(scope="module")
def suggestion(town: Town) -> str:
    """Of two partners who wrote nothing but what could harm."""
    listings = []
    with town.program(ADMIN) as admin:
        for name, kind in (("seeker", "need"), ("provider", "offer")):
            contact = {"name": f"Eve {EVIL[0]}"[:200], "email": f"{name}@evil.example"}
            body = a_partner(
                name=f"{name} {EVIL[1]}",
                orgnr=None,
                description=" ".join(EVIL),
                capabilities=EVIL,
                contacts=[contact],
            )
            partner = admin.post("/api/partners", json=body).json()["id"]
            written = {**LISTING, "kind": kind, "title": f"{EVIL[2]} {name}"}
            written["text"] = f"{' '.join(EVIL)} {uuid4()}"
            listing = admin.post(f"/api/partners/{partner}/listings", json=written)
            listings.append(listing.json()["id"])
    return by_hand(town, *listings)


def test_nothing_runs_in_the_queue(town, ingrid, suggestion):
    with town.signed_in(ingrid) as browser:
        page = browser.get(f"/coordinator/suggestions/{suggestion}")

    assert page.status_code == 200
    assert "alert(1)" in page.text
    assert Markup(page.text).running == []
    assert Markup(page.text).elements <= ALLOWED
    assert "49" not in page.text.partition("{{ 7 * 7 }}")[0][-200:]


def test_nothing_runs_in_the_letters_and_the_page_they_lead_to(town, suggestion):
    with town.program(ADMIN) as admin:
        admin.post(f"/api/suggestions/{suggestion}/approve", json={"note": EVIL[0]})
    letter = town.letter_to("seeker@evil.example")
    link = next(word for word in letter.text.split() if "/mail/answer/" in word)
    with town.browser() as browser:
        page = browser.get(link.removeprefix(town.url))

    for html in (letter.html, page.text):
        assert "alert(1)" in html
        assert Markup(html).running == []
        assert Markup(html).elements <= ALLOWED


def test_nothing_runs_on_ones_own_page(town):
    person = {"name": EVIL[2], "email": "xss@fylket.example"}
    with town.program(ADMIN) as admin:
        admin.post("/api/regions/ostfold/coordinators", json=person)
    with town.signed_in("xss@fylket.example", **{"user-agent": EVIL[1]}) as browser:
        page = browser.get("/account")

    assert "onload" in page.text
    assert Markup(page.text).running == []
    assert Markup(page.text).elements <= ALLOWED


@pytest.mark.usefixtures("suggestion")
def test_nothing_runs_in_the_portal(town):
    asked = quote(" ".join(EVIL))
    with town.signed_in("seeker@evil.example") as browser:
        directory = browser.get("/partners").text
        shown = set(re.findall(r'href="(/(?:partners|listings)/[0-9a-f-]{36})"', directory))
        paths = ["/", "/listings", "/profile", "/account", f"/partners?q={asked}", *shown]
        own = next(path for path in shown if "/edit" in browser.get(path).text)
        paths += [f"{own}/{page}" for page in ("edit", "renew", "close", "delete")]
        pages = {path: browser.get(path) for path in paths}

    for path, page in pages.items():
        assert page.status_code == 200, path
        assert Markup(page.text).running == [], path
        assert Markup(page.text).elements <= ALLOWED, path
    assert "alert(1)" in pages[own].text


@pytest.mark.parametrize("evil", EVIL)
def test_what_was_typed_comes_back_as_text(town, evil):
    with town.browser() as browser:
        page = town.ask(browser, evil, next=evil)

    assert page.status_code == 422
    assert Markup(page.text).running == []


def test_no_page_may_run_what_stands_in_it(town, ingrid):
    with town.signed_in(ingrid) as browser:
        pages = [browser.get(path) for path in ("/", "/sign-in", "/account", "/coordinator")]

    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert Markup(page.text).running == []
        assert " style=" not in page.text
