"""One registered contact: correct it, undo it, bring something up about it.

Here and not in reasons, because whose contacts somebody may reach is told by this app.
"""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contactreductie.core import panel
from contactreductie.core.access import requires, user_of
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.refusals import Conflict, Refusal
from raci.queries import contacts as contact_queries
from reasons import rules
from reasons.enums import SignalState
from reasons.forms.correction import CorrectionForm
from reasons.forms.signals import BringUpForm, CustomerSignalForm, FirstTimeRightForm
from reasons.models import Contact, FirstTimeRightSignal
from reasons.queries import history, versions
from reasons.queries.catalog import Catalog
from reasons.services import corrections, signals
from reasons.views.register import shown


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The contact as a form, as long as this person may correct it, and what happened to it."""
    contact, catalog = _contact(request, pk), Catalog.current()
    form = CorrectionForm(panel.sent(request), contact=contact, catalog=catalog)
    status = 200
    if request.method == "POST":
        status = _correct(form, request)
        if status == 200:
            return _done(request, _("Corrected."), "contact:corrected", _contact(request, pk))
        contact = _contact(request, pk)
        form.fall_back()
    form.offer(contact.local_date)
    context = _about(request, contact) | {
        "form": form if _may_correct(request, contact) else None,
        "week_is_over": IsoWeek.of(contact.local_date) < IsoWeek.at(timezone.now()),
        "too_late": _(corrections.too_late_for(user_of(request))),
        "history": history.of_contact(contact, catalog),
        "late_after_days": settings.LATE_ENTRY_AFTER.days,
    }
    return panel.page(request, "raci/correct.html", context, status=status)


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Asks first, and says what goes with the contact."""
    user = user_of(request)
    if request.method == "POST" and versions.was_withdrawn_by(user, pk):
        return _withdrawn(request, pk, _("This registration was withdrawn."), "reasons:mine")
    contact = _contact(request, pk)
    context = _about(request, contact) | {
        "is_in_hand": versions.is_in_hand(contact),
        "may_correct": _may_correct(request, contact),
        "too_late": _(corrections.too_late_for(user)),
        "legs": versions.open_legs(contact).count(),
        "signals": len(versions.signals_of(contact)),
    }
    status = 200
    if request.method == "POST":
        said = _("Undone: %(reason)s · %(channel)s")
        said %= {"reason": contact.reason, "channel": contact.channel}
        try:
            corrections.withdraw_contact(contact, actor=user, now=timezone.now())
            return _withdrawn(request, pk, said, context["list_url"])
        except Refusal as refusal:
            context["refusal"], status = refusal, refusal.status
    return panel.page(request, "raci/withdraw.html", context, status=status)


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def first_time_right(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """ "In 1x goed" (S-1): once per contact, to be changed until somebody deals with it."""
    contact = _contact(request, pk)
    signal = FirstTimeRightSignal.objects.filter(contact=contact).first()
    initial = {"id": signal.pk, "cause": signal.cause, "text": signal.text} if signal else None
    form = FirstTimeRightForm(panel.sent(request), initial=initial or {"id": uuid.uuid4()})
    context = _about(request, contact) | {"form": form, "signal": signal}
    if signal is not None and signal.state != SignalState.NEW and request.method == "GET":
        context["form"] = None
    template = "raci/first_time_right.html"
    return _brought_up(request, form, signals.tell_what_was_needed, template, context)


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def customer_signal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A complaint, compliment or idea (S-3); there may be several about one contact."""
    contact = _contact(request, pk)
    form = CustomerSignalForm(panel.sent(request), initial={"id": uuid.uuid4()})
    earlier = contact.customer_signals.order_by("recorded_at")
    context = _about(request, contact) | {"form": form, "earlier": earlier}
    template = "raci/customer_signal.html"
    return _brought_up(request, form, signals.tell_customer_signal, template, context)


def _contact(request: HttpRequest, pk: uuid.UUID) -> Contact:
    found = contact_queries.workable_by(user_of(request))
    return get_object_or_404(versions.with_content(found).select_related("agent"), pk=pk)


def _about(request: HttpRequest, contact: Contact) -> dict[str, Any]:
    """What every page about a contact shows of it."""
    return {"contact": contact, "list_url": _list_of(request, contact)}


def _list_of(request: HttpRequest, contact: Contact) -> str:
    """The list that this person finds the contact in."""
    if contact.agent_id == user_of(request).pk:
        return reverse("reasons:mine")
    return f"{reverse('raci:team_contacts')}?day={contact.local_date.isoformat()}"


def _may_correct(request: HttpRequest, contact: Contact) -> bool:
    return rules.may_correct(user_of(request), contact, now=timezone.now())


def _correct(form: CorrectionForm, request: HttpRequest) -> int:
    """The status of the answer; the form carries the messages of a refusal."""
    if not form.is_valid():
        return 422
    try:
        corrections.correct_contact(
            form.contact,
            form.draft(),
            seen=form.cleaned_data["seen"],
            actor=user_of(request),
            now=timezone.now(),
            catalog=form.catalog,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        if isinstance(refusal, Conflict):
            form.add_error(None, _("Below you see who changed what; what you filled in is kept."))
            form.look_again(_contact(request, form.contact.pk))
        return refusal.status
    return 200


def _withdrawn(request: HttpRequest, pk: uuid.UUID, message: str, back_to: str) -> HttpResponse:
    event, detail = "contact:withdrawn", {"id": str(pk)}
    return panel.done(request, message=message, event=event, detail=detail, back_to=back_to)


def _brought_up(
    request: HttpRequest, form: BringUpForm, tell: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A form about one contact that is told to a service."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            told = {"signal_id": given.pop("id"), **given}
            try:
                tell(context["contact"], **told, actor=user_of(request), now=timezone.now())
                said = _("Thank you. You see the answer under My contacts.")
                return _done(request, said, "signal:saved", context["contact"])
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
    return panel.page(request, template, context, status=status)


def _done(request: HttpRequest, message: str, event: str, contact: Contact) -> HttpResponse:
    detail, back_to = {"contact": shown(contact)}, _list_of(request, contact)
    return panel.done(request, message=message, event=event, detail=detail, back_to=back_to)
