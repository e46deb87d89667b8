"""Tallies on paper (C-12): print an empty sheet, type a full one over, hand in a file."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from contactreductie.core import figures, queue
from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.imports import TallyFileForm
from reasons.forms.tally_sheet import SheetForm, line_name, typed_reasons
from reasons.ingest import receiving
from reasons.models import IngestBatch
from reasons.queries import ingest as ingest_queries
from reasons.queries import tally as queries
from reasons.queries.catalog import Catalog
from reasons.services import tally as service
from reasons.services.tally import Outcome
from reasons.tasks import run_import
from reasons.views import imports

FILES_SHOWN = 10


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def tally_sheet(request: HttpRequest) -> HttpResponse:
    """Typing a sheet over: filled in, looked over with its sums, and only then confirmed."""
    form, user, now = _sheet_form(request), user_of(request), timezone.now()
    step = request.POST.get("step", "")
    if step in ("review", "confirm") and not _is_right(form, user, now):
        return _sheet_page(request, form, now, status=422)
    if step == "confirm":
        outcome = service.register_sheet(form.paper(), actor=user, now=now)
        messages.success(request, _told(form, outcome))
        return redirect("reasons:tally_sheet")
    return _sheet_page(request, form, now, is_review=step == "review")


@requires(rules.may_register)
@require_GET
def tally_blank(request: HttpRequest) -> HttpResponse:
    """An empty sheet to print and draw strokes on."""
    catalog, user = Catalog.current(), user_of(request)
    reasons = queries.places(user, catalog, timezone.now()).values()
    lines, left_out = queries.sheet_lines(list(reasons), catalog, timezone.localdate())
    context = {
        "channels": queries.active_channels(catalog),
        "lines": [line_name(line) for line in lines],
        "left_out": [reason.as_model() for reason in left_out],
        "may_import_tally": rules.may_import_tally(user),
    }
    return render(request, "reasons/tally_blank.html", context)


@requires(rules.may_import_tally)
@require_http_methods(["GET", "POST"])
def tally_file(request: HttpRequest) -> HttpResponse:
    """A file of counts: always tried first, and its good rows kept only after that."""
    user, now = user_of(request), timezone.now()
    form = TallyFileForm(initial={"source": request.GET.get("source", "")})
    if request.method == "POST":
        form = TallyFileForm(request.POST, request.FILES)
    if form.is_bound and form.is_valid() and (batch := _received(request, form)):
        return redirect("reasons:import", batch.pk)
    found = ingest_queries.tallies(ingest_queries.visible_to(user))
    context = {
        "form": form,
        "list_names": ingest_queries.sources(found),
        "lines": [
            {"batch": batch, "badge": imports.badge(batch, now)} for batch in found[:FILES_SHOWN]
        ],
        "may_register": rules.may_register(user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "reasons/tally_file.html", context, status=status)


def _sheet_form(request: HttpRequest) -> SheetForm:
    catalog, today = Catalog.current(), timezone.localdate()
    if request.method == "GET":
        reasons = queries.places(user_of(request), catalog, timezone.now()).values()
        initial = {"sheet": uuid.uuid4(), "day": today}
        return SheetForm(catalog=catalog, reasons=reasons, today=today, initial=initial)
    reasons_sent = typed_reasons(request.POST, catalog)
    data = request.POST.copy()
    data["more"] = ""
    return SheetForm(data, catalog=catalog, reasons=reasons_sent, today=today)


def _is_right(form: SheetForm, user: User, now: datetime) -> bool:
    if not form.is_valid():
        return False
    try:
        service.check_sheet(form.paper(), actor=user, now=now, catalog=form.catalog)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _sheet_page(
    request: HttpRequest,
    form: SheetForm,
    now: datetime,
    *,
    is_review: bool = False,
    status: int = 200,
) -> HttpResponse:
    user = user_of(request)
    context: dict[str, Any] = {
        "form": form,
        "is_review": is_review,
        "count_limit": settings.TALLY_COUNT,
        "left_out": [reason.as_model() for reason in form.left_out],
        "may_register_late": rules.may_register_late(user),
        "may_import_tally": rules.may_import_tally(user),
    }
    if is_review:
        context["moment"] = service.moment_of(form.cleaned_data["day"], now)
    return render(request, "reasons/tally_sheet.html", context, status=status)


def _told(form: SheetForm, outcome: Outcome) -> str:
    said = ngettext(
        "%(count)s contact registered on %(day)s.",
        "%(count)s contacts registered on %(day)s.",
        outcome.created,
    )
    day = date_format(form.cleaned_data["day"], "j F")
    text = said % {"count": figures.number(outcome.created), "day": day}
    if outcome.known:
        known = ngettext(
            "%(count)s was there already.", "%(count)s were there already.", outcome.known
        )
        text = f"{text} {known % {'count': figures.number(outcome.known)}}"
    return text


def _received(request: HttpRequest, form: TallyFileForm) -> IngestBatch | None:
    try:
        batch = receiving.receive(
            form.cleaned_data["file"],
            receiving.TALLY_MAPPING,
            source=form.cleaned_data["source"],
            create_reasons=False,
            dry_run=True,
            requested_by=user_of(request),
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    queue.wake(run_import, batch.pk)
    return batch
