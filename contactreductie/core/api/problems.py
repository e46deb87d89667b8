"""Errors as `application/problem+json` (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, views
from rest_framework.response import Response

from contactreductie.core.refusals import NotAllowed, Refusal


def problem(status: int, detail: str, **members: Any) -> dict[str, Any]:
    """The members of one problem document; `errors` lists places and messages."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error in one shape, refusals with their rule."""
    if isinstance(error, Refusal):
        return _response(error.status, refusal_problem(error))
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return _response(403, problem(403, str(NotAllowed())))
    if isinstance(error, exceptions.ValidationError):
        places = _places(error.detail)
        return _response(422, problem(422, places[0]["message"], errors=places))
    response = views.exception_handler(error, context)
    if response is None:
        return None
    missing = isinstance(error, Http404)
    detail = HTTPStatus.NOT_FOUND.phrase if missing else _first_message(response.data)
    answer = _response(response.status_code, problem(response.status_code, detail))
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response.headers:
            answer.headers[header] = response.headers[header]
    return answer


def refusal_problem(refusal: Refusal) -> dict[str, Any]:
    """A rule's refusal as a problem document."""
    errors = [{"field": refusal.field, "message": str(refusal), "rule": refusal.rule}]
    return problem(refusal.status, str(refusal), errors=errors)


def _response(status: int, members: dict[str, Any]) -> Response:
    return Response(members, status=status, content_type="application/problem+json")


def _places(detail: Any, path: str = "") -> list[dict[str, str]]:
    """Flat list of {field, message} out of DRF's nested details."""
    if isinstance(detail, dict):
        pairs = ((f"{path}.{key}".strip("."), value) for key, value in detail.items())
        return [place for key, value in pairs for place in _places(value, key)]
    if isinstance(detail, list):
        return [
            place
            for index, value in enumerate(detail)
            for place in _places(value, f"{path}[{index}]" if isinstance(value, dict) else path)
        ]
    return [{"field": path.removeprefix("non_field_errors"), "message": str(detail)}]


def _first_message(data: Any) -> str:
    places = _places(data)
    return places[0]["message"] if places else ""
