"""The customer vision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci import rules
from raci.forms import VisionForm
from raci.models import CustomerVision
from raci.queries import vision as vision_queries
from raci.services import vision as visions


@requires(rules.may_see_vision)
@require_http_methods(["GET", "POST"])
def vision(request: HttpRequest) -> HttpResponse:
    """The version in force; management adopts a new one here (V-1)."""
    user, active = user_of(request), vision_queries.active()
    form = VisionForm(request.POST or None, initial=_initial(active))
    if request.method == "POST":
        if not rules.may_publish_vision(user):
            raise NotAllowed
        if form.is_valid() and (published := _published(form, user)):
            said = _("Version %(version)s of the customer vision is in force.")
            messages.success(request, said % {"version": published.version})
            return redirect("raci:vision")
    context = {
        "vision": active,
        "form": form if rules.may_publish_vision(user) else None,
        "earlier": vision_queries.earlier(active),
        "to_recheck": vision_queries.to_recheck(active) if active else [],
        "may_see_actions": rules.may_see_action(user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "raci/vision.html", context, status=status)


def _initial(active: CustomerVision | None) -> dict[str, str]:
    if active is None:
        return {}
    principles = "\n".join(principle.text for principle in active.principles.all())
    return {"statement": active.statement, "principles": principles}


def _published(form: VisionForm, user: User) -> CustomerVision | None:
    try:
        return visions.publish_vision(**form.arguments(), actor=user, now=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
