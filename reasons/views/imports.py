"""Imports: hand in a file, follow it, see what was refused."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from contactreductie.core import queue
from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons import rules
from reasons.enums import IngestState
from reasons.forms.imports import ImportForm
from reasons.ingest import receiving, repair
from reasons.models import IngestBatch
from reasons.queries import ingest as ingest_queries
from reasons.services import ingest, uploads
from reasons.tasks import run_import

PAGE_SIZE = 25
ROWS_PER_PAGE = 50


@requires(rules.may_import)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The list, and the form for a new file."""
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid() and (batch := _received(request, form)):
            return redirect("reasons:import", batch.pk)
    else:
        form = ImportForm(initial={"source": request.GET.get("source", "")})
    found = Paginator(ingest_queries.visible_to(user_of(request)), PAGE_SIZE)
    page = found.get_page(request.GET.get("page"))
    now = timezone.now()
    lines = [{"batch": batch, "badge": badge(batch, now)} for batch in page]
    context = {"form": form, "page": page, "lines": lines}
    status = 422 if form.is_bound else 200
    return render(request, "reasons/imports.html", context, status=status)


@requires(rules.may_import_tally)
@never_cache
@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One import; while it runs, a script asks for its progress alone."""
    found = ingest_queries.visible_to(user_of(request)).select_related("confirmed_as")
    batch = get_object_or_404(found, pk=pk)
    context = _progress(batch)
    if request.htmx:  # type: ignore[attr-defined]
        if context["finished"]:
            return HttpResponseClientRefresh()
        return render(request, "reasons/partials/_import_progress.html", context)
    rows = Paginator(ingest_queries.rejected_rows(batch), ROWS_PER_PAGE)
    page, user = rows.get_page(request.GET.get("page")), user_of(request)
    with_values = rules.may_see_rejected_rows(user, batch)
    if with_values and rows.count:
        ingest.record_view(batch, actor=user, now=timezone.now())
    context |= {"page": page, "with_values": with_values, "may_import": rules.may_import(user)}
    return render(request, "reasons/import.html", context)


@requires(rules.may_import_tally)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """After a trial run: now for real."""
    user = user_of(request)
    trial = get_object_or_404(ingest_queries.visible_to(user), pk=pk)
    batch = uploads.confirm_trial(trial, requested_by=user, now=timezone.now())
    queue.wake(run_import, batch.pk)
    return redirect("reasons:import", batch.pk)


@requires(rules.may_see_rejected_rows)
@never_cache
@require_GET
def rejected_rows(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows as a file for the reader's own spreadsheet, to repair and send again."""
    user = user_of(request)
    batch = get_object_or_404(ingest_queries.visible_to(user), pk=pk)
    if not rules.may_see_rejected_rows(user, batch):
        raise NotAllowed
    ingest.record_download(batch, actor=user, now=timezone.now())
    delimiter = "," if (get_language() or "").startswith("en") else ";"
    return StreamingHttpResponse(
        repair.lines(batch, delimiter=delimiter),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{batch.pk}-rejected.csv"'},
    )


def _received(request: HttpRequest, form: ImportForm) -> IngestBatch | None:
    data = form.cleaned_data
    try:
        batch = receiving.receive(
            data["file"],
            data["mapping"],
            source=data["source"],
            create_reasons=data["create_reasons"],
            dry_run="trial" in request.POST,
            requested_by=user_of(request),
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    queue.wake(run_import, batch.pk)
    messages.success(request, _("The file has arrived."))
    return batch


def _progress(batch: IngestBatch) -> dict[str, Any]:
    finished = batch.state in (IngestState.DONE, IngestState.REFUSED)
    is_tried = batch.dry_run and batch.state == IngestState.DONE
    return {
        "batch": batch,
        "badge": badge(batch, timezone.now()),
        "finished": finished,
        "refusal": ingest_queries.refusal_of(batch),
        "may_confirm": is_tried and batch.stored_path and batch.created_count,
        "nothing_new": is_tried and not batch.created_count,
    }


def badge(batch: IngestBatch, now: Any) -> dict[str, str]:
    """The state in a word, a tone and an icon."""
    if ingest_queries.is_stopped(batch, now):
        return {"text": _("Stopped"), "tone": "warn", "icon": "warn"}
    word = batch.get_state_display()
    if batch.state == IngestState.DONE and batch.rejected_count:
        return {"text": _("Done, with rejected rows"), "tone": "warn", "icon": "warn"}
    tone, icon = {
        IngestState.WAITING: ("info", "clock"),
        IngestState.RUNNING: ("info", "play"),
        IngestState.DONE: ("good", "check"),
        IngestState.REFUSED: ("signal", "cross"),
    }[IngestState(batch.state)]
    return {"text": word, "tone": tone, "icon": icon}
