"""What follows within a contact: promises that somebody kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contactreductie.core import panel
from contactreductie.core.access import requires, user_of
from reasons import rules
from reasons.forms.register import RegisterForm
from reasons.models import ContactLeg
from reasons.queries.catalog import Catalog
from reasons.services import legs
from reasons.views import register


@requires(rules.may_register)
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes that a promise is kept. Pressed beside the register form without JavaScript it sends
    that form along, which is shown again as it was."""
    leg = get_object_or_404(ContactLeg, pk=pk)
    legs.finish_leg(leg, actor=user_of(request), now=timezone.now())
    message = _("Noted: this promise is kept.")
    if "plain" in request.GET:
        messages.success(request, message)
        return register.page(request, RegisterForm(request.POST, catalog=Catalog.current()))
    return panel.done(
        request, message=message, event="leg:done", detail={"id": pk}, back_to="reasons:mine"
    )
