"""What the register page asks about the team, which only this app knows."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from contactreductie.core.access import requires, user_of
from raci.queries import team_use as queries
from reasons import rules


@requires(rules.may_register)
@require_GET
@cache_control(private=True, max_age=3600)
def team_use(request: HttpRequest) -> HttpResponse:
    """`{reason code: contacts}` of the own team, the most used reasons."""
    return JsonResponse(queries.team_use(user_of(request), timezone.now()))
