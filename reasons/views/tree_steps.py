"""What can be done with one reason of the tree, each with its preview and its reason (R-7)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactreductie.core.access import requires
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.tree import EndForm, MoveForm, NewReasonForm, SplitForm, WhyForm
from reasons.models import ContactReason, TreeChange
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode
from reasons.services import reason_drafts, removing, restructuring, taxonomy, undoing
from reasons.services.reason_drafts import ReasonDraft
from reasons.views.editor import address, node_of, reason_of, warn_of_causes
from reasons.views.tree_step_page import (
    about,
    answer,
    asks_catch_all,
    named,
    parents,
    twins,
)

TOP = "-"
"""In an address: above every reason."""


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A reason below `?parent=`, or a main reason; `?name=` is what somebody proposed."""
    tree, code = Catalog.current().tree, request.GET.get("parent", "")
    parent = node_of(tree, code) if code else None
    asks = parent is not None and asks_catch_all(tree, parent)
    initial = {"name_nl": request.GET.get("name", "")}
    form = NewReasonForm(request.POST or None, asks_catch_all=asks, initial=initial)

    def write(by: dict[str, Any]) -> str:
        described = form.described()
        with_catch_all = described.pop("with_catch_all", False)
        above = reason_of(parent) if parent else None
        draft = ReasonDraft(code=_code(described["name_nl"]), parent=above, **described)
        made = taxonomy.create_reason(draft, with_catch_all=with_catch_all, **by)
        warn_of_causes(request, draft.name_nl)
        return made.code

    context = {
        "step": "new",
        "parent": parent,
        "name": named(parent) if parent else "",
        "back": address(code) if code else None,
        "below_noise": parent is not None and tree.is_noise(parent.id),
    }
    return answer(request, form, write, context, lambda: _check_parent(parent))


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, code: str) -> HttpResponse:
    """`?parent=` is where to, `-` for the top; without it a place is searched for."""
    tree = Catalog.current().tree
    node, where = node_of(tree, code), request.GET.get("parent", "")
    parent = node_of(tree, where) if where not in ("", TOP) else None
    siblings = [child for child in tree.children(parent.id if parent else None) if child != node]
    form = MoveForm(
        request.POST or None,
        places=[(child.code, _("After %(name)s") % {"name": named(child)}) for child in siblings],
        asks_catch_all=parent is not None and asks_catch_all(tree, parent),
        initial={"after": request.GET.get("after", "")},
    )

    def write(by: dict[str, Any]) -> str:
        data = form.cleaned_data
        restructuring.move_reason(
            reason_of(node),
            parent=reason_of(parent) if parent else None,
            after=reason_of(tree.by_code[data["after"]]) if data["after"] else None,
            with_catch_all=data.get("with_catch_all", False),
            **by,
        )
        return code

    context = {
        **about(node),
        "step": "move",
        "target": parent or (where == TOP and TOP),
        "places": [] if where else parents(request, tree, node),
        "below_noise": parent is not None and tree.is_noise(parent.id),
    }

    def check() -> None:
        if where:
            restructuring.check_movable(reason_of(node), reason_of(parent) if parent else None)

    return answer(request, form, write, context, check)


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """`?into=` is the reason that goes on; without it one is searched for."""
    tree = Catalog.current().tree
    node, where = node_of(tree, code), request.GET.get("into", "")
    into = node_of(tree, where) if where else None
    form = WhyForm(request.POST or None)

    def write(by: dict[str, Any]) -> str:
        if into is None:
            raise Refusal(_("Choose another reason."), rule="R-7")
        restructuring.merge_reasons(reason_of(node), into=reason_of(into), **by)
        return into.code

    places = [] if where else twins(request, tree, node)
    context = {**about(node), "step": "merge", "target": into, "places": places}

    def check() -> None:
        if into is not None:
            today = timezone.localdate()
            restructuring.check_mergeable(tree, reason_of(node), reason_of(into), today)

    return answer(request, form, write, context, check)


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, code: str) -> HttpResponse:
    node, form = node_of(Catalog.current().tree, code), SplitForm(request.POST or None)

    def write(by: dict[str, Any]) -> str:
        codes = _codes({place: nl for place, (nl, _en) in form.names().items()})
        parts = [
            ReasonDraft(code=codes[place], name_nl=nl, name_en=en)
            for place, (nl, en) in form.names().items()
        ]
        heir = form.cleaned_data["heir"]
        made = restructuring.split_reason(
            reason_of(node), parts=parts, heir=codes.get(heir, heir), **by
        )
        return made[0].code

    def check() -> None:
        restructuring.check_splittable(reason_of(node), timezone.localdate())

    return answer(request, form, write, {**about(node), "step": "split"}, check)


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, code: str) -> HttpResponse:
    node = node_of(Catalog.current().tree, code)
    form = EndForm(request.POST or None, initial={"valid_until": timezone.localdate()})

    def write(by: dict[str, Any]) -> str:
        last_day = form.cleaned_data["valid_until"]
        reason = reason_of(node)
        return taxonomy.end_reason(reason, last_day=last_day, with_below=True, **by).code

    return answer(request, form, write, {**about(node), "step": "end"})


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def catch_all(request: HttpRequest, code: str) -> HttpResponse:
    """R-3: the rest below a reason that has choices and no catch-all."""
    node, form = node_of(Catalog.current().tree, code), WhyForm(request.POST or None)

    def write(by: dict[str, Any]) -> str:
        return taxonomy.ensure_catch_all(reason_of(node), **by).code

    return answer(request, form, write, {**about(node), "step": "catch_all"})


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """R-7: only what was never used; it cannot be undone."""
    tree = Catalog.current().tree
    node, form = node_of(tree, code), WhyForm(request.POST or None)
    above = tree.parent(node)

    def write(by: dict[str, Any]) -> str:
        removing.remove_reason(reason_of(node), **by)
        return above.code if above else ""

    context = {**about(node), "step": "remove", "is_leaf": tree.is_leaf(node.id)}
    return answer(request, form, write, context, lambda: removing.check_removable(reason_of(node)))


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(TreeChange.objects.select_related("reason"), pk=pk)
    form = WhyForm(request.POST or None)

    def write(by: dict[str, Any]) -> str:
        undone = undoing.undo_change(change, **by)
        there = ContactReason.objects.filter(pk=undone.reason_id or 0)
        return there.values_list("code", flat=True).first() or ""

    context = {"step": "undo", "change": change, "back": None}
    return answer(request, form, write, context, lambda: undoing.check_undoable(change))


def _code(name: str) -> str:
    return taxonomy.free_code(taxonomy.code_of(name))


def _codes(names: dict[str, str]) -> dict[str, str]:
    """A free code for each name, also where two are called the same: that is for R-2 to refuse."""
    codes: dict[str, str] = {}
    for place, name in names.items():
        codes[place] = taxonomy.numbered(
            taxonomy.code_of(name),
            lambda code: code in codes.values() or taxonomy.free_code(code) != code,
        )
    return codes


def _check_parent(parent: ReasonNode | None) -> None:
    if parent is not None:
        reason_drafts.check_not_below_catch_all(parent.as_model())
