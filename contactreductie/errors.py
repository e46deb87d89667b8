"""What is answered when a request cannot be read."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Looks at nothing of the request: Django's own page reads the form once more for its token,
    and fails once more."""
    return HttpResponseBadRequest(render_to_string("400.html"))
