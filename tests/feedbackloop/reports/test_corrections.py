"""A change in a closed week shows up as a correction in the next report (C-11)."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.models import WeeklyReport
from reasons.enums import ReasonKind
from reasons.models import Contact
from reasons.services import corrections
from tests.factories import feedbackloop as make
from tests.factories import people, reasons
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db
LATER = W10.plus(1)


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.channel("phone")
    delivery = reasons.reason("delivery")
    reasons.reason("late", delivery, name_nl="Te laat")
    reasons.reason("lost", delivery, name_nl="Kwijt")
    reasons.reason("spam", kind=ReasonKind.NOISE)


@pytest.fixture
def coordinator() -> User:
    return people.coordinator()


def reported(week: IsoWeek = W10) -> WeeklyReport:
    return make.run_loop(week)


def told(report: WeeklyReport) -> list[tuple[str, str, int, int]]:
    rows = json.loads(report.document)["corrections"]
    return [(row["week"], row["reason"], row["was"], row["now"]) for row in rows]


def corrected(contact: Contact, actor: User, **fields: Any) -> None:
    now: datetime = contact.recorded_at + timedelta(hours=1)
    draft = replace(corrections.draft_of(contact), late_reason="vergissing", **fields)
    corrections.correct_contact(contact, draft, seen=contact.changed_at, actor=actor, now=now)


def test_correction_by_hand_is_told_in_the_next_report(coordinator: User) -> None:
    make.contacts(W10, 8, reason="late")
    make.contacts(LATER, 8, reason="late")
    before = reported().document
    corrected(Contact.objects.filter(local_date__lte=W10.sunday)[0], coordinator, reason="lost")

    report = reported(LATER)

    assert told(report) == [("2026-W10", "late", 8, 7), ("2026-W10", "lost", 0, 1)]
    assert WeeklyReport.objects.get(week_start=W10.monday).document == before


def test_correction_is_told_once(coordinator: User) -> None:
    for week in (W10, LATER, LATER.plus(1)):
        make.contacts(week, 8, reason="late")
    reported()
    corrections.withdraw_contact(
        Contact.objects.filter(local_date__lte=W10.sunday)[0],
        actor=coordinator,
        now=W10.end() + timedelta(days=9),
    )

    assert told(reported(LATER)) == [("2026-W10", "late", 8, 7)]
    assert told(reported(LATER.plus(1))) == []


def test_late_delivery_into_a_reported_week_is_told(coordinator: User) -> None:
    make.contacts(W10, 8, reason="late")
    make.contacts(LATER, 8, reason="late")
    reported()
    make.contacts(W10, 5, reason="lost")

    assert told(reported(LATER)) == [("2026-W10", "lost", 0, 5)]


def test_contact_that_turned_out_to_be_noise_leaves_the_week(coordinator: User) -> None:
    """C-10: noise is in no figure of a report, and so is nothing to correct to."""
    make.contacts(W10, 8, reason="late")
    make.contacts(LATER, 8, reason="late")
    reported()
    corrected(Contact.objects.filter(local_date__lte=W10.sunday)[0], coordinator, reason="spam")

    assert told(reported(LATER)) == [("2026-W10", "late", 8, 7)]


def test_weeks_without_a_report_have_nothing_to_correct() -> None:
    make.contacts(W10, 8, reason="late")
    make.contacts(LATER, 8, reason="late")

    assert told(reported(LATER)) == []


def test_report_page_shows_the_corrected_weeks(client: Client, coordinator: User) -> None:
    make.contacts(W10, 8, reason="late")
    make.contacts(LATER, 8, reason="late")
    reported()
    make.contacts(W10, 5, reason="lost")
    reported(LATER)
    client.force_login(coordinator)

    page = client.get("/reports/2026-W11/").text

    assert "Week 10: 0 → 5 contacten over 1 reden" in page
    assert "Kwijt" in page
