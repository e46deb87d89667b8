"""Taking a step with an action, and adding a remark."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.numbers import parse_number
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci import rules, workflow
from raci.enums import ActionState
from raci.forms import RefusableForm, RemarkForm
from raci.models import ImprovementAction
from raci.services import actions
from raci.views.action_page import STEPS, find_action, has_right, make_form, render_action

UNKNOWN_VERSION = -1


@requires(rules.may_see_action)
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """One step. A refusal shows the page again, with the input and the message at the form."""
    if step not in STEPS:
        raise Http404
    action, user = find_action(request, number), user_of(request)
    if request.method == "GET":
        return _only_sent(request, action)
    form = make_form(step, action, user, request.POST)
    status = _take(step, form, action, user, request.POST.get("version", ""))
    if status == 200:
        messages.success(request, _said(step, action))
        return redirect("raci:action", number)
    return render_action(request, find_action(request, number), refused=(step, form), status=status)


@requires(rules.may_comment)
@require_http_methods(["GET", "POST"])
def remark(request: HttpRequest, number: int) -> HttpResponse:
    action, form = find_action(request, number), RemarkForm(request.POST)
    if request.method == "GET":
        return _only_sent(request, action)
    if not rules.may_comment(user_of(request), action):
        raise NotAllowed
    if not form.is_valid():
        return render_action(request, action, remark=form, status=422)
    text = form.cleaned_data["text"]
    actions.add_remark(action, text=text, actor=user_of(request), now=timezone.now())
    messages.success(request, _("Your remark is in the history."))
    return redirect("raci:action", number)


def _only_sent(request: HttpRequest, action: ImprovementAction) -> HttpResponse:
    """An address that takes input, followed as a link: after another language was chosen on a
    refusal, or after signing in again. The action's page, and nothing is changed."""
    response = render_action(request, action, status=405)
    response["Allow"] = "POST"
    return response


def _said(step: str, action: ImprovementAction) -> str:
    if step not in workflow.TRANSITIONS:
        return _("Saved.")
    label = ActionState(action.state).label
    return _("Saved. This action is now: %(state)s.") % {"state": label}


def _take(
    step: str, form: RefusableForm, action: ImprovementAction, user: User, version: str
) -> int:
    """The status of the answer; the form carries the messages of a refusal."""
    if not form.is_valid():
        if not has_right(user, action, step):
            raise NotAllowed
        return 422
    seen = parse_number(version) or UNKNOWN_VERSION
    service = STEPS[step].service
    try:
        service(action, **form.arguments(), actor=user, now=timezone.now(), expected_version=seen)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        if isinstance(refusal, Conflict):
            form.add_error(None, _("You see how it stands now; what you filled in is kept."))
        return refusal.status
    return 200
