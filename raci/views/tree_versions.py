"""Newer versions of the reason tree: handed in, laid beside the tree, taken over or dropped."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci import rules as raci_rules
from raci.forms.tree_versions import DecideForm, DeliverForm, UndoForm
from raci.ingest import tree_versions as ingest
from raci.ingest.tree_versions import Delivery
from raci.models import TreeVersion
from raci.queries import tree_comparison
from raci.queries import tree_versions as queries
from raci.queries.tree_versions import Difference
from raci.services import tree_undoing
from raci.services import tree_versions as services
from raci.services.tree_versions import Seen
from raci.views import tree_version_lines as shown
from reasons import rules

NAME_LENGTH = 255


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def tree_versions(request: HttpRequest) -> HttpResponse:
    """What was handed in until now, and a field for the next."""
    form = DeliverForm()
    if request.method == "POST":
        form = DeliverForm(request.POST, request.FILES)
        if form.is_valid() and (version := _delivered(request, form)):
            return redirect("raci:tree_version", version.pk)
    context = {"form": form, "versions": queries.versions()}
    status = 422 if form.is_bound else 200
    return render(request, "raci/tree_versions.html", context, status=status)


@requires(rules.may_edit_tree)
@require_http_methods(["GET", "POST"])
def tree_version(request: HttpRequest, pk: int) -> HttpResponse:
    """How one version differs from the tree as it is now, with a decision for each line; once
    taken over, what was done."""
    known = TreeVersion.objects.select_related("delivered_by", "applied_by")
    version = get_object_or_404(known, pk=pk)
    if version.applied_at is not None:
        if request.method == "POST":
            raise Conflict(services.TAKEN_OVER)
        return _applied(request, version, UndoForm())
    delivery = ingest.parse(version.content, today=timezone.localdate())
    difference = _difference(request, delivery)
    form, status = DecideForm(difference=difference), 200
    if request.method == "POST":
        refused = _decided(request, version, delivery, difference)
        if refused is None:
            messages.success(request, _("The version is taken over."))
            return redirect("raci:tree_version", version.pk)
        form, status = refused
    context = {**_context(request, version, delivery, form), "is_stale": status == Conflict.status}
    return render(request, "raci/tree_version.html", context, status=status)


@requires(rules.may_edit_tree)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Without taking it over."""
    version = get_object_or_404(TreeVersion, pk=pk)
    services.drop(version, actor=user_of(request), now=timezone.now())
    messages.success(request, _("“%(name)s” is dropped.") % {"name": version.file_name})
    return redirect("raci:tree_versions")


@requires(rules.may_edit_tree)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """All that a version did, or nothing of it."""
    known = TreeVersion.objects.select_related("delivered_by", "applied_by")
    version = get_object_or_404(known, pk=pk, applied_at__isnull=False)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            tree_undoing.undo(version, actor=user_of(request), now=timezone.now(), why=why)
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The version is undone."))
            return redirect("raci:tree_version", version.pk)
    return _applied(request, version, form)


def _applied(request: HttpRequest, version: TreeVersion, form: UndoForm) -> HttpResponse:
    context = {
        "version": version,
        "outcome": shown.outcome(version),
        "undone": shown.undone(version),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "raci/tree_version_applied.html", context, status=status)


def _delivered(request: HttpRequest, form: DeliverForm) -> TreeVersion | None:
    upload = form.cleaned_data["file"]
    try:
        content = ingest.content_of(upload)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return None
    name = upload.name[-NAME_LENGTH:]
    return services.deliver(
        file_name=name, content=content, actor=user_of(request), now=timezone.now()
    )


def _difference(request: HttpRequest, delivery: Delivery) -> Difference:
    return tree_comparison.compare(
        delivery.reasons,
        today=timezone.localdate(),
        language=get_language() or "nl",
        with_owners=raci_rules.may_edit_matrix(user_of(request)),
    )


def _decided(
    request: HttpRequest, version: TreeVersion, delivery: Delivery, difference: Difference
) -> tuple[DecideForm, int] | None:
    """Takes the version over; otherwise the form to show once more, and the status."""
    if request.POST.get("fingerprint") != difference.fingerprint:
        return DecideForm.kept(request.POST, difference), Conflict.status
    form = DecideForm(request.POST, difference=difference)
    if not form.is_valid():
        return form, 422
    seen = Seen(difference.fingerprint, delivery.reasons, form.decisions())
    by = {"actor": user_of(request), "now": timezone.now(), "why": form.cleaned_data["why"]}
    try:
        services.apply(version, seen, **by)
    except (NotAllowed, Conflict):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return form, refusal.status
    return None


def _context(
    request: HttpRequest, version: TreeVersion, delivery: Delivery, form: DecideForm
) -> dict[str, Any]:
    return {
        "version": version,
        "form": form,
        "counts": shown.counts(form.difference),
        "sections": shown.sections(form),
        "gone": shown.gone(form),
        "rejected": shown.rejected(delivery, get_language() or "nl"),
        "without_owners": not raci_rules.may_edit_matrix(user_of(request)),
        "is_same": not any(
            count for part, count in form.difference.counts.items() if part != queries.Part.SAME
        ),
    }
