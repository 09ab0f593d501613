"""Errors as RFC 9457 problem details, or as a page where a person asked for one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from shared.web.cursors import CursorUnreadable
from shared.web.error_pages import ErrorPages
from shared.web.validation import FieldError, field_errors

Table = Mapping[type[Exception], int]

CONTENT_TYPE = "application/problem+json"
NOT_VALID = "Some fields need mending. Each is named under errors."
#: For FastAPI(responses=…): what every operation of the API may answer instead, RFC 9457.
ANY_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What was wrong and what to do about it.",
        "content": {
            CONTENT_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "instance"],
                    "properties": {
                        "type": {"type": "string", "format": "uri"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "instance": {"type": "string"},
                        "errors": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["field", "message"],
                                "properties": {
                                    "field": {"type": "string"},
                                    "message": {"type": "string"},
                                },
                            },
                        },
                    },
                }
            }
        },
    }
}
NOT_JSON = "The body is not JSON. Send a JSON object."


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    status: int
    detail: str
    instance: str
    kind: str = ""
    errors: Sequence[FieldError] = ()

    def response(self, headers: Mapping[str, str] | None = None) -> JSONResponse:
        return JSONResponse(self.body(), self.status, headers=headers, media_type=CONTENT_TYPE)

    def body(self) -> dict[str, object]:
        title = HTTPStatus(self.status).phrase
        body: dict[str, object] = {
            "type": f"urn:koblingsboks:problem:{self.kind or _kebab(title)}",
            "title": _spoken(self.kind) if self.kind else title,
            "status": self.status,
            "detail": self.detail,
            "instance": self.instance,
        }
        if self.errors:
            body["errors"] = [asdict(error) for error in self.errors]
        return body


def install_problems(app: FastAPI, table: Table, *, pages: ErrorPages | None = None) -> None:
    """Answer every refusal; `table` says which status each domain error has.

    Domain errors are told by their message, so it must be fit for strangers to read; one with an
    attribute `field` names the field of the request that it is about. Requests outside `/api`
    that ask for HTML get `pages` instead, where given.
    """
    statuses: dict[type[Exception], int] = {CursorUnreadable: 400, **table}

    def answered(request: Request, problem: Problem, headers: Mapping[str, str]) -> Response:
        if pages and pages.suit(request):
            return pages.render(request, status=problem.status, headers=headers)
        return problem.response(headers)

    async def on_refusal(request: Request, error: Exception) -> Response:
        status = next(statuses[kind] for kind in type(error).__mro__ if kind in statuses)
        problem = Problem(
            status=status,
            detail=str(error),
            instance=request.url.path,
            kind=_kebab(type(error).__name__),
            errors=_named_field(error),
        )
        return answered(request, problem, {})

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        problem = Problem(
            status=error.status_code, detail=str(error.detail), instance=request.url.path
        )
        return answered(request, problem, error.headers or {})

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answered(request, _invalid(error, request.url.path), {})

    for kind in statuses:
        app.add_exception_handler(kind, on_refusal)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_invalid)


def _invalid(error: RequestValidationError, path: str) -> Problem:
    if any(found["type"] == "json_invalid" for found in error.errors()):
        return Problem(status=400, detail=NOT_JSON, instance=path)
    return Problem(status=422, detail=NOT_VALID, instance=path, errors=field_errors(error.errors()))


def _named_field(error: Exception) -> Sequence[FieldError]:
    field = getattr(error, "field", "")
    return [FieldError(field, str(error))] if field else []


def _kebab(name: str) -> str:
    """`PartnerNameTaken` and `Not Found` as `partner-name-taken`, `not-found`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\s+", "-", name).lower()


def _spoken(kind: str) -> str:
    return kind.replace("-", " ").capitalize()
