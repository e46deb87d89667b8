"""An agent's own keys."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.fields import errors_of
from reasons.queries import workspace
from reasons.services import pins


class PinForm(forms.Form):
    slot = forms.IntegerField()
    reason = forms.CharField(required=False, max_length=100)


@requires(rules.may_register)
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Pins a reason in a place, or without a reason frees the place; answers all pins."""
    form, agent = PinForm(request.POST), user_of(request)
    if form.is_valid():
        slot, reason = form.cleaned_data["slot"], form.cleaned_data["reason"]
        try:
            pins.pin(agent=agent, slot=slot, reason=reason)
            return JsonResponse({"pins": workspace.pins(agent)})
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
    return JsonResponse({"errors": errors_of(form)}, status=422)
