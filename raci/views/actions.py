"""The list of actions, one action, and a new proposal."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.numbers import parse_number
from contactreductie.core.refusals import NotAllowed, Refusal
from raci import rules, workflow
from raci.filters import ActionFilter
from raci.forms import ProposeForm
from raci.models import ImprovementAction
from raci.queries import actions as action_queries
from raci.queries import holders
from raci.queries.departments import DepartmentTree
from raci.services import actions
from raci.views import presentation
from raci.views.action_page import find_action, render_action
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree

ACTIONS_PER_PAGE = 25


@requires(rules.may_see_action)
@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    """Open actions unless another state is asked for, the nearest due date first."""
    user, tree, today = user_of(request), DepartmentTree.load(), timezone.localdate()
    visible = action_queries.visible_to(user)
    found = ActionFilter(request.GET, visible, user=user, tree=tree, today=today)
    ordered = action_queries.with_roles(action_queries.most_urgent_first(found.qs))
    page = Paginator(ordered, ACTIONS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "lines": _lines(page, visible, user, tree, today),
        "tabs": _tabs(found, tree),
        "open_count": sum(found.state_counts[state] for state in workflow.OPEN),
        "own_count": found.count_own_open(),
        "may_propose": rules.may_propose(user),
    }
    return render(request, "raci/action_list.html", context)


@requires(rules.may_see_action)
@require_safe
def action(request: HttpRequest, number: int) -> HttpResponse:
    return render_action(request, find_action(request, number))


@requires(rules.may_propose)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A new action on a reason (`?reason=CODE`) or after a closed one (`?follows=12`)."""
    user = user_of(request)
    follows = _followed(user, request.GET.get("follows", ""))
    offered: dict[str, Any] = {
        "reasons": _reason_choices(ReasonTree.load(), get_language() or "nl"),
        "holders": _holder_choices(user) if rules.may_plan(user) else None,
    }
    if request.method == "POST":
        form = ProposeForm(request.POST, **offered)
        if form.is_valid() and (proposed := _proposed(form, follows, user)):
            asked = presentation.accountable_name(proposed)
            messages.success(request, _("Proposed to %(name)s.") % {"name": asked})
            return redirect("raci:action", proposed.number)
    else:
        form = ProposeForm(initial=_initial(request, follows), **offered)
    context = {"form": form, "follows": follows}
    return render(request, "raci/propose.html", context, status=422 if form.is_bound else 200)


def _lines(
    page: Page[ImprovementAction],
    visible: action_queries.Actions,
    user: User,
    tree: DepartmentTree,
    today: date,
) -> list[presentation.ActionLine]:
    asking = visible.filter(action_queries.asks(user, tree, today))
    asking_ids, people = set(asking.values_list("pk", flat=True)), holders.heads(tree)
    return [
        presentation.line(row, today, tree, people, asks_you=row.pk in asking_ids) for row in page
    ]


def _tabs(found: ActionFilter, tree: DepartmentTree) -> list[dict[str, Any]]:
    """The departments that have open actions, each with how many."""
    counts = action_queries.count_open_by_department(found.queryset, tree)
    return [
        {"code": node.code, "name": node.name, "count": counts[node.id]}
        for node in tree.nodes
        if node.depth == 0 and node.id in counts
    ]


def _reason_choices(tree: ReasonTree, language: str) -> list[tuple[str, str]]:
    return [
        (node.code, " › ".join(step.name_in(language) for step in tree.path(node)))
        for node in tree.nodes
    ]


def _holder_choices(user: User) -> holders.Choices:
    tree = DepartmentTree.load()
    return holders.to_make_accountable(holders.choices(tree), user, tree)


def _followed(user: User, number: str) -> ImprovementAction | None:
    if not number:
        return None
    followed = action_queries.visible_to(user).filter(pk=parse_number(number) or 0).first()
    if followed is None:
        raise Http404
    return followed


def _initial(request: HttpRequest, follows: ImprovementAction | None) -> dict[str, str]:
    if follows is None:
        return {"reason": request.GET.get("reason", "")}
    return {"reason": follows.reason.code, "title": follows.title}


def _proposed(
    form: ProposeForm, follows: ImprovementAction | None, user: User
) -> ImprovementAction | None:
    try:
        return actions.propose_action(
            title=form.cleaned_data["title"],
            reason=ContactReason.objects.get(code=form.cleaned_data["reason"]),
            description=form.cleaned_data["description"],
            roles=form.roles(),
            follow_up_of=follows,
            actor=user,
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
