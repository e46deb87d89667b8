"""The dimensions and their values, for everybody to read (C-8)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from reasons import rules
from reasons.queries import dimensions as queries
from reasons.queries.catalog import Catalog

VALUES_ON_A_PAGE = 100


@requires(rules.may_read_lists)
@require_safe
def dimensions(request: HttpRequest) -> HttpResponse:
    context = {
        "lines": queries.overview(Catalog.current(), timezone.localdate()),
        "may_edit": rules.may_edit_lists(user_of(request)),
    }
    return render(request, "reasons/dimensions.html", context)


@requires(rules.may_read_lists)
@require_safe
def dimension(request: HttpRequest, code: str) -> HttpResponse:
    """Its values, with `?q=` those whose name holds it, and the reasons that demand it."""
    catalog, today, user = Catalog.current(), timezone.localdate(), user_of(request)
    found = catalog.dimensions.get(code)
    if found is None:
        raise Http404
    query = request.GET.get("q", "").strip()
    lines = queries.values(catalog, found, today, query)
    context = {
        "dimension": found,
        "page": Paginator(lines, VALUES_ON_A_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "in_use": len(catalog.values_on(code, today)),
        "has_search": len(catalog.values[code]) > VALUES_ON_A_PAGE,
        "demands": queries.demands(catalog, found, today, get_language() or "nl"),
        "may_edit": rules.may_edit_lists(user),
        "may_edit_tree": rules.may_edit_tree(user),
        "may_read_counts": rules.may_read_counts(user),
    }
    return render(request, "reasons/dimension.html", context)
