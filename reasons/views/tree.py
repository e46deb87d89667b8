"""The reason tree, for everyone who works with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from reasons import rules
from reasons.queries import outline
from reasons.queries.tree import ReasonTree


@requires(rules.may_read_lists)
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """All reasons with what is special about them; `q` keeps those that hold every word."""
    reasons, today = ReasonTree.load(), timezone.localdate()
    language, query = get_language() or "nl", request.GET.get("q", "").strip()
    lines = outline.outline(reasons, today=today, language=language, query=query)
    context = {
        "lines": lines,
        "found_count": sum(not line.is_branch for line in lines),
        "advice": outline.advice(reasons, today=today, language=language),
        "query": query,
        "reason_count": len(reasons.nodes),
        "links": rules.may_read_counts(user_of(request)),
        "may_edit": rules.may_edit_tree(user_of(request)),
    }
    return render(request, "reasons/tree.html", context)
