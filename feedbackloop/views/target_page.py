"""Targets ready for their pages: what is offered, shown and asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.enums import TargetUnit
from feedbackloop.forms import EndTargetForm
from feedbackloop.queries import targets as target_queries
from feedbackloop.queries.baselines import Baseline, Record
from feedbackloop.queries.targets import Standing
from feedbackloop.reports import weeks
from feedbackloop.statistics.targets import Progress
from raci.forms import PrincipleForm
from raci.models import CustomerVision
from reasons.queries.tree import ReasonNode, ReasonTree

WORDS = {
    Progress.TOO_EARLY: _("Not to be told yet"),
    Progress.BELOW: _("Reached, guard not measured"),
    Progress.MOVING: _("Moving, target not reached"),
    Progress.NO_CHANGE: _("No change shown"),
    Progress.WORSE: _("Worse"),
    Progress.KEPT_AWAY: _("A drop that does not count"),
}
TONES = {
    Progress.BELOW: "info",
    Progress.MOVING: "info",
    Progress.WORSE: "warn",
    Progress.KEPT_AWAY: "warn",
}
ICONS = {Progress.BELOW: "check", Progress.MOVING: "down", Progress.WORSE: "up"}


@dataclass(frozen=True)
class Card:
    """One target on a page; with `end_form` for who may end it."""

    standing: Standing
    today: datetime
    end_form: EndTargetForm | None = None

    @property
    def target(self) -> Any:
        return self.standing.target

    @property
    def word(self) -> Any:
        """Never plainly reached: no guard of a customer is measured yet (K-3)."""
        return WORDS[self.standing.progress]

    @property
    def tone(self) -> str:
        return TONES.get(self.standing.progress, "neutral")

    @property
    def icon(self) -> str:
        return ICONS.get(self.standing.progress, "clock")

    @property
    def places(self) -> int:
        """Decimals that fit the unit."""
        return 2 if self.target.unit == TargetUnit.PER_100 else 1

    @property
    def change(self) -> tuple[float, float, float] | None:
        """Against the baseline, with its interval, as fractions."""
        effect = self.standing.effect
        return (effect.ratio - 1, effect.low - 1, effect.high - 1) if effect else None

    @cached_property
    def largest(self) -> float:
        """What the bars are drawn to."""
        now = self.standing.current
        return max(self.target.baseline_high, now.high if now else 0.0)

    @property
    def reach_week(self) -> str:
        return weeks.week_name(IsoWeek(self.target.reach_by))

    @property
    def reach_year(self) -> int:
        return int(self.target.reach_by.isocalendar().year)

    @property
    def is_late(self) -> bool:
        over = IsoWeek(self.target.reach_by).is_over(self.today)
        reached = self.standing.progress == Progress.BELOW
        return over and not reached and self.target.ended_at is None


@dataclass(frozen=True)
class Preview:
    """The baseline that a target of this unit would have; None with too few weeks."""

    unit: str
    baseline: Baseline | None

    @property
    def name(self) -> Any:
        return TargetUnit(self.unit).label

    @property
    def places(self) -> int:
        return 2 if self.unit == TargetUnit.PER_100 else 1


def cards(
    found: Sequence[Standing],
    own: Collection[int],
    now: datetime,
    sent: EndTargetForm | None = None,
) -> list[Card]:
    return [Card(standing, now, _end_form(standing, own, sent)) for standing in found]


def end_form(pk: int, data: QueryDict | None = None) -> EndTargetForm:
    return EndTargetForm(data, prefix=f"end-{pk}")


def recheck_form(
    pk: int, vision: CustomerVision | None, data: QueryDict | None = None
) -> PrincipleForm:
    return PrincipleForm(data, prefix=f"target-{pk}", vision=vision)


def previews(node: ReasonNode, tree: ReasonTree, now: datetime) -> list[Preview]:
    record, start = Record.load(tree, {node.id}, now=now), IsoWeek.at(now).monday
    return [Preview(unit, record.baseline(node.id, unit, start)) for unit in TargetUnit.values]


def of_reason(user: User, tree: ReasonTree, node: ReasonNode, now: datetime) -> dict[str, Any]:
    """The running target of one reason for its page, or whether this person may set one."""
    targets = target_queries.running(target_queries.visible_to(user)).filter(reason_id=node.id)
    found = cards(target_queries.standings(targets, now=now), (), now)
    may_set = not found and node.id in target_queries.own_reasons(user, tree)
    return {"target_card": found[0] if found else None, "may_set_target": may_set}


def reason_choices(user: User, tree: ReasonTree, language: str, now: datetime) -> list[Any]:
    """Reasons in use for which this person may set a target."""
    own, today = target_queries.own_reasons(user, tree), timezone.localdate(now)
    return [
        (node.code, " › ".join(step.name_in(language) for step in tree.path(node)))
        for node in tree.nodes
        if node.id in own and node.is_active_on(today) and node.merged_into_id is None
    ]


def _end_form(
    standing: Standing, own: Collection[int], sent: EndTargetForm | None
) -> EndTargetForm | None:
    target = standing.target
    if target.ended_at is not None or target.reason_id not in own:
        return None
    form = end_form(target.pk)
    return sent if sent is not None and sent.prefix == form.prefix else form
