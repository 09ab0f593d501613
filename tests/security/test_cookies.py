"""Cookies that no script reads, no other site sends and no neighbour sets."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from shared.access.cookies import Cookies


def kept(public_url: str) -> list[str]:
    cookies, answer = Cookies(public_url=public_url), Response()
    cookies.keep_session(answer, "secret")
    cookies.keep_visitor(answer, "secret")
    cookies.keep_form(answer, "secret")
    cookies.drop(answer, cookies.session)
    return answer.headers.getlist("set-cookie")


def _name(cookie: str) -> str:
    """The rest holds the time of day, and every worker must call a test the same."""
    return cookie.partition("=")[0]


@pytest.mark.parametrize("cookie", kept("https://koblingsboks.example"), ids=_name)
def test_by_https_a_cookie_is_for_this_host_alone(cookie):
    name, *attributes = [part.strip().lower() for part in cookie.split(";")]

    assert name.startswith("__host-")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= set(attributes)
    assert not any(part.startswith("domain") for part in attributes)


@pytest.mark.parametrize("cookie", kept("http://127.0.0.1:8000"), ids=_name)
def test_on_ones_own_machine_without_https_the_rest_holds(cookie):
    attributes = {part.strip().lower() for part in cookie.split(";")}

    assert {"httponly", "samesite=lax", "path=/"} <= attributes
    assert "secure" not in attributes


def test_by_https_a_cookie_without_the_prefix_is_not_looked_at():
    planted = [(b"cookie", b"session=planted; visitor=planted")]
    request = Request({"type": "http", "headers": planted})
    cookies = Cookies(public_url="https://koblingsboks.example")

    assert (cookies.session_of(request), cookies.visitor_of(request)) == ("", "")
