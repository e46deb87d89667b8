from django.http import HttpRequest, HttpResponse

from contactreductie.core.access import requires
from feedbackloop import rules


@requires(rules.may_read_dashboard)
def dashboard(request: HttpRequest) -> HttpResponse:
    return HttpResponse("soon")
