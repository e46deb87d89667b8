"""The page of one action, with a form for each step this person may take now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contactreductie.core.access import user_of
from contactreductie.core.models import User
from raci import rules, workflow
from raci.forms import (
    AcceptForm,
    CancelForm,
    MoveDueDateForm,
    NoAnswersForm,
    RefusableForm,
    RemarkForm,
    ReportDoneForm,
    ReturnForm,
    RolesForm,
)
from raci.models import ImprovementAction
from raci.queries import actions as action_queries
from raci.queries import holders, vision
from raci.queries.departments import DepartmentTree
from raci.services import actions
from raci.views import presentation

MOVABLE = (workflow.PLANNED, workflow.IN_PROGRESS)


@dataclass(frozen=True)
class Step:
    """What somebody can do with an action on its page, and the service that does it.

    `aside` steps stand folded under the main one.
    """

    name: str
    title: str | Promise
    button: str | Promise
    form: type[RefusableForm]
    service: Callable[..., ImprovementAction]
    aside: bool = False
    icon: str = "check"
    danger: bool = False


STEPS = {
    step.name: step
    for step in (
        Step("accept", _("Accept with a plan"), _("Accept and plan"), AcceptForm, actions.accept),
        Step("start", _("Start"), _("Start now"), NoAnswersForm, actions.start, icon="play"),
        Step(
            "report_done",
            _("Report done"),
            _("Report done"),
            ReportDoneForm,
            actions.report_done,
        ),
        Step(
            "return_to_work",
            _("Not done yet"),
            _("Return to work"),
            ReturnForm,
            actions.return_to_work,
            aside=True,
            icon="repeat",
        ),
        Step(
            "move_due_date",
            _("Move the due date"),
            _("Move"),
            MoveDueDateForm,
            actions.move_due_date,
            aside=True,
            icon="calendar",
        ),
        Step(
            "set_roles",
            _("Change who does what"),
            _("Save"),
            RolesForm,
            actions.set_roles,
            aside=True,
            icon="people",
        ),
        Step(
            "cancel",
            _("Cancel this action"),
            _("Cancel action"),
            CancelForm,
            actions.cancel,
            aside=True,
            icon="cross",
            danger=True,
        ),
    )
}


@dataclass(frozen=True)
class Offer:
    """A step with the form that asks for its answers."""

    step: Step
    form: RefusableForm

    @property
    def is_open(self) -> bool:
        return self.form.is_bound


def find_action(request: HttpRequest, number: int) -> ImprovementAction:
    """The action with all that the rules look at; 404 outside this person's scope."""
    visible = action_queries.visible_to(user_of(request))
    found = action_queries.with_history(visible).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def may_take(user: User, action: ImprovementAction, name: str) -> bool:
    """Whether a step is to be offered: this person, from this state."""
    if name == "move_due_date":
        return action.state in MOVABLE and rules.is_accountable(user, action)
    if name == "set_roles":
        return action.state in workflow.OPEN and rules.may_plan(user, action)
    step = workflow.TRANSITIONS[name]
    return action.state in step.from_states and rules.may_take(user, action, step)


def make_form(name: str, action: ImprovementAction, data: QueryDict | None = None) -> RefusableForm:
    """The form of a step, filled in with what was sent."""
    options: dict[str, Any] = {}
    if name == "accept":
        options = {"vision": vision.active()}
    elif name == "set_roles":
        people = [role.person for role in action.roles.all() if role.person]
        offered = holders.choices(DepartmentTree.load(), people)
        options = {"holders": offered, "roles": action.roles.all()}
    elif name in ("report_done", "move_due_date"):
        options = {
            "initial": {
                "result": action.result,
                "live_date": action.live_date,
                "due_date": action.due_date,
            }
        }
    return STEPS[name].form(data, prefix=name, **options)


def render_action(
    request: HttpRequest,
    action: ImprovementAction,
    *,
    refused: tuple[str, RefusableForm] | None = None,
    remark: RemarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `refused` is a form that was sent and not taken, with its messages."""
    user, tree, today = user_of(request), DepartmentTree.load(), timezone.localdate()
    bound = dict([refused]) if refused else {}
    offers = [
        Offer(step, bound.get(name) or make_form(name, action))
        for name, step in STEPS.items()
        if may_take(user, action, name)
    ]
    lost = [form for name, form in bound.items() if name not in {o.step.name for o in offers}]
    context = {
        "action": action,
        "origin_week": presentation.origin_week(action),
        "badge": presentation.line(action, today, tree, {}).badge,
        "steps": presentation.road(action),
        "entries": presentation.history(action),
        "holders": holders.named(action.roles.all(), tree, holders.heads(tree)),
        "main_steps": [offer for offer in offers if not offer.step.aside],
        "aside_steps": [offer for offer in offers if offer.step.aside],
        "lost": lost,
        "letters": sorted(rules.letters_of(user, action)),
        "remark": remark or (RemarkForm() if rules.may_comment(user, action) else None),
        "due_in": (action.due_date - today).days if action.due_date else None,
        "is_closed": action.state in workflow.CLOSED,
        "may_propose": rules.may_propose(user),
        "alone": _would_be_alone(user, action),
        "needs_vision": action.state == workflow.PROPOSED and vision.active() is None,
    }
    return render(request, "raci/action.html", context, status=status)


def _would_be_alone(user: User, action: ImprovementAction) -> bool:
    """Whoever reports done cannot verify: said beforehand to somebody who is A as well."""
    return action.state == workflow.IN_PROGRESS and rules.is_accountable(user, action)
