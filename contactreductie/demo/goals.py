"""Reduction targets of the demo: set some weeks ago, by whoever is told to have done so."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from contactreductie.demo import files
from contactreductie.demo.people import People
from feedbackloop.queries import targets as target_queries
from feedbackloop.queries.baselines import Record
from feedbackloop.services import targets
from feedbackloop.services.targets import TargetDraft
from raci.enums import ValueLabel
from raci.queries import vision
from raci.services import values
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree

DECIDED_AT = timedelta(hours=10)  # on the Monday the target starts


def set_up(people: People, *, now: datetime) -> None:
    """Everything in `targets.toml` with enough weeks before it to measure from."""
    tree = ReasonTree.load()
    reasons = {reason.code: reason for reason in ContactReason.objects.without_tree_fields()}
    for row in files.document("targets.toml")["target"]:
        _set(reasons[row["reason"]], row, people, tree, now)


def _set(
    reason: ContactReason,
    row: Mapping[str, Any],
    people: People,
    tree: ReasonTree,
    now: datetime,
) -> None:
    start = IsoWeek.at(now).plus(-row["weeks_ago"])
    moment, actor, active = start.start() + DECIDED_AT, people[row["by"]], vision.active()
    record = Record.load(tree, {reason.pk}, now=moment)
    baseline = record.baseline(reason.pk, row["unit"], start.monday)
    if baseline is None or active is None:
        return
    _label(reason, row["label"], actor, moment)
    draft = TargetDraft(
        unit=row["unit"],
        goal=round(baseline.rate.value * row["part"], 1),
        starts_on=start.monday,
        reach_by=start.plus(row["weeks"]).monday,
        guards=row["guards"],
        principle=active.principles.get(number=row["principle"]),
        principle_why=row["why"],
    )
    targets.set_target(reason=reason, draft=draft, actor=actor, now=moment)


def _label(reason: ContactReason, why: str, actor: User, now: datetime) -> None:
    """W-3: only a dissatisfier gets a target."""
    if target_queries.label_of(reason.pk) != ValueLabel.DISSATISFIER:
        label = ValueLabel.DISSATISFIER
        values.label_reason(reason=reason, label=label, why=why, actor=actor, now=now)
