"""The quality of the reason tree: what to look at before the next quarter (R-3 to R-5)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires
from feedbackloop.queries import tree_quality as quality
from feedbackloop.queries.tree_quality import CatchAll
from feedbackloop.reports import shown
from reasons import rules as reason_rules
from reasons.enums import BroughtUp
from reasons.models import ReasonProposal
from reasons.queries import alike, choices, outline
from reasons.queries import signals as signal_queries
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode, ReasonTree
from reasons.services.reason_drafts import name_key

LISTED = 50


@requires(reason_rules.may_edit_tree)
@require_safe
def tree_quality(request: HttpRequest) -> HttpResponse:
    """By what was registered in the last quarter, and by the names themselves."""
    tree, today = Catalog.current().tree, timezone.localdate()
    language, weeks = get_language() or "nl", quality.weeks_of_use(today)
    counted = quality.counts(weeks, tree)
    unused = quality.unused(tree, counted, since=weeks[0].monday, today=today)
    pairs = alike.pairs(tree, today=today)
    without = quality.without_catch_all(tree, today=today)
    context = {
        "weeks": weeks,
        "catch_alls": [_shown(tree, row, language) for row in quality.catch_alls(tree, counted)],
        "unused": [named(tree, node, language) for node in unused[:LISTED]],
        "unused_count": len(unused),
        "pairs": [
            (named(tree, pair.one, language), named(tree, pair.other, language), pair.words)
            for pair in pairs[:LISTED]
        ],
        "pair_count": len(pairs),
        "without": [named(tree, node, language) for node in without[:LISTED]],
        "without_count": len(without),
        "advice": outline.advice(tree, today=today, language=language)[:LISTED],
        "proposals": _proposals(tree, today, language),
        "has_contacts": bool(counted),
    }
    return render(request, "feedbackloop/tree_quality.html", context)


def _proposals(
    tree: ReasonTree, today: date, language: str
) -> list[tuple[ReasonProposal, dict[str, str] | None]]:
    """What agents miss and nobody answered yet, the oldest first; with the choice that is called
    so by now."""
    waiting = signal_queries.answerable([BroughtUp.REASON_PROPOSAL], signal_queries.OPEN)
    called = {
        name_key(name): node
        for node in choices.active_leaves(tree, today)
        for name in (node.name_en, node.name_nl)
    }
    shown = [
        row for row in signal_queries.load(waiting[:LISTED]) if isinstance(row, ReasonProposal)
    ]
    there = [(row, called.get(name_key(row.name))) for row in shown]
    return [(row, named(tree, node, language) if node else None) for row, node in there]


def _shown(tree: ReasonTree, row: CatchAll, language: str) -> dict[str, Any]:
    return {
        "row": row,
        "of": named(tree, row.parent, language) if row.parent else None,
        "code": row.node.code if row.node else "",
        **shown.catch_all_of(row.contacts, row.caught),
    }


def named(tree: ReasonTree, node: ReasonNode, language: str) -> dict[str, str]:
    """A reason with what stands above it."""
    above = [step.name_in(language) for step in tree.ancestors(node)]
    return {"code": node.code, "name": node.name_in(language), "path": " › ".join(above)}
