"""The review list of the reason tree: filled by the weekly loop, decided by who keeps the tree."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.quarter import Quarter
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from feedbackloop.enums import ReportStatus, ReviewDecision
from feedbackloop.models import TreeReviewItem, WeeklyReport
from feedbackloop.models.tree_review import WHY_LENGTH, WITH_WHY
from feedbackloop.reports import tree_signs
from feedbackloop.reports.tree_signs import Sign, Subject
from reasons import rules as reason_rules
from reasons.queries.tree import ReasonTree

WEEK = timedelta(weeks=1)


def fill(report: WeeklyReport) -> int:
    """Puts on the list what the week's report tells was red two weeks running (R-5) and, at the
    first report of a quarter, everything the quality page tells; returns how many points.

    Call it in the transaction that publishes the report. What is open already or was decided
    lately is not put there again, so doing it twice adds nothing. A report made afterwards of an
    older week adds nothing either: the tree is another by now.
    """
    day = report.week.plus(1).monday
    others = _other_weeks(Quarter.of(day), report)
    if any(other > report.week_start for other in others):
        return 0
    open_points, resting = _known(day)
    found = [
        sign for sign in tree_signs.of_report(report) if sign.subject not in open_points | resting
    ]
    new = [_item(sign, day, week=report.week_start) for sign in found]
    if not others:
        open_points |= {sign.subject for sign in found}
        new += [_item(sign, day) for sign in _of_quarter(day, open_points, resting)]
    TreeReviewItem.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def decide(
    item: TreeReviewItem, *, decision: str, why: str, actor: User, now: datetime
) -> TreeReviewItem:
    """Closes an open point. What stays or waits says why; of two people, one gets a 409."""
    if not reason_rules.may_edit_tree(actor):
        raise NotAllowed
    if decision not in ReviewDecision.values:
        raise Refusal(_("Choose what was decided."), field="decision", rule="R-4")
    why = why.strip()
    if decision in WITH_WHY and not why:
        raise Refusal(_("Say why nothing is changed now."), field="why", rule="R-4")
    if len(why) > WHY_LENGTH:
        message = _("At most %(limit)s characters.")
        raise Refusal(message, field="why", rule="R-4", limit=WHY_LENGTH)
    changes = {"decision": decision, "why": why, "decided_by": actor, "decided_at": now}
    if not TreeReviewItem.objects.filter(pk=item.pk, decision="").update(**changes):
        raise Conflict
    for name, value in changes.items():
        setattr(item, name, value)
    audit.record_event(
        verb="tree_review_decided",
        subject=item,
        actor=actor,
        now=now,
        kind=item.kind,
        decision=decision,
    )
    return item


@transaction.atomic
def reopen(item: TreeReviewItem, *, actor: User, now: datetime) -> TreeReviewItem:
    """Takes a decision of this quarter back; the audit trail keeps it. What was decided in an
    earlier quarter stands."""
    if not reason_rules.may_edit_tree(actor):
        raise NotAllowed
    if item.decided_at is None:
        raise Conflict
    today = timezone.localdate(now)
    if Quarter.of(timezone.localdate(item.decided_at)) != Quarter.of(today):
        raise Refusal(_("A decision of an earlier quarter stands."), rule="R-4")
    if _is_open(item):
        raise Refusal(_("This point is open again already."), rule="R-4")
    told = {"kind": item.kind, "decision": item.decision, "why": item.why}
    decided = TreeReviewItem.objects.filter(pk=item.pk, decided_at=item.decided_at)
    if not decided.update(decision="", why="", decided_by=None, decided_at=None):
        raise Conflict
    item.refresh_from_db()
    audit.record_event(verb="tree_review_reopened", subject=item, actor=actor, now=now, **told)
    return item


def _is_open(item: TreeReviewItem) -> bool:
    same = {"kind": item.kind, "reason": item.reason_id, "other": item.other_id}
    return TreeReviewItem.objects.filter(decision="", **same).exists()


def _other_weeks(quarter: Quarter, report: WeeklyReport) -> set[date]:
    """Mondays of the other weeks that were reported in this quarter or later; a week is reported
    on the Monday after it."""
    reported = WeeklyReport.objects.filter(
        status=ReportStatus.PUBLISHED, week_start__gte=quarter.first - WEEK
    )
    return set(reported.exclude(week_start=report.week_start).values_list("week_start", flat=True))


def _known(day: date) -> tuple[set[Subject], set[Subject]]:
    """Subjects that are on the list, and those to be left alone for now."""
    open_points, resting = set[Subject](), set[Subject]()
    rows = TreeReviewItem.objects.values_list(
        "kind", "reason_id", "other_id", "decision", "decided_at"
    )
    for kind, reason, other, decision, at in rows:
        if not decision:
            open_points.add((kind, reason, other))
        elif _rests(decision, timezone.localdate(at), day):
            resting.add((kind, reason, other))
    return open_points, resting


def _rests(decision: str, decided: date, day: date) -> bool:
    """What stays as it is, for a year; a change gets the rest of its quarter to show."""
    if decision == ReviewDecision.KEPT:
        return day < decided + settings.TREE_REVIEW_KEPT
    return Quarter.of(day) <= Quarter.of(decided)


def _of_quarter(day: date, open_points: set[Subject], resting: set[Subject]) -> Iterator[Sign]:
    """As many of each kind as one quarter can review; the rest waits for the next."""
    listed = Counter(kind for kind, _reason, _other in open_points)
    for sign in tree_signs.of_tree(ReasonTree.load(), today=day):
        if sign.subject in open_points | resting or listed[sign.kind] >= settings.TREE_REVIEW_MOST:
            continue
        listed[sign.kind] += 1
        yield sign


def _item(sign: Sign, day: date, *, week: date | None = None) -> TreeReviewItem:
    return TreeReviewItem(
        kind=sign.kind,
        reason_id=sign.reason_id,
        other_id=sign.other_id,
        found_on=day,
        week=week,
        figures=sign.figures,
    )
