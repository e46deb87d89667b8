"""What the page of one reason shows beside its trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.enums import ReportStatus
from feedbackloop.models import Finding, ReportLine
from feedbackloop.queries import facts, findings
from raci.enums import RaciRole
from raci.models import Department, ImprovementAction, ReasonResponsibility
from raci.queries import actions
from reasons.enums import TreeChangeKind
from reasons.models import Channel, ContactReason, Dimension, DimensionValue, ReasonRevision
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class Accountable:
    """Who answers for a reason, and which reason above it says so (None: it says so itself)."""

    holder: str
    department: Department | None
    inherited_from: ReasonNode | None

    @property
    def inherited_name(self) -> str:
        return self.inherited_from.name_in(get_language() or "nl") if self.inherited_from else ""


@dataclass(frozen=True)
class Share:
    """One part of a whole, by name."""

    name: str
    contacts: int


def accountable_on(path: Sequence[ReasonNode]) -> Accountable | None:
    """The A of the nearest reason that has one, from the last of a path upwards; one query."""
    rows = ReasonResponsibility.objects.filter(
        role=RaciRole.ACCOUNTABLE, reason_id__in=[step.id for step in path]
    ).select_related("department", "person__membership__department")
    by_reason = {row.reason_id: row for row in rows}
    for step in reversed(path):
        if (row := by_reason.get(step.id)) is not None:
            return Accountable(
                holder=str(row.department or row.person),
                department=row.department,
                inherited_from=None if step == path[-1] else step,
            )
    return None


def required_dimensions(tree: ReasonTree, node: ReasonNode) -> list[Dimension]:
    """What must be filled in with this reason, demands from above included (C-8)."""
    demanding = [step.id for step in tree.path(node)]
    pairs = ContactReason.required_dimensions.through.objects.filter(contactreason_id__in=demanding)
    return list(Dimension.objects.filter(pk__in=pairs.values("dimension_id")))


@dataclass(frozen=True)
class NewestLine:
    """One reason in a report, by the tree of the moment it was built."""

    week: IsoWeek
    built_at: datetime
    figures: dict[str, Any]


def newest_line(reason_id: int) -> NewestLine | None:
    """The reason in the newest report that has it."""
    line = (
        ReportLine.objects.filter(reason_id=reason_id, report__status=ReportStatus.PUBLISHED)
        .order_by("-report__week_start", "-report__version")
        .values_list("report__week_start", "report__built_at", "figures")
        .first()
    )
    return None if line is None else NewestLine(IsoWeek(line[0]), *line[1:])


def parts_of(reason_id: int) -> list[int]:
    """The ids of the reasons that this one was split into, in their order; one query."""
    made = ReasonRevision.objects.filter(before={}, reason__isnull=False).filter(
        change__reason=reason_id, change__kind=TreeChangeKind.SPLIT, change__undone_by=None
    )
    return list(made.order_by("pk").values_list("reason_id", flat=True))


def channel_shares(first: IsoWeek, last: IsoWeek, reason_ids: set[int]) -> list[Share]:
    """Contacts per channel over a span of weeks, largest first; two queries."""
    totals = facts.channel_totals(first.monday, last.sunday, reason_ids=reason_ids)
    names = {channel.pk: channel.name for channel in Channel.objects.all()}
    shares = [Share(names[channel], count) for channel, count in totals.items()]
    return sorted(shares, key=lambda share: -share.contacts)


def value_shares(cells: Sequence[tuple[int, int]]) -> dict[str, list[Share]]:
    """Cells (value id, contacts) under the name of their dimension; one query."""
    values = DimensionValue.objects.select_related("dimension").in_bulk(
        [value_id for value_id, _count in cells]
    )
    groups: dict[str, list[Share]] = {}
    for value_id, count in cells:
        value = values[value_id]
        groups.setdefault(value.dimension.name, []).append(Share(value.name, count))
    return groups


def actions_on(user: User, reason_ids: set[int]) -> QuerySet[ImprovementAction]:
    """Actions on the reason or below it: open ones first, then the newest."""
    found = actions.visible_to(user).filter(reason_id__in=reason_ids)
    return actions.with_roles(found).order_by(F("closed_at").desc(nulls_first=True), "-number")


def findings_on(user: User, reason_ids: set[int]) -> QuerySet[Finding]:
    """Findings about the reason or below it: of a branch the report names the deepest reason."""
    return findings.visible_to(user).filter(reason_id__in=reason_ids)
