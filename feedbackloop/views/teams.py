"""How a team registers, for who leads it: the team as a whole, no ranking of people (H-8)."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.enums import Role
from contactreductie.core.iso_week import IsoWeek
from feedbackloop import rules
from feedbackloop.queries import teams
from feedbackloop.reports import shown, weeks
from raci.queries.departments import DepartmentNode, DepartmentTree
from reasons.queries.tree import ReasonTree

WEEKS = 8


@requires(rules.may_see_team)
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """One team in one week, with the weeks before it."""
    user, departments = user_of(request), DepartmentTree.load()
    offered = teams.seen_by(user, departments, all_teams=user.has_role(Role.COORDINATOR))
    week = _week(request.GET.get("week", ""))
    chosen = _chosen(offered, request.GET.get("team", ""))
    context: dict[str, Any] = {
        "teams": offered,
        "team": chosen,
        "week": week,
        "may_record_volumes": rules.may_record_volumes(user),
    }
    if chosen is not None:
        staffed = frozenset(node.id for node in offered)
        context |= _figures(teams.Branch(chosen, departments, staffed), week)
    return render(request, "feedbackloop/team.html", context)


def _figures(branch: teams.Branch, week: IsoWeek) -> dict[str, Any]:
    agents, tree = teams.members(branch.tree, branch.team), ReasonTree.load()
    span = [week.plus(number) for number in range(1 - WEEKS, 1)]
    offer = teams.Offer.load(branch, span)
    rows = [_row(row, offer) for row in teams.week_rows(span, agents, tree)]
    language = get_language() or "nl"
    return {
        "title": weeks.week_name(week),
        "span": weeks.week_span(week),
        "previous": week.plus(-1),
        "next": week.plus(1) if week < IsoWeek.of(timezone.localdate()) else None,
        "row": rows[-1],
        "rows": rows[::-1],
        "median": teams.median_seconds(week, agents),
        "minimum_agents": settings.TEAM_MINIMUM_AGENTS,
        "branches": [
            {"name": parent.node.name_in(language), "code": parent.node.code, "figures": parent}
            | {"catch_all": shown.catch_all_of(parent.contacts, parent.catch_all)}
            for parent in teams.catch_all_parents(week, agents, tree)[:WEEKS]
        ],
    }


def _row(row: teams.TeamWeek, offer: teams.Offer) -> dict[str, Any]:
    return {
        "title": weeks.week_name(row.week),
        "span": weeks.week_span(row.week),
        "figures": row,
        "completeness": offer.completeness(row),
        "catch_all": shown.catch_all_of(row.counted, row.catch_all),
        "few_counted": shown.is_small_sample(row.counted),
    }


def _week(label: str) -> IsoWeek:
    """The week asked for, else the last complete one; a week to come is not there."""
    this_week = IsoWeek.of(timezone.localdate())
    if not label:
        return this_week.plus(-1)
    try:
        week = IsoWeek.parse(label)
    except ValueError as error:
        raise Http404 from error
    if week > this_week:
        raise Http404
    return week


def _chosen(offered: list[DepartmentNode], code: str) -> DepartmentNode | None:
    """A team outside somebody's scope is not there."""
    if not code:
        return offered[0] if offered else None
    found = next((node for node in offered if node.code == code), None)
    if found is None:
        raise Http404
    return found
