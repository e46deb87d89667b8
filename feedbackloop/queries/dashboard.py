"""What the dashboard shows beside the newest report: facts only, never the contacts themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.models import DayCount
from feedbackloop.queries import facts
from raci.enums import ActionState
from raci.models import ImprovementAction
from raci.queries import actions
from raci.queries.departments import DepartmentTree
from reasons.models import ChangedDay
from reasons.queries.tree import ReasonTree

SUMS = ("contact_count", "keyed_count", "repeats_any", "followed_same")
WIDE_VIEW = (Role.COORDINATOR, Role.MANAGER, Role.TEAM_LEADER)


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """Counts of one week without noise; `followed_same` only says something of a mature week."""

    week: IsoWeek
    contacts: int
    keyed: int
    repeats_any: int
    followed_same: int

    @property
    def repeat_share(self) -> float | None:
        return self.repeats_any / self.keyed if self.keyed else None

    @property
    def first_contact_resolution(self) -> float | None:
        return 1 - self.followed_same / self.keyed if self.keyed else None


@dataclass(frozen=True)
class Freshness:
    """Up to which day contacts came in, and whether some are still to be counted."""

    newest_day: date | None
    is_counting: bool
    running_week: IsoWeek
    running_contacts: int


@dataclass(frozen=True)
class Decisions:
    """Open actions that wait for somebody, most urgent first."""

    shown: list[ImprovementAction]
    mine: set[int]
    total: int
    overdue: int


def week_figures(weeks: Sequence[IsoWeek], *, tree: ReasonTree) -> list[WeekFigures]:
    """The figures of consecutive weeks in one query."""
    rows = (
        DayCount.objects.filter(day__range=(weeks[0].monday, weeks[-1].sunday))
        .exclude(reason_id__in=tree.noise_ids)
        .order_by()
        .values_list("day")
        .annotate(*(Sum(name) for name in SUMS))
    )
    sums = {week: [0] * len(SUMS) for week in weeks}
    for day, *counts in rows:
        week = IsoWeek.of(day)
        sums[week] = [total + count for total, count in zip(sums[week], counts, strict=True)]
    return [WeekFigures(week, *sums[week]) for week in weeks]


def freshness(*, tree: ReasonTree, now: datetime) -> Freshness:
    """Three queries."""
    running = IsoWeek.at(now)
    days = facts.day_totals(running.monday, running.sunday, without=tree.noise_ids)
    return Freshness(
        newest_day=facts.newest_day(),
        is_counting=ChangedDay.objects.exists(),
        running_week=running,
        running_contacts=sum(days.values()),
    )


def decisions(user: User, departments: DepartmentTree, *, today: date, limit: int) -> Decisions:
    """Proposals, effects to verify and what is late: of the whole organisation for who oversees
    it, for a department owner of the own departments."""
    waiting = _scope(user, departments).filter(_waits(today))
    shown = list(
        actions.with_roles(waiting).order_by(_urgency(today), "due_date", "number")[:limit]
    )
    mine = waiting.filter(actions.held_by(user, departments), pk__in=[a.pk for a in shown])
    return Decisions(
        shown=shown,
        mine=set(mine.values_list("pk", flat=True)),
        total=waiting.count(),
        overdue=waiting.filter(actions.overdue(today)).count(),
    )


def _scope(user: User, departments: DepartmentTree) -> QuerySet[ImprovementAction]:
    visible = actions.visible_to(user)
    if user.has_role(*WIDE_VIEW):
        return visible
    return visible.filter(actions.of_department(departments.own_ids(user)))


def _waits(today: date) -> Q:
    deciding = Q(state__in=[ActionState.PROPOSED, ActionState.REPORTED_DONE])
    return deciding | actions.overdue(today)


def _urgency(today: date) -> Case:
    return Case(
        When(actions.overdue(today), then=Value(0)),
        When(state=ActionState.REPORTED_DONE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
