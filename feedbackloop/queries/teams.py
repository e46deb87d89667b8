"""How a team registers: the team as a whole, never its people (H-8)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.queries import facts
from feedbackloop.queries.volumes import Scope, load_units
from raci.queries.departments import DepartmentNode, DepartmentTree
from reasons.enums import Direction, ReasonKind
from reasons.models import Contact
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class TeamWeek:
    """One week of one team. `counted` leaves out noise (C-10); `seconds` is what registering
    took of the contacts whose screen measured it (`timed`), by so many `people`."""

    week: IsoWeek
    registered: int = 0
    counted: int = 0
    catch_all: int = 0
    keyed: int = 0
    timed: int = 0
    seconds: int = 0
    people: int = 0

    @property
    def hours(self) -> float | None:
        """What registering took; None where it would tell somebody's pace (H-8)."""
        return self.seconds / 3600 if _hides_people(self.people, self.timed) else None

    @property
    def coverage(self) -> float | None:
        """H-5: the share of contacts of customers we know."""
        return self.keyed / self.counted if self.counted else None


@dataclass(frozen=True)
class Completeness:
    """Registered contacts against those offered; `of_team` is false where only the offer of the
    whole customer service is known."""

    registered: int
    offered: int
    of_team: bool

    @property
    def share(self) -> float | None:
        return self.registered / self.offered if self.offered else None


@dataclass(frozen=True)
class Branch:
    """A team with the teams below it; `staffed` are the ids of those with people in them."""

    team: DepartmentNode
    tree: DepartmentTree
    staffed: frozenset[int]

    @property
    def nodes(self) -> list[DepartmentNode]:
        within = self.tree.branch_ids(self.team.id)
        return [node for node in self.tree.nodes if node.id in within]

    def offered(
        self, to_each: Mapping[str, Mapping[IsoWeek, int]], weeks: Sequence[IsoWeek]
    ) -> dict[IsoWeek, int]:
        """What was offered to the team: its own figure, else the sum of those below it. A week in
        which one of these is missing has none: a sum of the others would be too low."""
        sums = {week: self._offered_to(self.team, week, to_each) for week in weeks}
        return {week: units for week, units in sums.items() if units is not None}

    def _offered_to(
        self,
        node: DepartmentNode,
        week: IsoWeek,
        to_each: Mapping[str, Mapping[IsoWeek, int]],
    ) -> int | None:
        if week in to_each[node.code]:
            return to_each[node.code][week]
        below = [
            self._offered_to(child, week, to_each)
            for child in self.tree.children(node.id)
            if not self.staffed.isdisjoint(self.tree.branch_ids(child.id))
        ]
        known = [units for units in below if units is not None]
        return sum(known) if known and len(known) == len(below) else None


@dataclass(frozen=True)
class Offer:
    """Contacts offered per week: to the team (a denominator `offered:<team>`), and to all of
    customer service with what all of it registered."""

    to_team: dict[IsoWeek, int]
    to_all: dict[IsoWeek, int]
    registered_by_all: dict[IsoWeek, int]

    @classmethod
    def load(cls, branch: "Branch", weeks: Sequence[IsoWeek]) -> "Offer":
        code = settings.OFFERED_DENOMINATOR
        units = load_units(weeks[0], weeks[-1]).by_scope
        to_each = {
            node.code: units.get(Scope(f"{code}:{node.code}", None), {}) for node in branch.nodes
        }
        return cls(
            to_team=branch.offered(to_each, weeks),
            to_all=units.get(Scope(code, None), {}),
            registered_by_all=facts.week_totals(weeks),
        )

    def completeness(self, row: TeamWeek) -> Completeness | None:
        """Against the team's own offer, else that of all; None where the denominator is missing
        (N-1)."""
        if row.week in self.to_team:
            return Completeness(row.registered, self.to_team[row.week], of_team=True)
        if row.week in self.to_all:
            registered = self.registered_by_all[row.week]
            return Completeness(registered, self.to_all[row.week], of_team=False)
        return None


@dataclass(frozen=True)
class CatchAllParent:
    """How much of a branch went to its catch-all (R-5)."""

    node: ReasonNode
    contacts: int
    catch_all: int


