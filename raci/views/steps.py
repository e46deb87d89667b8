"""Taking a step with an action, and adding a remark."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci import rules
from raci.enums import ActionState
from raci.forms import RefusableForm, RemarkForm
from raci.models import ImprovementAction
from raci.services import actions
from raci.views.action_page import STEPS, find_action, make_form, render_action

UNKNOWN_VERSION = -1


@requires(rules.may_see_action)
@require_POST
def take(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """One step. A refusal shows the page again, with the input and the message at the form."""
    if step not in STEPS:
        raise Http404
    action, user = find_action(request, number), user_of(request)
    form = make_form(step, action, request.POST)
    status = _take(step, form, action, user, request.POST.get("version", ""))
    if status == 200:
        label = ActionState(action.state).label
        messages.success(request, _("Saved. This action is now: %(state)s.") % {"state": label})
        return redirect("raci:action", number)
    return render_action(request, find_action(request, number), refused=(step, form), status=status)


@requires(rules.may_comment)
@require_POST
def remark(request: HttpRequest, number: int) -> HttpResponse:
    action, form = find_action(request, number), RemarkForm(request.POST)
    if not form.is_valid():
        return render_action(request, action, remark=form, status=422)
    text = form.cleaned_data["text"]
    actions.add_remark(action, text=text, actor=user_of(request), now=timezone.now())
    return redirect("raci:action", number)


def _take(
    step: str, form: RefusableForm, action: ImprovementAction, user: User, version: str
) -> int:
    """The status of the answer; the form carries the messages of a refusal."""
    if not form.is_valid():
        return 422
    seen = int(version) if version.isdecimal() else UNKNOWN_VERSION
    service = STEPS[step].service
    try:
        service(action, **form.arguments(), actor=user, now=timezone.now(), expected_version=seen)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return 200
