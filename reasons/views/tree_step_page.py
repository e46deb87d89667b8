"""The page of one step of the tree: its preview, its form and what came of it (R-7)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contactreductie.core.access import user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.forms.tree import WhyForm
from reasons.models import TreeChange
from reasons.queries import editor as queries
from reasons.queries.tree import ReasonNode, ReasonTree
from reasons.views.editor import address


def answer(
    request: HttpRequest,
    form: WhyForm,
    write: Callable[[dict[str, Any]], str],
    context: dict[str, Any],
    check: Callable[[], None] | None = None,
) -> HttpResponse:
    """The page of a step; when it was taken, the editor at the reason that `write` tells. What
    `check` refuses is told before anybody fills in a form."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            by = {"actor": user_of(request), "now": timezone.now(), "why": form.cleaned_data["why"]}
            try:
                code = write(by)
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _said(by["actor"], by["now"]))
                return redirect(address(code) if code else "reasons:editor")
    elif check is not None:
        context = {**context, "refused": _refused(check)}
    query = request.GET.get("q", "")
    return render(
        request, "reasons/tree_step.html", {**context, "form": form, "query": query}, status=status
    )


def about(node: ReasonNode) -> dict[str, Any]:
    return {"node": node, "name": named(node), "back": address(node.code)}


def named(node: ReasonNode) -> str:
    return node.name_in(get_language() or "nl")


def parents(request: HttpRequest, tree: ReasonTree, node: ReasonNode) -> list[queries.Place]:
    """Where a reason can be moved to: what is searched for, or what is likely."""
    query, language = request.GET.get("q", ""), get_language() or "nl"
    without = tree.branch_ids(node.id)
    if query:
        return queries.search(tree, query, leaves_on=None, without=without, language=language)
    today = timezone.localdate()
    return queries.likely_parents(tree, node, today=today, without=without, language=language)


def twins(request: HttpRequest, tree: ReasonTree, node: ReasonNode) -> list[queries.Place]:
    """What a reason can be merged with: what is searched for, or what is likely."""
    query, language, today = request.GET.get("q", ""), get_language() or "nl", timezone.localdate()
    if query:
        without = tree.branch_ids(node.id)
        return queries.search(tree, query, leaves_on=today, without=without, language=language)
    return queries.likely_twins(tree, node, today=today, language=language)


def _refused(check: Callable[[], None]) -> str:
    try:
        check()
    except Refusal as refusal:
        return str(refusal)
    return ""


def _said(actor: User, now: datetime) -> str:
    """What was done, by the history itself, with a link to it."""
    done = TreeChange.objects.filter(actor=actor, at=now).order_by("pk").first()
    if done is None:
        return _("Nothing was changed.")
    told = f"{done.get_kind_display()}: {done.name}"
    history = reverse("reasons:tree_changes")
    return format_html('{}. <a href="{}">{}</a>', told, history, _("History of the tree"))


def asks_catch_all(tree: ReasonTree, parent: ReasonNode) -> bool:
    """R-3: a choice that gets a reason below it needs a rest beside that; among noise none."""
    return tree.is_leaf(parent.id) and not tree.is_noise(parent.id)
