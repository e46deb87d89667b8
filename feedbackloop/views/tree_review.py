"""The review list of the reason tree: what is open, with a decision for each, and what was decided
(R-4, R-5)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.quarter import Quarter
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from feedbackloop.forms import TreeReviewForm
from feedbackloop.queries import tree_review as queries
from feedbackloop.services import tree_review as services
from feedbackloop.views import tree_review_page
from reasons import rules as reason_rules
from reasons.queries.catalog import Catalog


@requires(reason_rules.may_edit_tree)
@require_safe
def tree_review(request: HttpRequest) -> HttpResponse:
    """What is open and what was decided this quarter; `?quarter=2026-Q1` what was decided then."""
    label = request.GET.get("quarter", "")
    if not label:
        return _list(request)
    try:
        quarter = Quarter.parse(label)
    except ValueError as error:
        raise Http404 from error
    return _page(request, quarter, {})


@requires(reason_rules.may_edit_tree)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.visible_to(user_of(request)).filter(pk=pk).first()
    if item is None:
        raise Http404
    if item.decision:
        raise Conflict
    form = tree_review_page.decision_form(pk, request.POST)
    if form.is_valid():
        try:
            services.decide(item, **form.arguments(), actor=user_of(request), now=timezone.now())
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted on the review list."))
            return redirect(f"{reverse('feedbackloop:tree_review')}#open")
    return _list(request, form)


@requires(reason_rules.may_edit_tree)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.visible_to(user_of(request)).filter(pk=pk).first()
    if item is None:
        raise Http404
    services.reopen(item, actor=user_of(request), now=timezone.now())
    messages.success(request, _("The point is open again."))
    return redirect(f"{reverse('feedbackloop:tree_review')}#open")


def _list(request: HttpRequest, sent: TreeReviewForm | None = None) -> HttpResponse:
    """The open points by kind; a form that was refused keeps its input."""
    tree = Catalog.current().tree
    today, language = timezone.localdate(), get_language() or "nl"
    items = queries.still_open(queries.visible_to(user_of(request)))
    groups = tree_review_page.groups(tree, items, today=today, language=language, sent=sent)
    context = {
        "groups": groups,
        "open_count": sum(len(group.points) for group in groups),
        "proposal_count": tree_review_page.proposal_count(),
    }
    return _page(request, Quarter.of(today), context, status=422 if sent else 200)


def _page(
    request: HttpRequest, quarter: Quarter, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """`context` is empty for an earlier quarter: only what was decided then is shown."""
    tree, language = Catalog.current().tree, get_language() or "nl"
    items, current = queries.visible_to(user_of(request)), Quarter.of(timezone.localdate())
    decided = [
        tree_review_page.point(tree, item, language) for item in queries.decided_in(items, quarter)
    ]
    context |= {
        "groups": context.get("groups"),
        "quarter": quarter,
        "decided": decided,
        "earlier": [other for other in queries.quarters(items) if other not in (quarter, current)],
        "total": len(decided) + context.get("open_count", 0),
    }
    return render(request, "feedbackloop/tree_review.html", context, status=status)
