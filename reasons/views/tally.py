"""Counting by taps (turven): one tap is one contact."""

import json
import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.fields import errors_of
from reasons.forms.tally import TapForm, tap_value
from reasons.models import Channel, Contact
from reasons.queries import contacts as contact_queries
from reasons.queries import tally as queries
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode
from reasons.services import contacts
from reasons.services import tally as service
from reasons.views import register


class UndoForm(forms.Form):
    id = forms.UUIDField()


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def tally(request: HttpRequest) -> HttpResponse:
    """The sheet to tap on. Its script sends each tap as the register page sends a contact;
    without it a tap is a form, and what the reason demands (C-8) is asked for on the page."""
    catalog, user = Catalog.current(), user_of(request)
    if request.method == "GET":
        return _page(request, catalog)
    if register.wants_json(request):
        register.check_still_here(request)
        return register.saved_as_json(request.POST, catalog=catalog, actor=user)
    if request.POST.get("tap") == "":  # Enter where there is nothing to tap
        return redirect("reasons:tally")
    form = TapForm(request.POST, catalog=catalog)
    contact = _registered(form, user) if form.is_valid() else None
    if contact is None:
        return _page(request, catalog, form)
    messages.success(request, register.told(contact))
    return redirect("reasons:tally")


@requires(rules.may_register)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes a tap back; a script reads what became of it."""
    form, user = UndoForm(request.POST), user_of(request)
    by_script = register.wants_json(request)
    if not form.is_valid():
        return JsonResponse({"errors": errors_of(form)}, status=422)
    contact = Contact.objects.filter(pk=form.cleaned_data["id"], agent=user).first()
    try:
        service.take_back(form.cleaned_data["id"], actor=user, now=timezone.now())
    except Refusal as refusal:
        if not by_script:
            raise
        errors = [{"field": "", "message": str(refusal)}]
        return JsonResponse({"errors": errors}, status=refusal.status)
    if by_script:
        return JsonResponse({"id": str(form.cleaned_data["id"])})
    if contact is not None:
        messages.success(request, _undone(contact))
    return redirect("reasons:tally")


def _undone(contact: Contact) -> str:
    text = _("Undone: %(reason)s · %(channel)s")
    return text % {"reason": contact.reason, "channel": contact.channel}


def _registered(form: TapForm, actor: User) -> Contact | None:
    try:
        return contacts.register_contact(
            form.draft(), actor=actor, now=timezone.now(), catalog=form.catalog
        ).contact
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _page(request: HttpRequest, catalog: Catalog, form: TapForm | None = None) -> HttpResponse:
    """The sheet; 422 with a form that holds what was refused, or what is still to be asked."""
    user, now, today = user_of(request), timezone.now(), timezone.localdate()
    channels = queries.active_channels(catalog)
    counts = queries.counted_today(user, now)
    places = queries.places(user, catalog, now)
    taps = [_tapped(contact) for contact in queries.latest_taps(user, now)]
    context = {
        "channels": channels,
        "channel": _usual_channel(user, channels),
        "rows": [
            {"place": place, "reason": reason.as_model(), **_buttons(reason, catalog, counts)}
            for place, reason in places.items()
        ],
        "total": sum(counts.values()),
        "page_id": uuid.uuid4(),
        "form": form,
        "asked": form.asked(today) if form else [],
        "last": taps[0] if taps else None,
        "taps": taps,
        "asks": _asks(catalog, today),
        "today": today,
    }
    return render(request, "reasons/tally.html", context, status=422 if form else 200)


def _buttons(
    reason: ReasonNode, catalog: Catalog, counts: dict[tuple[int, int], int]
) -> dict[str, Any]:
    """One reason's buttons, a channel each, and what a tap on them asks for first."""
    demands = catalog.required.get(reason.id, [])
    return {
        "demands": demands,
        "demanded": json.dumps([dimension.code for dimension in demands]),
        "cells": [
            {
                "channel": channel,
                "value": tap_value(reason.code, channel.code),
                "count": counts.get((reason.id, channel.pk), 0),
            }
            for channel in queries.active_channels(catalog)
        ],
    }


def _tapped(contact: Contact) -> dict[str, str]:
    return {
        "id": str(contact.pk),
        "reason": contact.reason.code,
        "name": contact.reason.name,
        "channel": contact.channel.code,
        "channel_name": contact.channel.name,
        "at": timezone.localtime(contact.recorded_at).strftime("%H:%M"),
    }


def _usual_channel(user: User, channels: list[Channel]) -> Channel | None:
    """That of the last contact, else the first."""
    latest = contact_queries.latest_of(user, limit=1).first()
    by_id = {channel.pk: channel for channel in channels}
    first = channels[0] if channels else None
    return by_id.get(latest.channel_id, first) if latest else first


def _asks(catalog: Catalog, today: date) -> dict[str, Any]:
    """What a script needs to ask for dimensions: their names and their values in use."""
    return {
        code: {
            "name": dimension.name,
            "values": [[v.code, v.name] for v in catalog.values_on(code, today)],
        }
        for code, dimension in catalog.dimensions.items()
    }
