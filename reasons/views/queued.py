"""What a browser kept because it could not be sent (C-9): who may send it, and its receipt."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from contactreductie.core import sealing
from contactreductie.core.access import requires, user_of
from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.local_time import Season
from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from reasons import rules
from reasons.forms.queued import QueuedForm
from reasons.forms.register import RegisterForm
from reasons.queries.catalog import Catalog
from reasons.views import register


def browser_settings(user: User) -> dict[str, Any]:
    """What the queue in the browser of a signed-in registrar works with."""
    return {
        "agent": user.pk,
        "key": sealing.public_key_jwk(),
        "address": reverse("reasons:queued"),
        "session": reverse("reasons:queue_session"),
        "logout": reverse("account_logout"),
        "kept": int(settings.QUEUE_KEPT.total_seconds()),
        "kept_hours": settings.QUEUE_KEPT // timedelta(hours=1),
    }


@requires(rules.may_register)
@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in now, a token to send with and the key to seal with: a page may have stood
    open since before somebody logged in."""
    key = sealing.public_key_jwk()
    return JsonResponse({"agent": user_of(request).pk, "csrf": get_token(request), "key": key})


@requires(rules.may_register)
@never_cache
@require_POST
def queued(request: HttpRequest) -> HttpResponse:
    """Registers what had to wait, just as the page does. What was refused may be asked for as
    the page itself, to be repaired."""
    entry, actor = QueuedForm(request.POST), user_of(request)
    repairs = "repair_id" in request.POST
    try:
        data = entry.opened_for(actor)
    except NotAllowed:
        raise
    except Refusal as refusal:
        if repairs:
            raise
        errors = [{"field": "", "message": str(refusal)}]
        return JsonResponse({"errors": errors, "readable": False}, status=refusal.status)
    waited = entry.waited_time()
    if repairs:
        return _repaired(request, data, waited=waited, repair_id=entry.cleaned_data["repair_id"])
    return register.saved_as_json(data, catalog=Catalog.current(), actor=actor, waited=waited)


def _repaired(
    request: HttpRequest, data: QueryDict, *, waited: timedelta, repair_id: UUID | None
) -> HttpResponse:
    """Registers it after all when nothing is wrong any more; else the page that says what is."""
    catalog = Catalog.current()
    form, refusal = RegisterForm(data, catalog=catalog), None
    if form.is_valid():
        try:
            contact = register.register_form(form, actor=user_of(request), waited=waited)
            messages.success(request, register.told(contact))
            return redirect("reasons:register")
        except Refusal as found:
            refusal = found
    if isinstance(refusal, Conflict) and repair_id:
        data["id"] = str(repair_id)
    if not data.get("occurred_at"):
        data.update(_typed_moment(timezone.now() - waited))
    form = RegisterForm(data, catalog=catalog)
    if form.is_valid() and refusal:
        form.refuse(refusal)
    return register.page(request, form)


def _typed_moment(instant: datetime) -> dict[str, str]:
    """The moment it was saved as somebody would type it, for it is no longer that of saving."""
    local = instant.astimezone(AMSTERDAM)
    typed = {"occurred_at": local.strftime("%Y-%m-%dT%H:%M")}
    if local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset():
        typed["season"] = Season.SUMMER if local.dst() else Season.WINTER
    return typed
