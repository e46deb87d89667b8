"""What an action did: the measurement in words, and the verdict of who answers for it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.numbers import parse_number
from contactreductie.core.refusals import NotAllowed, Refusal
from feedbackloop.forms import JudgeForm
from feedbackloop.queries import effects as measurements
from feedbackloop.queries import trends
from feedbackloop.services import effects
from feedbackloop.views import charts, effect_page
from raci import rules, workflow
from raci.enums import ActionState
from raci.models import ImprovementAction
from raci.views.action_page import find_action
from reasons.queries.tree import ReasonTree

FRAGMENT, PAGE = "feedbackloop/partials/_effect.html", "feedbackloop/effect.html"
UNKNOWN_VERSION = -1


@requires(rules.may_see_action)
@require_safe
def action_effect(request: HttpRequest, number: int) -> HttpResponse:
    """A page of its own, or the part of the action's page that asks for it."""
    action = find_action(request, number)
    context = _context(request, action, JudgeForm())
    if request.headers.get("HX-Request"):
        return render(request, FRAGMENT, context)
    return render(request, PAGE, context | {"chart": _chart(action, context["measured"])})


@requires(rules.may_see_action)
@require_POST
def verify(request: HttpRequest, number: int) -> HttpResponse:
    """Geverifieerd or Zonder effect; a refusal shows the page with its message."""
    action, form = find_action(request, number), JudgeForm(request.POST)
    status = _judge(request, action, form) if form.is_valid() else 422
    if status == 200:
        state = ActionState(action.state).label
        messages.success(request, _("Saved. This action is now: %(state)s.") % {"state": state})
        return redirect("raci:action", number)
    action = find_action(request, number)
    context = _context(request, action, form)
    context["chart"] = _chart(action, context["measured"])
    return render(request, PAGE, context, status=status)


def _judge(request: HttpRequest, action: ImprovementAction, form: JudgeForm) -> int:
    """The status of the answer; the form carries the message of a refusal."""
    seen = parse_number(request.POST.get("version", ""))
    try:
        effects.judge(
            action,
            helped=request.POST.get("verdict") == ActionState.VERIFIED,
            remark=form.cleaned_data["remark"],
            actor=user_of(request),
            now=timezone.now(),
            expected_version=seen or UNKNOWN_VERSION,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return 200


def _context(request: HttpRequest, action: ImprovementAction, form: JudgeForm) -> dict[str, Any]:
    now = timezone.now()
    measured = measurements.measure(action, now=action.closed_at or now)
    waits = action.state == workflow.REPORTED_DONE
    may_judge = waits and rules.may_verify(user_of(request), action)
    live = action.live_date
    return {
        "action": action,
        "measured": measured,
        "words": effect_page.in_words(measured),
        "weeks_done": workflow.complete_weeks_after(live, now) if live else 0,
        "weeks_needed": settings.EFFECT_MIN_WEEKS,
        "baseline_needed": settings.EFFECT_BASELINE_WEEKS[0],
        "margin": settings.NEGLIGIBLE_CHANGE,
        "may_judge": may_judge,
        "may_close": may_judge and measured.obstacle in effects.MESSAGES,
        "form": form,
    }


def _chart(action: ImprovementAction, measured: measurements.Measurement) -> charts.Chart | None:
    """The weeks of the measurement with the live date between them."""
    weeks = effect_page.chart_weeks(measured)
    if not weeks:
        return None
    points = trends.reason_trend(weeks, tree=ReasonTree.load(), reason_id=action.reason_id)
    return charts.trend_chart(
        points,
        chart_id="effect-trend",
        title=_("Contacts per week"),
        summary=_("Before and after the change went live, through all channels.")
        if measured.symptoms
        else _("Before and after the change went live."),
        event=action.live_date,
    )
