from django.http import HttpRequest, HttpResponse

from contactreductie.core.access import requires
from feedbackloop import rules


@requires(rules.may_read_dashboard)
def action_effect(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse("soon")


@requires(rules.may_read_dashboard)
def verify(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse("soon")
