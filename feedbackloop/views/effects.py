"""What an action did: the measurement in words, and the verdict of who answers for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import NotAllowed, Refusal
from feedbackloop.forms import JudgeForm
from feedbackloop.queries import effects as measurements
from feedbackloop.services import effects
from feedbackloop.views import effect_page
from raci import rules, workflow
from raci.enums import ActionState
from raci.models import ImprovementAction
from raci.queries import actions as action_queries

FRAGMENT = "feedbackloop/partials/_effect.html"


@requires(rules.may_see_action)
@require_safe
def action_effect(request: HttpRequest, number: int) -> HttpResponse:
    """A page of its own, or the part of the action's page that asks for it."""
    action = effect_page.find_action(request, number)
    template = FRAGMENT if request.headers.get("HX-Request") else "feedbackloop/effect.html"
    return render(request, template, _context(request, action))


@requires(rules.may_see_action)
@require_POST
def verify(request: HttpRequest, number: int) -> HttpResponse:
    """Geverifieerd or Zonder effect; a refusal shows the page again with the message."""
    action, form = effect_page.find_action(request, number), JudgeForm(request.POST)
    if form.is_valid():
        try:
            effects.judge(
                action,
                helped=request.POST.get("verdict") == "verified",
                remark=form.cleaned_data["remark"],
                actor=user_of(request),
                now=timezone.now(),
                expected_version=_seen_version(request),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            context = _context(request, effect_page.find_action(request, number), form)
            return render(request, "feedbackloop/effect.html", context, status=refusal.status)
        state = ActionState(action.state).label
        messages.success(request, _("Saved. This action is now: %(state)s.") % {"state": state})
        return redirect("raci:action", number)
    return render(request, "feedbackloop/effect.html", _context(request, action, form), status=422)
