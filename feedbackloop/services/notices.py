"""Telling people that a report is there; mails go into the outbox, the beat delivers them.

Whoever becomes accountable for a new action hears it from `raci`, with the action itself.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from contactreductie.core.enums import Role
from contactreductie.core.figures import change, number, signed_percent
from contactreductie.core.models import User
from contactreductie.core.services import outbox
from feedbackloop.models import Finding, WeeklyReport
from feedbackloop.queries import findings, tree_review
from reasons import rules as reason_rules
from reasons.models import Channel

READERS = (Role.MANAGER, Role.COORDINATOR)


def announce(report: WeeklyReport, *, now: datetime) -> None:
    """One digest to every manager and coordinator, in their own language, exactly once."""
    found = list(findings.of_report(report))
    tree_points = tree_review.found_count(report.week.plus(1).monday)
    for person in _readers():
        with translation.override(person.language):
            context = _digest(report, found, person)
            if reason_rules.may_edit_tree(person):
                context["tree_points"] = tree_points
            outbox.enqueue_mail(
                event=f"report-{report.week}-v{report.version}",
                recipient=person.email,
                subject=_subject(report, context),
                text=render_to_string("emails/weekly_report.txt", context),
                html=render_to_string("emails/weekly_report.html", context),
                now=now,
            )


def _readers() -> list[User]:
    people = User.objects.filter(is_active=True, role_grants__role__in=READERS)
    return list(people.exclude(email="").distinct().order_by("pk"))


def _subject(report: WeeklyReport, context: dict[str, Any]) -> str:
    contacts = context["totals"]["contacts"]
    count = len(context["findings"])
    counted = ngettext("%(number)s contact", "%(number)s contacts", contacts) % {
        "number": number(contacts)
    }
    found = ngettext("%(number)s finding", "%(number)s findings", count) % {"number": number(count)}
    start = translation.gettext("Weekly report %(week)s") % {"week": report.week}
    return f"{start}: {counted}, {found}"


def _digest(report: WeeklyReport, found: list[Finding], person: User) -> dict[str, Any]:
    content = report.content
    totals = content["totals"]
    return {
        "person": person,
        "week": report.week,
        "totals": totals,
        "change": signed_percent(change(totals["contacts"], totals["previous_week"])),
        "missing_channels": _channel_names(content["completeness"]["missing_channels"]),
        "findings": [_told(finding) for finding in found],
        "overdue": content["actions"]["overdue"],
        "unrouted_count": sum(finding.is_unrouted for finding in found),
        "url": settings.BASE_URL + reverse("feedbackloop:report", args=[str(report.week)]),
        "tree_url": settings.BASE_URL + reverse("feedbackloop:tree_review"),
    }


def _channel_names(codes: list[str]) -> list[str]:
    """In the reader's language; a code that no longer exists stands for itself."""
    names = {channel.code: channel.name for channel in Channel.objects.filter(code__in=codes)}
    return [names.get(code, code) for code in codes]


def _told(finding: Finding) -> dict[str, Any]:
    language = "en" if (translation.get_language() or "nl").startswith("en") else "nl"
    return {
        "text": finding.figures["text"][language],
        "severity": finding.severity,
        "department": finding.department.name if finding.department else "",
        "action": finding.action_id,
        "is_unrouted": finding.is_unrouted,
    }
