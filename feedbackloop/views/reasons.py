"""One reason: how often, since when, about what, whose, and what is done about it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.iso_week import IsoWeek
from feedbackloop import rules
from feedbackloop.models import Denominator
from feedbackloop.queries import reason_pages, trends
from feedbackloop.reports import shown, weeks
from feedbackloop.views import reason_page, target_page
from raci import rules as raci_rules
from raci.queries import causes
from reasons.models import ContactReason, TreeChange
from reasons.queries import tree_history
from reasons.queries.tree import ReasonNode, ReasonTree

TREND_WEEKS = 104
SPARK_WEEKS = 13
LISTED = 8
AS_TAGGED = "tagged"


@requires(rules.may_read_reason)
@require_safe
def reason(request: HttpRequest, code: str) -> HttpResponse:
    """Counts from the facts, the expected range from the frozen reports."""
    tree, user, today = ReasonTree.load(), user_of(request), timezone.localdate()
    node = tree.by_code.get(code)
    if node is None:
        raise Http404
    branch, past = tree.branch_ids(node.id), reason_page.past(tree, node)
    changes = list(tree_history.breaks(branch))
    weeks_back = trends.last_weeks(TREND_WEEKS, today=today)
    context = {
        "reason": ContactReason.objects.without_tree_fields().get(pk=node.id),
        "is_active": node.is_active_on(today),
        "is_noise": tree.is_noise(node.id),
        "required": reason_pages.required_dimensions(tree, node),
        "accountable": reason_pages.accountable_on(tree.path(node)),
        "actions": reason_pages.actions_on(user, branch)[:LISTED],
        "causes": causes.standing(branch)[:LISTED],
        "may_see_causes": raci_rules.may_see_causes(user),
        "findings": reason_pages.findings_on(user, branch)[:LISTED],
        "past": past,
        "may_propose": raci_rules.may_propose(user) and past is None,
        "today": today,
        **target_page.of_reason(user, tree, node, timezone.now()),
        **_names(tree, node),
        **_chart(tree, node, changes, weeks_back, as_tagged=request.GET.get("tree") == AS_TAGGED),
    }
    if node.merged_into_id is None:
        context |= _newest(tree, node, changes)
        context |= _below(tree, node, branch, weeks_back[-SPARK_WEEKS:])
    if past is not None or not node.is_active_on(today):
        context["may_set_target"] = False
    return render(request, "feedbackloop/reason.html", context)


def _names(tree: ReasonTree, node: ReasonNode) -> dict[str, Any]:
    language = get_language() or "nl"
    other = "nl" if language.startswith("en") else "en"
    path = [{"code": step.code, "name": step.name_in(language)} for step in tree.ancestors(node)]
    return {"path": path, "name": node.name_in(language), "other_name": node.name_in(other)}


def _newest(tree: ReasonTree, node: ReasonNode, changes: Sequence[TreeChange]) -> dict[str, Any]:
    """The reason in the newest report that names it, which keeps to the tree of its moment."""
    found = reason_pages.newest_line(node.id)
    if found is None:
        return {"line": None}
    week, line = found.week, found.figures
    complete = trends.report_totals(week, week)[week]["complete"]
    denominator = Denominator.objects.filter(code=line["ratio"].get("denominator")).first()
    return {
        "line": {
            **line,
            "repeat_share": shown.shown_share(line),
            "verdict": shown.line_verdict(line, complete=complete),
        },
        "line_week": week,
        "line_title": weeks.week_name(week),
        "is_older_tree": any(change.at > found.built_at for change in changes),
        "denominator": denominator.name if denominator else "",
        "little_data": shown.has_little_data(line["contacts"], line["ratio"].get("units")),
        "catch_all": reason_page.catch_all(tree, node, week, line),
    }


def _chart(
    tree: ReasonTree,
    node: ReasonNode,
    changes: Sequence[TreeChange],
    weeks_back: Sequence[IsoWeek],
    *,
    as_tagged: bool,
) -> dict[str, Any]:
    """What is counted elsewhere has a history of its own only as it was tagged then."""
    broken = reason_page.breaks(changes)
    as_tagged = (as_tagged and bool(broken)) or node.merged_into_id is not None
    chart = reason_page.trend(tree, node, weeks_back, broken=broken, as_tagged=as_tagged)
    return {"breaks": broken, "as_tagged": as_tagged, "chart": chart}


def _below(
    tree: ReasonTree, node: ReasonNode, branch: set[int], recent: Sequence[IsoWeek]
) -> dict[str, Any]:
    """What the contacts of the last weeks consist of."""
    return {
        "children": reason_page.children(tree, node, recent),
        "last_week": weeks.week_name(recent[-1]),
        **reason_page.splits(branch, recent),
    }
