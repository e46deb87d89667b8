"""The editor of the reason tree: the tree as far as it is open, and one reason at a time (R-1 to
R-8)."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.tree import ReasonForm
from reasons.models import ContactReason
from reasons.queries import change_lines, choices, outline, removal
from reasons.queries import editor as editor_queries
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode, ReasonTree
from reasons.services import taxonomy

NEWEST_CHANGES = 20
CHANGES_LISTED = 200
ADVICE_SHOWN = 3  # the page of all reasons tells the rest


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def editor(request: HttpRequest) -> HttpResponse:
    """`?reason=` opens the way to one reason; posted, it is changed."""
    tree, code = Catalog.current().tree, request.GET.get("reason", "")
    chosen = node_of(tree, code) if code else None
    form, status = None, 200
    if chosen is not None:
        reason = reason_of(chosen)
        form = ReasonForm(request.POST or None, initial=_as_typed(reason))
        if request.method == "POST":
            status = 422
            if form.is_valid() and _changed(form, reason, request):
                return redirect(address(code))
    return render(request, "reasons/editor.html", _context(tree, chosen, form), status=status)


@requires(rules.may_edit_tree)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Everything that was done to the tree, newest first."""
    found = change_lines.of_tree(most=CHANGES_LISTED)
    return render(request, "reasons/tree_changes.html", {"changes": found})


def node_of(tree: ReasonTree, code: str) -> ReasonNode:
    if code not in tree.by_code:
        raise Http404
    return tree.by_code[code]


def reason_of(node: ReasonNode) -> ContactReason:
    return ContactReason.objects.without_tree_fields().select_related("parent").get(pk=node.id)


def address(code: str) -> str:
    """Of the editor with one reason open."""
    return f"{reverse('reasons:editor')}?{urlencode({'reason': code})}"


def warn_of_causes(request: HttpRequest, name: str) -> None:
    """R-8: a notice, never a refusal."""
    if taxonomy.name_key(name).startswith(settings.CAUSE_WORDS):
        messages.warning(
            request,
            _("A reason describes what the customer asks. '%(name)s' sounds like a cause.")
            % {"name": name},
        )


def _context(
    tree: ReasonTree, chosen: ReasonNode | None, form: ReasonForm | None
) -> dict[str, Any]:
    language, today = get_language() or "nl", timezone.localdate()
    is_used = chosen is not None and removal.is_used(chosen.id, at_a_glance=True)
    into = tree.by_id[tree.home(chosen.id)] if chosen and chosen.merged_into_id else None
    return {
        "lines": editor_queries.lines(tree, chosen, today=today, language=language),
        "chosen": chosen,
        "name": chosen.name_in(language) if chosen else "",
        "path": [step.name_in(language) for step in tree.ancestors(chosen)] if chosen else [],
        "is_leaf": chosen is not None and tree.is_leaf(chosen.id),
        "may_remove": chosen is not None and not is_used,
        "lacks_catch_all": chosen is not None and choices.lacks_catch_all(tree, chosen, today),
        "merged_into": into and {"code": into.code, "name": into.name_in(language)},
        "form": form,
        "changes": _changes(chosen, is_used=is_used),
        "advice": outline.advice(tree, today=today, language=language)[:ADVICE_SHOWN],
        "reason_count": len(tree.nodes),
    }


def _changes(chosen: ReasonNode | None, *, is_used: bool) -> list[change_lines.ChangeLine]:
    if chosen is None:
        return change_lines.of_tree(most=NEWEST_CHANGES)
    return change_lines.of_reason(chosen.id, is_used=is_used, most=NEWEST_CHANGES)


def _as_typed(reason: ContactReason) -> dict[str, Any]:
    plain = ("name_nl", "name_en", "explanation_nl", "explanation_en")
    return {
        **{name: getattr(reason, name) for name in plain},
        "synonyms": "\n".join(reason.synonyms),
        "required_dimensions": reason.required_dimensions.all(),
    }


def _changed(form: ReasonForm, reason: ContactReason, request: HttpRequest) -> bool:
    draft = replace(taxonomy.draft_of(reason), **form.described())
    why = form.cleaned_data["why"]
    try:
        taxonomy.update_reason(reason, draft, actor=user_of(request), now=timezone.now(), why=why)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("'%(name)s' is changed.") % {"name": reason.name})
    warn_of_causes(request, draft.name_nl)
    return True
