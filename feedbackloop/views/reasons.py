from django.http import HttpRequest, HttpResponse

from contactreductie.core.access import requires
from feedbackloop import rules


@requires(rules.may_read_reason)
def reason(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("soon")
