from django.http import HttpRequest, HttpResponse

from contactreductie.core.access import requires
from feedbackloop import rules


@requires(rules.may_read_report)
def report_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("soon")


@requires(rules.may_read_report)
def report(request: HttpRequest, week: str) -> HttpResponse:
    return HttpResponse("soon")


@requires(rules.may_read_report)
def download(request: HttpRequest, week: str, file_format: str) -> HttpResponse:
    return HttpResponse("soon")