def seen_by(user: User, tree: DepartmentTree, *, all_teams: bool) -> list[DepartmentNode]:
    """The customer service teams with people in them that somebody leads, or all of them."""
    ids = set(tree.by_id) if all_teams else tree.own_ids(user)
    staffed = set(
        User.objects.filter(is_active=True, membership__department__in=ids).values_list(
            "membership__department_id", flat=True
        )
    )
    return [node for node in tree.nodes if node.id in staffed and tree.is_customer_service(node.id)]


def members(tree: DepartmentTree, team: DepartmentNode) -> list[int]:
    """Ids of everybody in the team and in the teams below it, who left included."""
    within = tree.branch_ids(team.id)
    return list(User.objects.filter(membership__department__in=within).values_list("pk", flat=True))


def week_rows(
    weeks: Sequence[IsoWeek], agents: Collection[int], tree: ReasonTree
) -> list[TeamWeek]:
    """One row per week, without contacts too; one query."""
    sums: dict[IsoWeek, Counter[str]] = {week: Counter() for week in weeks}
    timed_by: dict[IsoWeek, set[int]] = defaultdict(set)
    for day, agent, figures in _per_day_and_agent(weeks, agents, tree):
        week = IsoWeek.of(day)
        sums[week].update(figures)
        if figures["timed"]:
            timed_by[week].add(agent)
    return [TeamWeek(week, **found, people=len(timed_by[week])) for week, found in sums.items()]


def median_seconds(week: IsoWeek, agents: Collection[int]) -> float | None:
    """The middle of what registering took in a week; None for few contacts or few people, whose
    pace would show (H-8)."""
    timed = _registered([week], agents).exclude(wrap_up_seconds=None)
    found = list(timed.values_list("wrap_up_seconds", "agent_id"))
    if not _hides_people(len({agent for _seconds, agent in found}), len(found)):
        return None
    return float(median(seconds for seconds, _agent in found if seconds is not None))


def catch_all_parents(
    week: IsoWeek, agents: Collection[int], tree: ReasonTree
) -> list[CatchAllParent]:
    """The branches where the team most often found nothing better than the catch-all, the
    largest first."""
    rows = _registered([week], agents).order_by().values_list("reason_id").annotate(Count("pk"))
    counts = dict(rows)
    branches = tree.fold(counts)
    found = [
        CatchAllParent(parent, branches[parent.id], counts[node.id])
        for node in tree.nodes
        if node.kind == ReasonKind.CATCH_ALL and counts.get(node.id)
        if (parent := tree.parent(node)) is not None
    ]
    return sorted(found, key=lambda branch: -branch.catch_all)


def _hides_people(people: int, contacts: int) -> bool:
    """Whether seconds are of enough people and contacts to tell nobody's own pace (H-8)."""
    return people >= settings.TEAM_MINIMUM_AGENTS and contacts >= settings.TEAM_MINIMUM_CONTACTS


def _per_day_and_agent(
    weeks: Sequence[IsoWeek], agents: Collection[int], tree: ReasonTree
) -> Iterator[tuple[date, int, dict[str, int]]]:
    """What is added up to weeks: the agent is there to count people by, not to be told."""
    noise = tree.noise_ids
    catch_alls = {node.id for node in tree.nodes if node.kind == ReasonKind.CATCH_ALL} - noise
    counted = ~Q(reason__in=noise)
    figures = {
        "registered": Count("pk"),
        "counted": Count("pk", filter=counted),
        "catch_all": Count("pk", filter=Q(reason__in=catch_alls)),
        "keyed": Count("pk", filter=counted & ~Q(customer_key="")),
        "timed": Count("wrap_up_seconds"),
        "seconds": Coalesce(Sum("wrap_up_seconds"), 0),
    }
    rows = _registered(weeks, agents).order_by().values_list("local_date", "agent_id")
    for day, agent, *found in rows.annotate(**figures):
        yield day, agent, dict(zip(figures, found, strict=True))


def _registered(weeks: Sequence[IsoWeek], agents: Collection[int]) -> QuerySet[Contact]:
    first, last = min(weeks), max(weeks)
    return Contact.objects.filter(
        agent__in=agents,
        recorded_at__gte=first.start(),  # what the index of an agent's contacts is ordered by
        local_date__range=(first.monday, last.sunday),
        direction=Direction.INBOUND,
    )
