from django.http import HttpRequest, HttpResponse

from contactreductie.core.access import requires
from feedbackloop import rules


@requires(rules.may_see_unrouted)
def unrouted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("soon")


@requires(rules.may_handle_unrouted)
def route(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("soon")


@requires(rules.may_handle_unrouted)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("soon")
