"""What changed in weeks that were reported already (C-11, F-4)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import ReportLine, WeeklyReport
from feedbackloop.queries import facts, reports
from reasons.queries.tree import ReasonTree

Told = dict[IsoWeek, Counter[str]]


@dataclass(frozen=True)
class Correction:
    """Contacts registered on one reason itself in one week: as last told, and as they are."""

    week: IsoWeek
    reason: str
    was: int
    now: int


def since_told(weeks: Sequence[IsoWeek], *, tree: ReasonTree) -> list[Correction]:
    """Every difference between the facts and what the published reports told of these weeks,
    oldest first, in the tree's own order. Consecutive weeks; those without a report are left out.

    A difference is told once: the next report compares with the one that told it. Noise is in no
    report, so a contact that turned out to be noise leaves one and enters none.
    """
    told = _told(weeks, tree)
    if not told:
        return []
    current: Told = {week: Counter() for week in told}
    for count in facts.week_counts(sorted(told)):
        if not tree.is_noise(count.reason_id):
            home = tree.by_id[tree.home(count.reason_id)]
            current[count.week][home.code] += count.contacts
    order = {node.code: place for place, node in enumerate(tree.nodes)}
    return [
        Correction(week, code, was=told[week][code], now=current[week][code])
        for week in sorted(told)
        for code in sorted(told[week] | current[week], key=lambda code: order.get(code, -1))
        if told[week][code] != current[week][code]
    ]


def _told(weeks: Sequence[IsoWeek], tree: ReasonTree) -> Told:
    """Per reported week the contacts of each reason, with the corrections told since. What was
    merged since then is told with its home: a merge corrects nothing."""
    home = {node.code: tree.by_id[tree.home(node.id)].code for node in tree.nodes}
    span: tuple[date, date] = weeks[0].monday, weeks[-1].monday
    published = list(reports.published().filter(week_start__range=span).order_by("week_start"))
    told: Told = {report.week: Counter() for report in published}
    lines = ReportLine.objects.filter(report__in=published).values_list(
        "report__week_start", "reason__code", "figures__own_contacts"
    )
    for monday, code, contacts in lines:
        told[IsoWeek(monday)][code] = contacts
    for report in published:
        homes = _homes(tree, report)
        for row in report.content["corrections"]:
            if (week := IsoWeek.parse(row["week"])) in told:
                for code in [code for code in told[week] if homes.get(code) == row["reason"]]:
                    del told[week][code]
                told[week][row["reason"]] = row["now"]
    return {week: _at_home(counts, home) for week, counts in told.items()}


def _homes(tree: ReasonTree, report: WeeklyReport) -> dict[str, str]:
    """With which reason a report counted each: what was merged after it stood by itself then."""
    day = timezone.localdate(report.published_at)
    return {node.code: tree.by_id[tree.home(node.id, on=day)].code for node in tree.nodes}


def _at_home(counts: Counter[str], home: Mapping[str, str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for code, count in counts.items():
        total[home.get(code, code)] += count
    return total
