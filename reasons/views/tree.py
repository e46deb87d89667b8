from django.http import HttpRequest, HttpResponse

from contactreductie.core.access import requires
from reasons import rules


@requires(rules.may_read_lists)
def tree(request: HttpRequest) -> HttpResponse:
    return HttpResponse("soon")
