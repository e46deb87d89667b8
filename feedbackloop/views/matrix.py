"""The value–irritant matrix of all reasons."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from feedbackloop import rules
from feedbackloop.queries import trends
from feedbackloop.queries.matrix import Matrix
from feedbackloop.views import matrix_page
from raci import rules as raci_rules
from reasons.queries.tree import ReasonTree

UNSCORED = 8


@requires(rules.may_read_values)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    weeks = trends.last_weeks(settings.MATRIX_WEEKS, today=today)
    found = Matrix.load(ReasonTree.load(), weeks, today=today, unscored=UNSCORED)
    context = {
        **matrix_page.context(found, weeks),
        "may_score": raci_rules.may_value_reason(user_of(request)),
    }
    return render(request, "feedbackloop/matrix.html", context)
