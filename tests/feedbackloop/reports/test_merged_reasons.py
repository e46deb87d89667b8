"""R-7 in the report: what was merged is counted with its home, and a merge corrects nothing."""

import json
from datetime import datetime, time
from typing import Any

import pytest

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek
from contactreductie.core.models import User
from reasons.models import Contact, ContactReason
from reasons.services import corrections, restructuring
from tests.factories import feedbackloop as make
from tests.factories import people, reasons
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db
LATER, LAST = W10.plus(1), W10.plus(2)


@pytest.fixture
def coordinator() -> User:
    return people.coordinator()


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.channel("phone")
    reasons.reason("late", reasons.reason("delivery"), name_nl="Te laat")
    reasons.reason("lost", reasons.reason("parcels"), name_nl="Kwijt")
    for week in (W10, LATER, LAST):
        make.contacts(week, 6, reason="late")
        make.contacts(week, 2, reason="lost")


def noon(week: IsoWeek) -> datetime:
    return datetime.combine(week.monday, time(12), tzinfo=AMSTERDAM)


def merge(actor: User, week: IsoWeek) -> None:
    lost, late = (ContactReason.objects.get(code=code) for code in ("lost", "late"))
    restructuring.merge_reasons(lost, into=late, actor=actor, now=noon(week), why="Zelfde vraag")


def report(week: IsoWeek) -> dict[str, Any]:
    return json.loads(make.run_loop(week).document)


def counted(document: dict[str, Any], figure: str = "contacts") -> dict[str, int]:
    return {line["reason"]: line[figure] for line in document["lines"]}


def test_merged_reason_has_no_line_and_its_home_has_both(coordinator: User) -> None:
    before = report(W10)
    assert counted(before) == {"delivery": 6, "late": 6, "parcels": 2, "lost": 2}
    merge(coordinator, LATER)

    after = report(LATER)

    assert counted(after) == {"delivery": 8, "late": 8}
    assert counted(after, "own_contacts") == {"delivery": 0, "late": 8}
    assert counted(after, "previous_week") == {"delivery": 8, "late": 8}
    assert after["totals"]["contacts"] == before["totals"]["contacts"]
    assert after["corrections"] == []


def test_correction_of_a_week_before_the_merge_is_told_once_at_the_home(coordinator: User) -> None:
    report(W10)
    merge(coordinator, LATER)
    gone = Contact.objects.filter(reason__code="lost", local_date__lte=W10.sunday)[0]
    corrections.withdraw_contact(gone, actor=coordinator, now=noon(LATER))

    told = report(LATER)["corrections"]
    assert [(row["week"], row["reason"], row["was"], row["now"]) for row in told] == [
        ("2026-W10", "late", 8, 7)
    ]
    assert report(LAST)["corrections"] == []
