"""The agent's page: register a contact."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons import rules
from reasons.forms.fields import errors_of
from reasons.forms.register import RegisterForm, SavingForm
from reasons.models import Contact
from reasons.queries import contacts as contact_queries
from reasons.queries import suggestions, workspace
from reasons.queries.catalog import Catalog
from reasons.services import contacts
from reasons.views import customers, mine
from reasons.views.screen_pops import takes_screen_pops


@takes_screen_pops
@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form, and what this person registered last; a refusal keeps every input. The page's
    own script saves without leaving the page and reads JSON."""
    catalog = Catalog.current()
    if request.method == "GET":
        pop = customers.popped(request, catalog)
        return page(request, RegisterForm(catalog=catalog, initial=pop.fields), pop.problem)
    if wants_json(request):
        check_still_here(request)
        return saved_as_json(request.POST, catalog=catalog, actor=user_of(request))
    asked = customers.asked(request.POST)
    form = RegisterForm(asked or request.POST, catalog=catalog)
    contact = _saved(form, user_of(request)) if form.is_valid() and asked is None else None
    if contact is None:
        return page(request, form)
    messages.success(request, told(contact))
    plain = "?plain=1" if _is_plain(request) else ""
    return redirect(reverse("reasons:register") + plain)


@takes_screen_pops
@requires(rules.may_register)
@require_GET
def without_slash(request: HttpRequest) -> HttpResponse:
    """Also what a CRM opens so is answered by us: a redirect of Django's own would keep the number
    of the customer in the browser (docs/adr/0013)."""
    return redirect("reasons:register")


def page(request: HttpRequest, form: RegisterForm, problem: str = "") -> HttpResponse:
    """The register page around a form; 422 when the form holds what was refused. `problem`, a
    msgid, is what was wrong with the screen-pop that opened it.

    Without JavaScript it is a plain form; a browser gets there by itself (`?plain=1`), so that the
    long lists are not sent to those who search.
    """
    latest = list(contact_queries.latest_of(user_of(request)))
    plain = _is_plain(request) or not form.has_choices
    form.offer(timezone.localdate(), plain=plain)
    form.initial = {
        "id": uuid.uuid4(),
        "channel": form.usual_channel(latest[0] if latest else None),
        "reason": request.GET.get("reason", ""),
        **form.initial,
    }
    context = {
        "form": form,
        "latest": mine.lines(latest, user_of(request)),
        "today": timezone.localdate(),
        **customers.beside(form, user_of(request), problem),
        "plain": plain,
        "workspace": None if plain else _workspace(request, form, latest),
    }
    return render(request, "reasons/register.html", context, status=422 if form.errors else 200)


def saved_as_json(
    data: QueryDict, *, catalog: Catalog, actor: User, waited: timedelta = timedelta()
) -> JsonResponse:
    """Registers what was sent and tells what became of it: `{contact}` or `{errors}`."""
    form = SavingForm(data, catalog=catalog)
    status = 422
    if form.is_valid():
        try:
            contact = register_form(form, actor=actor, waited=waited)
            return JsonResponse({"contact": shown(contact), "message": told(contact)})
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
    return JsonResponse({"errors": errors_of(form)}, status=status)


def register_form(form: RegisterForm, *, actor: User, waited: timedelta = timedelta()) -> Contact:
    """The contact of a valid form; Refusal for a broken rule."""
    return contacts.register_contact(
        form.draft(waited=waited), actor=actor, now=timezone.now(), catalog=form.catalog
    ).contact


@requires(rules.may_register)
@require_GET
def index(request: HttpRequest, version: str) -> HttpResponse:
    """The reasons to search in; kept by the browser for as long as they are the same."""
    current = workspace.ReasonIndex.load(Catalog.current(), timezone.localdate())
    answer = HttpResponse(current.body, content_type="application/json")
    kept = "max-age=31536000, immutable" if version == current.version else "no-store"
    answer["Cache-Control"] = f"private, {kept}"
    return answer


def check_still_here(request: HttpRequest) -> None:
    """The page tells whose it is: somebody else may have logged in since it was opened (C-9)."""
    agent = str(user_of(request).pk)
    if request.POST.get("agent", agent) != agent:
        raise NotAllowed


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _is_plain(request: HttpRequest) -> bool:
    return "plain" in request.GET or "plain" in request.POST


def _saved(form: RegisterForm, actor: User) -> Contact | None:
    try:
        return register_form(form, actor=actor)
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _workspace(request: HttpRequest, form: RegisterForm, latest: list[Contact]) -> dict[str, Any]:
    """What the page's script works with."""
    user, now = user_of(request), timezone.now()
    current = workspace.ReasonIndex.load(form.catalog, timezone.localdate())
    prefetch_related_objects(latest, "dimensions__dimension", "dimensions__value")
    fresh = Contact(agent=user, recorded_at=now)
    return {
        "agent": user.pk,
        "language": (get_language() or "nl")[:2],
        "index": reverse("reasons:index", args=[current.version]),
        "customer": reverse("reasons:customer"),
        "keys": reverse("reasons:keys"),
        "team_use": reverse("raci:team_use"),
        "suggest": reverse("reasons:suggest") if suggestions.is_ready(now) else None,
        "habits": workspace.habits(user, now),
        "latest": [shown(contact) for contact in latest],
        "may_correct": rules.may_correct(user, fresh, now=now),
        "errors": errors_of(form),
    }


def shown(contact: Contact) -> dict[str, Any]:
    """A contact as the page lists it and repeats it."""
    return {
        "id": str(contact.pk),
        "reason": contact.reason.code,
        "name": contact.reason.name,
        "channel": contact.channel.code,
        "channel_name": contact.channel.name,
        "direction": contact.direction,
        "dimensions": contact.dimension_codes,
        "occurred_at": contact.occurred_at.isoformat(),
    }


def told(contact: Contact) -> str:
    text = _("Registered: %(reason)s · %(channel)s")
    return text % {"reason": contact.reason, "channel": contact.channel}
