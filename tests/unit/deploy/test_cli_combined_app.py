"""Three apps behind one address."""

import pytest

from deploy.embedded.app import service_of
from deploy.embedded.openapi import merged


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "registry"),
        ("/api/partners", "registry"),
        ("/api/suggestionsx", "registry"),
        ("/api/suggestions", "matcher"),
        ("/api/suggestions/1/approve", "matcher"),
        ("/sign-in/x", "registry"),
        ("/mail/mailbox", "notifier"),
        ("/api/introductions", "notifier"),
        ("/static/look.css", "registry"),
    ],
)
def test_every_address_has_one_service(path, service):
    assert service_of(path) == service


def a_document(path, schema):
    answer = {"$ref": "#/components/schemas/Page"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "One of several", "version": "1"},
        "paths": {path: {"get": {"responses": {"200": answer}}}},
        "components": {"schemas": {"Page": schema}},
    }


def test_schemas_that_are_alike_are_kept_once():
    whole = merged({"registry": a_document("/a", {}), "matcher": a_document("/b", {})})

    assert set(whole["paths"]) == {"/a", "/b"}
    assert set(whole["components"]["schemas"]) == {"Page"}
    assert whole["info"]["title"] == "Koblingsboks"


def test_of_two_schemas_with_one_name_each_path_keeps_its_own():
    registry, matcher = a_document("/a", {"type": "object"}), a_document("/b", {"type": "array"})

    whole = merged({"registry": registry, "matcher": matcher})

    responses = {
        path: whole["paths"][path]["get"]["responses"]["200"]["$ref"] for path in ["/a", "/b"]
    }
    schemas = whole["components"]["schemas"]
    assert schemas[responses["/a"].rpartition("/")[2]] == {"type": "object"}
    assert schemas[responses["/b"].rpartition("/")[2]] == {"type": "array"}
