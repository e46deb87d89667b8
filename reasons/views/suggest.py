"""Reasons that the customer's words suggest. The words are neither kept nor logged."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from contactreductie.core.access import requires
from reasons import rules
from reasons.queries import suggestions


@requires(rules.may_register)
@never_cache
@sensitive_post_parameters("text")
@require_POST
def suggest(request: HttpRequest) -> JsonResponse:
    text = request.POST.get("text", "").replace("\r\n", "\n")  # as the page counts them
    if len(text) > settings.SUGGEST_MAX_TEXT:
        message = _("This text is longer than %(limit)s characters.")
        errors = [{"field": "text", "message": message % {"limit": settings.SUGGEST_MAX_TEXT}}]
        return JsonResponse({"errors": errors}, status=422)
    advice = suggestions.advise(text, now=timezone.now())
    found = [{"code": reason.code, "confidence": round(sure, 2)} for reason, sure in advice.reasons]
    return JsonResponse({"suggestions": found, "state": advice.state})
