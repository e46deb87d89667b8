"""Errors that arise before or outside an endpoint: an unknown address, a crash, a wrong host."""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from contactreductie.core.api.problems import PROBLEM_JSON, bare_problem

PREFIX = "/api/"


class ApiProblemMiddleware:
    """Below `/api/` every error is a problem document, never a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX) and _is_chunked(request):
            return _as_problem(HttpResponse(status=HTTPStatus.LENGTH_REQUIRED))
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM_JSON):
            return response
        return _as_problem(response)


def _is_chunked(request: HttpRequest) -> bool:
    """A body of unsaid length never reaches the application: better refused than taken as empty."""
    return request.headers.get("Transfer-Encoding", "").lower() == "chunked"


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    content = json.dumps(bare_problem(response.status_code), ensure_ascii=False)
    answer = HttpResponse(content, status=response.status_code, content_type=PROBLEM_JSON)
    for name, value in response.items():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    answer.cookies = response.cookies
    return answer
