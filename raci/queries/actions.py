"""Reading improvement actions."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from contactreductie.core.models import User
from raci import rules
from raci.enums import OPEN_STATES, ActionState, RaciRole
from raci.models import ActionEntry, ActionRole, ImprovementAction
from raci.queries import departments
from raci.queries.departments import DepartmentTree

Actions = QuerySet[ImprovementAction]
WORKING_LETTERS = (RaciRole.ACCOUNTABLE, RaciRole.RESPONSIBLE)


def visible_to(user: User) -> Actions:
    """The actions somebody may see: all of them, for everybody who takes part (V-5)."""
    if rules.may_see_action(user):
        return ImprovementAction.objects.all()
    return ImprovementAction.objects.none()


def with_roles(actions: Actions) -> Actions:
    """With what a list shows: reason, and holders in the order A, R, C, I."""
    roles = ActionRole.objects.select_related("department", "person").order_by("role", "pk")
    return actions.select_related("reason").prefetch_related(Prefetch("roles", queryset=roles))


def with_history(actions: Actions) -> Actions:
    """With what the action's own page shows and the rules ask for."""
    roles = ActionRole.objects.select_related(
        "person", "department__head", "department__parent__head"
    ).order_by("role", "pk")
    entries = ActionEntry.objects.select_related("actor")
    related = ("reason", "principle__vision", "created_by", "reported_done_by", "follow_up_of")
    return actions.select_related(*related).prefetch_related(
        Prefetch("roles", queryset=roles), Prefetch("entries", queryset=entries), "follow_ups"
    )


def is_open() -> Q:
    return Q(state__in=OPEN_STATES)


def overdue(today: date) -> Q:
    """Open, not yet reported done, and its due date has passed."""
    waiting = [state for state in OPEN_STATES if state != ActionState.REPORTED_DONE]
    return Q(state__in=waiting, due_date__lt=today)


def of_department(department_ids: Collection[int]) -> Q:
    """One of these departments is accountable, itself or by the person who is."""
    accountable = ActionRole.objects.filter(
        Q(department_id__in=department_ids)
        | Q(person__membership__department_id__in=department_ids),
        action=OuterRef("pk"),
        role=RaciRole.ACCOUNTABLE,
    )
    return Q(Exists(accountable))


def held_by(user: User, tree: DepartmentTree, letters: Collection[str] = WORKING_LETTERS) -> Q:
    """Somebody holds one of the letters in person, or for a department that resolves to them;
    R, C and I are held by the department's members too."""
    headed = tree.headed_by(user.pk) | departments.owned_without_head(tree, user)
    mine = Q(person=user) | Q(department_id__in=headed)
    mine |= ~Q(role=RaciRole.ACCOUNTABLE) & Q(department_id__in=tree.joined_by(user))
    roles = ActionRole.objects.filter(mine, action=OuterRef("pk"), role__in=letters)
    return Q(Exists(roles))


def count_by_state(actions: Actions) -> dict[str, int]:
    """Number of actions per state; states without any are in it with 0."""
    counts = dict(actions.order_by().values_list("state").annotate(Count("pk")))
    return {state: counts.get(state, 0) for state in ActionState.values}


def count_open_by_department(actions: Actions, tree: DepartmentTree) -> dict[int, int]:
    """Number of open actions per department that is accountable, its teams' included.

    A person who is accountable counts for the department they are a member of.
    """
    accountable = ActionRole.objects.filter(
        role=RaciRole.ACCOUNTABLE, action__in=actions.filter(is_open())
    )
    owner = Coalesce("department_id", "person__membership__department_id")
    counts: dict[int, int] = {}
    for department_id, number in accountable.values_list(owner).annotate(Count("pk")).order_by():
        for node in tree.upwards(department_id) if department_id else []:
            counts[node.id] = counts.get(node.id, 0) + number
    return counts


def open_on_reasons(reason_ids: Collection[int]) -> dict[int, ImprovementAction]:
    """The open action per reason, the oldest where there are several; reason itself only."""
    actions = ImprovementAction.objects.filter(is_open(), reason_id__in=reason_ids)
    return {action.reason_id: action for action in actions.order_by("-number")}


def declined_since(reason_ids: Collection[int], since: datetime) -> set[int]:
    """The reasons on which an action was cancelled at or after a moment."""
    declined = ImprovementAction.objects.filter(
        state=ActionState.CANCELLED, closed_at__gte=since, reason_id__in=reason_ids
    )
    return set(declined.values_list("reason_id", flat=True))


def count_accountable(user: User, tree: DepartmentTree) -> int:
    """Open actions that would be left without an A if this person went (A-4)."""
    mine = held_by(user, tree, [RaciRole.ACCOUNTABLE])
    return ImprovementAction.objects.filter(is_open(), mine).count()


def most_urgent_first(actions: Actions) -> Actions:
    """Proposals wait for a decision and come first, then the nearest due date."""
    return actions.order_by(F("due_date").asc(nulls_first=True), "-number")
