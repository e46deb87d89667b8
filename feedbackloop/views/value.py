"""What one reason is worth: its scores, its strategy, its label (W-1 to W-3)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import NotAllowed, Refusal
from feedbackloop import rules
from feedbackloop.queries import trends
from feedbackloop.queries.matrix import Loads
from feedbackloop.queries.worth import worth_of
from feedbackloop.views import value_page
from raci.forms import RefusableForm
from raci.queries import values, vision
from raci.queries.departments import DepartmentTree
from raci.queries.owners import Owners
from raci.queries.values import Position
from raci.services import values as services
from reasons.queries.tree import ReasonNode, ReasonTree

SERVICES: dict[str, Callable[..., Any]] = {
    value_page.SCORE: services.score_reason,
    value_page.STRATEGY: services.choose_strategy,
    value_page.LABEL: services.label_reason,
}
SAID = {
    value_page.SCORE: gettext_noop("Your score is in."),
    value_page.STRATEGY: gettext_noop("The strategy is chosen."),
    value_page.LABEL: gettext_noop("The label is set."),
}


@requires(rules.may_read_values)
@require_http_methods(["GET", "POST"])
def value(request: HttpRequest, code: str) -> HttpResponse:
    """One page with three forms; `step` tells which of them was sent."""
    tree, departments, user = ReasonTree.load(), DepartmentTree.load(), user_of(request)
    node = tree.by_code.get(code)
    if node is None or tree.is_noise(node.id):
        raise Http404
    found = values.position(tree, departments, node)
    forms = value_page.forms(
        user,
        found,
        vision.active(),
        is_own=node.id in Owners.load(tree).own_reasons(user),
        step=_step(request),
        data=request.POST,
    )
    if request.method == "POST" and _is_done(request, node, forms):
        return redirect("feedbackloop:value", code)
    if request.method != "POST" and values.is_past(node, timezone.localdate()):
        forms = {}
    context = {**_context(tree, departments, node, found), "forms": forms, "step": _step(request)}
    status = 422 if request.method == "POST" else 200
    return render(request, "feedbackloop/value.html", context, status=status)


def _step(request: HttpRequest) -> str:
    if request.method != "POST":
        return ""
    step = request.POST.get("step", "")
    return step if step in value_page.STEPS else value_page.SCORE


def _is_done(request: HttpRequest, node: ReasonNode, forms: dict[str, RefusableForm]) -> bool:
    """Whether what was sent is written; else its form says why not. NotAllowed without a form."""
    step = _step(request)
    form = forms.get(step)
    if form is None:
        raise NotAllowed
    if not form.is_valid():
        return False
    try:
        SERVICES[step](
            reason=node.as_model(), **form.arguments(), actor=user_of(request), now=timezone.now()
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _(SAID[step]))
    return True


def _context(
    tree: ReasonTree, departments: DepartmentTree, node: ReasonNode, found: Position
) -> dict[str, Any]:
    language = get_language() or "nl"
    weeks = trends.last_weeks(settings.MATRIX_WEEKS, today=timezone.localdate())
    loads, moments = Loads.load(tree, weeks), values.history(departments, node.id)
    return {
        "code": node.code,
        "name": node.name_in(language),
        "path": [step.name_in(language) for step in tree.ancestors(node)],
        "position": found,
        "load": loads.by_reason[node.id],
        "evidence": value_page.evidence(loads, node.id, worth_of(tree, node, weeks)),
        "scores": values.newest_scores(moments),
        "entries": value_page.timeline(moments),
        "trail": value_page.trail(moments),
        "strategies": value_page.strategy_rows(found),
        "week_count": len(weeks),
        "is_past": values.is_past(node, timezone.localdate()),
        "is_parent": not tree.is_leaf(node.id),
        "below": [
            (below.code, below.name_in(language), its.strategy)
            for below, its in values.placed_below(tree, departments, node)
        ],
    }
