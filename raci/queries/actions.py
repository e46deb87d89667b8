"""Reading improvement actions."""

from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from raci import rules, workflow
from raci.enums import ActionState, RaciRole
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
    return Q(state__in=workflow.OPEN)


def overdue(today: date) -> Q:
    """Promised, and its due date has passed."""
    return Q(state__in=workflow.PROMISED, due_date__lt=today)


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
    return _has_role(_of_person(user, tree), letters)


def asks(user: User, tree: DepartmentTree, today: date) -> Q:
    """What waits for this person now: a proposal to decide on or an effect old enough to judge
    (A; the latter not for who reported it done), and work that is planned or under way (R)."""
    mine = _of_person(user, tree)
    measurable = IsoWeek.of(today).monday - timedelta(weeks=settings.EFFECT_MIN_WEEKS)
    judging = Q(state=ActionState.REPORTED_DONE, live_date__lt=measurable)
    deciding = Q(state=ActionState.PROPOSED) | judging & ~Q(reported_done_by=user)
    working = Q(state__in=workflow.PROMISED)
    as_accountable = _has_role(mine, [RaciRole.ACCOUNTABLE])
    return as_accountable & deciding | _has_role(mine, [RaciRole.RESPONSIBLE]) & working


def _of_person(user: User, tree: DepartmentTree) -> Q:
    """Condition on ActionRole: held by this person."""
    headed = tree.headed_by(user.pk) | departments.owned_without_head(tree, user)
    mine = Q(person=user) | Q(department_id__in=headed)
    return mine | ~Q(role=RaciRole.ACCOUNTABLE) & Q(department_id__in=tree.joined_by(user))


def _has_role(mine: Q, letters: Collection[str]) -> Q:
    return Q(Exists(ActionRole.objects.filter(mine, action=OuterRef("pk"), role__in=letters)))


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


def count_accountable(user: User, tree: DepartmentTree) -> int:
    """Open actions that would be left without an A if this person went (A-4)."""
    mine = held_by(user, tree, [RaciRole.ACCOUNTABLE])
    return ImprovementAction.objects.filter(is_open(), mine).count()


def most_urgent_first(actions: Actions) -> Actions:
    """Proposals wait for a decision and come first, then the nearest due date."""
    return actions.order_by(F("due_date").asc(nulls_first=True), "-number")
