"""A fragment for the editor of the tree: what a change does, before it is done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires
from contactreductie.core.refusals import Refusal
from feedbackloop.queries import facts, tree_attachments, tree_effects, tree_quality
from feedbackloop.queries.tree_effects import TreeEffect
from reasons import rules as reason_rules
from reasons.models import ContactReason
from reasons.queries import choices
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode, ReasonTree
from reasons.services import restructuring

TOP = "-"
STEPS = ("split", "end")


@requires(reason_rules.may_edit_tree)
@require_safe
def tree_effect(request: HttpRequest) -> HttpResponse:
    """`?reason=` with `parent=` (`-` for the top), `into=`, or `step=split` or `step=end`."""
    tree = Catalog.current().tree
    node = tree.by_code.get(request.GET.get("reason", ""))
    parent, into = (request.GET.get(name, "") for name in ("parent", "into"))
    target, step = tree.by_code.get(into or parent), request.GET.get("step", "")
    if node is None or (target is None and parent != TOP and step not in STEPS):
        raise Http404
    try:
        if into and target:
            context = _merge(tree, node, target)
        elif step in STEPS:
            context = _end(tree, node) if step == "end" else _split(node)
        else:
            context = _move(tree, node, target)
    except Refusal as refusal:
        context = {"refused": str(refusal)}
    return render(request, "feedbackloop/tree_effect.html", context)


def _move(tree: ReasonTree, node: ReasonNode, parent: ReasonNode | None) -> dict[str, Any]:
    reason = ContactReason.objects.without_tree_fields().get(pk=node.id)
    restructuring.check_movable(reason, parent.as_model() if parent else None)
    effect = tree_effects.of_move(tree, node, parent, today=timezone.localdate())
    above = tree.path(parent) if parent else []
    owner, new_owner = tree_attachments.owners(tree.path(node), [*above, node])
    return {
        **_figures(effect),
        "owner": owner,
        "new_owner": new_owner,
        "along": tree_attachments.of_reasons(tree.branch_ids(node.id)),
    }


def _merge(tree: ReasonTree, node: ReasonNode, into: ReasonNode) -> dict[str, Any]:
    today = timezone.localdate()
    restructuring.check_mergeable(tree, node.as_model(), into.as_model(), today)
    effect = tree_effects.of_merge(tree, node, into, today=today)
    owner, new_owner = tree_attachments.owners(tree.path(node), tree.path(into))
    return {
        **_figures(effect),
        "owner": owner,
        "new_owner": new_owner,
        **_split(node),
    }


def _split(node: ReasonNode) -> dict[str, Any]:
    """What does not go along to the reasons that take its place."""
    return {
        "node": node,
        "name": node.name_in(get_language() or "nl"),
        "stays": tree_attachments.of_reasons([node.id]),
    }


def _end(tree: ReasonTree, node: ReasonNode) -> dict[str, Any]:
    """How many choices go, and how much they were used lately."""
    today, branch = timezone.localdate(), tree.branch_ids(node.id)
    weeks = tree_quality.weeks_of_use(today)
    going = [choice for choice in choices.active_leaves(tree, today) if choice.id in branch]
    used = facts.day_totals(weeks[0].monday, today, reason_ids=branch)
    return {
        "choices": len(going),
        "is_branch": not tree.is_leaf(node.id),
        "weeks": len(weeks),
        "used": sum(used.values()),
        **_split(node),
    }


def _figures(effect: TreeEffect) -> dict[str, Any]:
    language = get_language() or "nl"
    rows = [(row, row.node.name_in(language)) for row in effect.differences]
    return {"rows": rows, "total": effect.total, "year": timezone.localdate().year}
