"""The page of one action, with a form for each step this person may take now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contactreductie.core.access import user_of
from contactreductie.core.models import User
from raci import rules, workflow
from raci.enums import RaciRole
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
from raci.models import CustomerVision, ImprovementAction
from raci.queries import actions as action_queries
from raci.queries import holders, vision
from raci.queries.departments import DepartmentTree
from raci.services import actions
from raci.views import presentation

WORKING = frozenset({RaciRole.ACCOUNTABLE, RaciRole.RESPONSIBLE})


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
        return action.state in workflow.PROMISED and rules.is_accountable(user, action)
    if name == "set_roles":
        return action.state in workflow.OPEN and has_right(user, action, name)
    return action.state in workflow.TRANSITIONS[name].from_states and has_right(user, action, name)


def has_right(user: User, action: ImprovementAction, name: str) -> bool:
    """Whether this person may ask for a step at all, whatever the state. Who may move a due date
    is a rule with a message of its own (A-6)."""
    if name == "move_due_date":
        return True
    if name == "set_roles":
        return rules.may_plan(user, action)
    return rules.may_take(user, action, workflow.TRANSITIONS[name])


def make_form(
    name: str, action: ImprovementAction, user: User, data: QueryDict | None = None
) -> RefusableForm:
    """The form of a step, filled in with what was sent."""
    options: dict[str, Any] = {}
    if name == "accept":
        options = {"vision": vision.active()}
    elif name == "set_roles":
        people = [role.person for role in action.roles.all() if role.person]
        tree = DepartmentTree.load()
        offered = holders.choices(tree, people)
        options = {
            "holders": offered,
            "accountable": holders.to_make_accountable(offered, user, tree),
            "roles": action.roles.all(),
        }
    elif name in ("report_done", "move_due_date"):
        options = {
            "initial": {
                "result": action.result,
                "live_date": action.live_date,
                "due_date": action.due_date,
            }
        }
    form = STEPS[name].form(data, prefix=name, **options)
    _limit_days(form, timezone.localdate())
    return form


def _limit_days(form: RefusableForm, today: date) -> None:
    if "due_date" in form.fields:
        form.limit_days("due_date", today, today + timedelta(weeks=settings.MAX_DUE_WEEKS))
    if "live_date" in form.fields:
        form.limit_days("live_date", None, today)


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
        Offer(step, bound.get(name) or make_form(name, action, user))
        for name, step in STEPS.items()
        if may_take(user, action, name)
    ]
    letters, active = rules.letters_of(user, action), vision.active()
    context = {
        "action": action,
        "origin_week": presentation.origin_week(action),
        "badge": presentation.line(action, today, tree, {}).badge,
        "steps": presentation.road(action),
        "entries": presentation.history(action),
        "holders": holders.named(action.roles.all(), tree, holders.heads(tree)),
        **_placed(offers, action),
        "lost": [form for name, form in bound.items() if name not in {o.step.name for o in offers}],
        "letters": sorted(letters),
        "is_asked": bool(letters & WORKING),
        "remark": remark or (RemarkForm() if rules.may_comment(user, action) else None),
        "due_in": (action.due_date - today).days if action.due_date else None,
        "is_closed": action.state in workflow.CLOSED,
        "may_propose": rules.may_propose(user),
        "alone": _would_be_alone(user, action),
        "needs_vision": action.state == workflow.PROPOSED and active is None,
        "is_outdated": _is_outdated(action, active),
    }
    return render(request, "raci/action.html", context, status=status)


def _placed(offers: list[Offer], action: ImprovementAction) -> dict[str, list[Offer]]:
    """What is asked first; to decline a proposal stands beside to accept it."""
    is_choice = action.state == workflow.PROPOSED
    declining = [offer for offer in offers if is_choice and offer.step.name == "cancel"]
    rest = [offer for offer in offers if offer not in declining]
    return {
        "main_steps": [offer for offer in rest if not offer.step.aside],
        "decline_steps": declining,
        "aside_steps": [offer for offer in rest if offer.step.aside],
    }


def _is_outdated(action: ImprovementAction, active: CustomerVision | None) -> bool:
    """Planned under an earlier version, and still to be checked against this one (V-2)."""
    if action.state in workflow.CLOSED or action.principle is None or active is None:
        return False
    return action.principle.vision_id != active.pk


def _would_be_alone(user: User, action: ImprovementAction) -> bool:
    """Whoever reports done cannot verify: said beforehand to somebody who is A as well."""
    return action.state == workflow.IN_PROGRESS and rules.is_accountable(user, action)
