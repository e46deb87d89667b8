"""The customer in view while a contact is being registered: beside the form, and on its own."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from contactreductie.core import rate_limits
from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.register import RegisterForm
from reasons.queries import contacts as contact_queries
from reasons.queries.catalog import Catalog
from reasons.queries.customers import CustomerHistory, history_of
from reasons.queries.tree import ReasonTree
from reasons.services import drafts, screen_pops
from reasons.services.screen_pops import ScreenPop

FRAGMENT = "reasons/partials/_customer.html"


@dataclass(frozen=True)
class CustomerInView:
    """What is shown of a customer. `history` is None while nobody is known."""

    history: CustomerHistory | None = None
    is_from_crm: bool = False
    is_too_often: bool = False


@requires(rules.may_register)
@never_cache
@sensitive_post_parameters("customer_ref")
@require_POST
def customer(request: HttpRequest) -> HttpResponse:
    """What the page's script shows beside the form; errors as JSON, to be shown at the field."""
    reference, key = (request.POST.get(name, "") for name in ("customer_ref", "customer_key"))
    try:
        seen = look(user_of(request), reference, key, tree=Catalog.current().tree)
    except Refusal as refusal:
        errors = [{"field": "customer_ref", "message": str(refusal)}]
        return JsonResponse({"errors": errors}, status=refusal.status)
    status = 429 if seen.is_too_often else 200
    return render(request, FRAGMENT, {"customer": seen}, status=status)


def look(user: User, reference: str, key: str, *, tree: ReasonTree) -> CustomerInView:
    """The customer of a reference, else of a key; Refusal when it has not the right form (C-6)."""
    is_from_crm = not reference.strip() and bool(key)
    found = drafts.customer_key(f"key:{key}" if is_from_crm else reference)
    if not found:
        return CustomerInView()
    now = timezone.now()
    limit = settings.CUSTOMER_LOOKS_A_MINUTE
    if not rate_limits.may_go_on("customer", user=user, per_minute=limit, now=now):
        return CustomerInView(is_from_crm=is_from_crm, is_too_often=True)
    history = history_of(found, tree=tree, now=now, language=get_language() or "nl")
    return CustomerInView(history=history, is_from_crm=is_from_crm)


def beside(form: RegisterForm, user: User, problem: str = "") -> dict[str, Any]:
    """What stands beside the form of the customer whom it is about; a number that is none is
    refused at its field."""
    given = form.data if form.is_bound else form.initial
    reference, key = (str(given.get(name) or "") for name in ("customer_ref", "customer_key"))
    try:
        seen = look(user, reference, key, tree=form.catalog.tree)
        if seen.is_too_often:
            form.initial.pop("customer_key", None)  # nor the key of who may not be looked at
    except Refusal as refusal:
        seen = CustomerInView()
        if form.is_bound and "customer_ref" not in form.errors:
            form.refuse(refusal)
    return {
        "customer": seen,
        "pop_problem": _(problem) if problem else "",
        "registered": _registered(form, user),
    }


def asked(data: QueryDict) -> QueryDict | None:
    """The form as it is to be shown after one of the customer's buttons, which without JavaScript
    send it whole; None when it is there to be saved."""
    if data.keys().isdisjoint(("look", "same", "forget")):
        return None
    changes = dict(parse_qsl(data.get("same", "")))
    if "forget" in data:
        changes = dict.fromkeys(("customer_ref", "customer_key", "follows"), "")
    changed = data.copy()
    for name, value in changes.items():
        changed[name] = value
    return changed


def popped(request: HttpRequest, catalog: Catalog) -> ScreenPop:
    """The screen-pop that opened this page, as far as it can be used; an empty one without."""
    text = request.GET.get("pop", "")
    pop = screen_pops.unseal(text, now=timezone.now()) if text else ScreenPop()
    channel = catalog.channels.get(pop.channel)
    return pop if channel and channel.is_active else replace(pop, channel="")


def _registered(form: RegisterForm, user: User) -> dict[str, Any] | None:
    """The contact that came in before under the external reference of the form, if any."""
    names = ("external_ref", "source")
    if form.errors.keys() & set(names):
        return None
    external_ref, source = (str(form[name].value() or "") for name in names)
    contact = (
        contact_queries.delivered(source or drafts.BY_HAND, external_ref) if external_ref else None
    )
    if contact is None:
        return None
    is_own = contact.agent_id == user.pk and rules.may_correct(user, contact, now=timezone.now())
    return {"id": contact.pk, "is_own": is_own}
