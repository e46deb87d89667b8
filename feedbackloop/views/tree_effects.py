"""A fragment for the editor of the tree: the figures of this year before and after a change."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires
from feedbackloop.queries import tree_effects
from reasons import rules as reason_rules
from reasons.queries.catalog import Catalog

TOP = "-"


@requires(reason_rules.may_edit_tree)
@require_safe
def tree_effect(request: HttpRequest) -> HttpResponse:
    """`?reason=` with `parent=` (`-` for the top) or `into=`."""
    tree, today = Catalog.current().tree, timezone.localdate()
    node = tree.by_code.get(request.GET.get("reason", ""))
    parent, into = (request.GET.get(name, "") for name in ("parent", "into"))
    target = tree.by_code.get(into or parent)
    if node is None or (target is None and parent != TOP):
        raise Http404
    if into and target:
        effect = tree_effects.of_merge(tree, node, target, today=today)
    elif target and target.id in tree.branch_ids(node.id):
        raise Http404
    else:
        effect = tree_effects.of_move(tree, node, target, today=today)
    language = get_language() or "nl"
    rows = [(row, row.node.name_in(language)) for row in effect.differences]
    context = {"rows": rows, "total": effect.total, "year": today.year}
    return render(request, "feedbackloop/tree_effect.html", context)
