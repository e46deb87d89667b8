"""The agent's page: register a contact."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms import RegisterForm
from reasons.queries import contacts as contact_queries
from reasons.queries.catalog import Catalog
from reasons.services import contacts


@requires(rules.may_register)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form, and what this person registered last; a refusal keeps every input."""
    catalog, today = Catalog.load(), timezone.localdate()
    latest = list(contact_queries.latest_of(user_of(request)))
    if request.method == "POST":
        form = RegisterForm(request.POST, catalog=catalog, today=today)
        if form.is_valid() and _saved(request, form):
            return redirect("reasons:register")
    else:
        initial = {"id": uuid.uuid4(), "channel": latest[0].channel.code if latest else ""}
        form = RegisterForm(catalog=catalog, today=today, initial=initial)
    status = 422 if form.is_bound else 200
    return render(request, "reasons/register.html", {"form": form, "latest": latest}, status=status)


def _saved(request: HttpRequest, form: RegisterForm) -> bool:
    try:
        contact = contacts.register_contact(
            form.draft(), actor=user_of(request), now=timezone.now(), catalog=form.catalog
        ).contact
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    text = _("Registered: %(reason)s · %(channel)s")
    messages.success(request, text % {"reason": contact.reason, "channel": contact.channel})
    return True
