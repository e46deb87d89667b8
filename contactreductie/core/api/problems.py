"""Errors as `application/problem+json` (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404
from rest_framework import exceptions, views
from rest_framework.response import Response

from contactreductie.core.refusals import NotAllowed, Refusal

PROBLEM_JSON = "application/problem+json"


class RowsRefused(Exception):
    """Rows of a delivery that is taken whole or not at all: (place in the request, refusal)."""

    def __init__(self, rows: Sequence[tuple[int, Refusal]]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = rows


def problem(status: int, detail: str, **members: Any) -> dict[str, Any]:
    """The members of one problem document; `errors` lists places and messages."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error in one shape, refusals with their rule."""
    if isinstance(error, Refusal):
        return _response(error.status, refusal_problem(error))
    if isinstance(error, RowsRefused):
        return _response(422, rows_problem(error))
    if isinstance(error, exceptions.ValidationError):
        return _response(422, invalid_problem(error))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    response = views.exception_handler(error, context)
    if response is None:
        return None
    answer = _response(response.status_code, problem(response.status_code, _detail(error)))
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response.headers:
            answer.headers[header] = response.headers[header]
    return answer


def rows_problem(refused: RowsRefused) -> dict[str, Any]:
    """Every refused row of a delivery, by its place in the request."""
    errors = [
        {"field": f"[{index}].{refusal.field}", "message": str(refusal), "rule": refusal.rule}
        for index, refusal in refused.rows
    ]
    return problem(422, errors[0]["message"], errors=errors)


def refusal_problem(refusal: Refusal) -> dict[str, Any]:
    """A rule's refusal as a problem document."""
    errors = [{"field": refusal.field, "message": str(refusal), "rule": refusal.rule}]
    return problem(refusal.status, str(refusal), errors=errors)


def invalid_problem(error: exceptions.ValidationError) -> dict[str, Any]:
    """Input of the wrong shape as a problem document, with every place to blame."""
    places = _places(error.detail)
    return problem(422, places[0]["message"], errors=places)


def bare_problem(status: int) -> dict[str, Any]:
    """A problem document for an answer of which only the status is known."""
    words = {403: str(NotAllowed()), 404: str(exceptions.NotFound.default_detail)}
    if status >= 500:
        words[status] = str(exceptions.APIException.default_detail)
    return problem(status, words.get(status, HTTPStatus(status).phrase))


def _response(status: int, members: dict[str, Any]) -> Response:
    return Response(members, status=status, content_type=PROBLEM_JSON)


def _detail(error: Exception) -> str:
    """The message of DRF's exception; our own words where it has nothing special to say."""
    detail = getattr(error, "detail", None)
    default = exceptions.PermissionDenied.default_detail
    if detail is None or str(detail) == str(default):
        return str(NotAllowed())
    return str(detail)


def _places(detail: Any, path: str = "") -> list[dict[str, str]]:
    """Flat list of {field, message, rule} out of DRF's nested details; `rows[3].units`."""
    if isinstance(detail, dict):
        return [
            place for key, value in detail.items() for place in _places(value, _step(path, key))
        ]
    if isinstance(detail, list):
        return [place for value in detail for place in _places(value, path)]
    return [{"field": path, "message": str(detail), "rule": ""}]


def _step(path: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    return path if key == "non_field_errors" else f"{path}.{key}".removeprefix(".")
