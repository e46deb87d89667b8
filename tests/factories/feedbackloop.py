"""A small organisation around the loop: owners of reasons, denominators, weeks of contacts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import AMSTERDAM, IsoWeek
from feedbackloop.models import WeeklyReport
from feedbackloop.services import facts, loop, reports, volumes
from raci.enums import RaciRole
from raci.models import Department, Membership
from raci.services import responsibilities
from reasons.models import ContactReason
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

W10 = IsoWeek.parse("2026-W10")


def department(code: str, *, is_customer_service: bool = False) -> Department:
    """A department with a head who owns it."""
    head = people.user(f"head-{code}", Role.DEPARTMENT_OWNER)
    made = Department.objects.create(
        code=code, name=code.capitalize(), is_customer_service=is_customer_service, head=head
    )
    Membership.objects.create(user=head, department=made)
    return made


def accountable(reason: ContactReason, owner: Department) -> None:
    responsibilities.assign_responsibility(
        reason=reason, role=RaciRole.ACCOUNTABLE, department=owner, actor=None, now=MONDAY
    )


def orders(units: int, *weeks: IsoWeek, **cells: str) -> None:
    """The same number of orders in each of these weeks."""
    row = {"denominator": "orders", "units": str(units), **cells}
    outcome = volumes.record_volumes(
        ((2, {"period": str(week), **row}) for week in weeks), source="test", now=MONDAY
    )
    assert outcome.rejected == []


def contacts(week: IsoWeek, number: int, **fields: Any) -> None:
    """A number of contacts spread over the week, each by a stranger unless said otherwise."""
    make.contacts_in_bulk(
        [make.draft(_moment(week, place, number), **fields) for place in range(number)],
        now=week.end() + timedelta(days=365),
    )


def series(reason: str, numbers: Iterable[int], *, last: IsoWeek = W10, **fields: Any) -> None:
    """Contacts of one reason in consecutive weeks, of which `last` is the last."""
    counts = list(numbers)
    for place, number in enumerate(reversed(counts)):
        contacts(last.plus(-place), number, reason=reason, **fields)


def run_loop(week: IsoWeek = W10, *, now: datetime | None = None) -> WeeklyReport:
    """The loop for a week, run on the Monday after it at seven."""
    loop.run_week(week=week, now=now or week.end() + timedelta(hours=7))
    return WeeklyReport.objects.get(week_start=week.monday)


def draft(week: IsoWeek = W10) -> WeeklyReport:
    """The report of a week as the REPORT step leaves it."""
    facts.refresh()
    return reports.build_draft(week=week, now=week.end() + timedelta(hours=7))


def line(report: WeeklyReport, reason: str) -> dict[str, Any]:
    """The line of one reason."""
    return next(row for row in report.content["lines"] if row["reason"] == reason)


def _moment(week: IsoWeek, place: int, number: int) -> datetime:
    """Office hours, evenly over seven days."""
    day = week.days[place * 7 // number]
    return datetime(day.year, day.month, day.day, 9 + place % 8, place % 60, tzinfo=AMSTERDAM)
