"""Drawing the process map: journeys, their steps and the reasons of each step (R-10)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci import rules
from raci.forms import RefusableForm
from raci.forms.journeys import JourneyForm, LinkForm, StepForm
from raci.models import Journey, ProcessStep, StepReason
from raci.queries import causes
from raci.queries import channels as owners
from raci.queries import journeys as queries
from raci.services import journeys, step_reasons
from reasons.models import ContactReason

PLACES = {"up": -1, "down": 1}
STEPS = ProcessStep.objects.select_related("journey", "department")


@requires(rules.may_link_reasons)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything there is to change, with a button for each."""
    user, drawn = user_of(request), queries.drawn(active_only=False)
    context = {
        "journeys": drawn,
        "linkable": queries.linkable_steps(user, drawn),
        "may_edit": rules.may_edit_journeys(user),
    }
    return render(request, "raci/journeys.html", context)


@requires(rules.may_edit_journeys)
@require_http_methods(["GET", "POST"])
def journey(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """A journey to be changed, or a new one."""
    found = get_object_or_404(Journey, pk=pk) if pk else None
    initial = _initial(found, "kind", "is_active") if found else {"is_active": True}
    form = JourneyForm(request.POST or None, initial=initial)

    def write(user: User) -> None:
        if found is None:
            journeys.create_journey(form.draft(), actor=user, now=timezone.now())
        else:
            journeys.change_journey(found, form.draft(), actor=user, now=timezone.now())

    title = _("Change journey") if found else _("New journey")
    return _answer(request, form, write, title)


@requires(rules.may_edit_journeys)
@require_http_methods(["GET", "POST"])
def new_step(request: HttpRequest, pk: int) -> HttpResponse:
    """A step after the last one of a journey."""
    found = get_object_or_404(Journey, pk=pk)
    form = StepForm(request.POST or None, departments=owners.departments())

    def write(user: User) -> None:
        journeys.create_step(found, form.draft(), actor=user, now=timezone.now())

    return _answer(request, form, write, _("New step in %(name)s") % {"name": found.name})


@requires(rules.may_edit_journeys)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and owner of a step."""
    found = get_object_or_404(STEPS, pk=pk)
    initial = _initial(found) | {"department": str(found.department_id or "")}
    form = StepForm(request.POST or None, initial=initial, departments=owners.departments())

    def write(user: User) -> None:
        journeys.change_step(found, form.draft(), actor=user, now=timezone.now())

    return _answer(request, form, write, _("Change step"), code=found.code)


@requires(rules.may_edit_journeys)
@require_POST
def move_journey(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Journey, pk=pk)
    journeys.move_journey(
        found, places=_places(request), actor=user_of(request), now=timezone.now()
    )
    return _back(f"journey-{pk}")


@requires(rules.may_edit_journeys)
@require_POST
def move_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(STEPS, pk=pk)
    journeys.move_step(found, places=_places(request), actor=user_of(request), now=timezone.now())
    return _back(f"step-{pk}")


@requires(rules.may_edit_journeys)
@require_http_methods(["GET", "POST"])
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and tells which reasons come loose; or why the step stays."""
    found = get_object_or_404(STEPS, pk=pk)
    refusal = None
    try:
        if request.method == "POST":
            journeys.remove_step(found, actor=user_of(request), now=timezone.now())
            messages.success(request, _("Removed."))
            return _back()
        journeys.check_removable(found)
    except (NotAllowed, Conflict):
        raise
    except Refusal as caught:
        refusal = caught
    links = StepReason.objects.filter(step=found).select_related("reason")
    context = {
        "step": found,
        "links": links,
        "refusal": refusal,
        "causes": causes.resting_on(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "raci/step_remove.html", context, status=status)


@requires(rules.may_link_reasons)
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """One more reason for a step."""
    found = get_object_or_404(STEPS, pk=pk)
    if not rules.may_link_reasons(user_of(request), found):
        raise NotAllowed
    form = LinkForm(request.POST or None, reasons=queries.linkable_reasons())

    def write(user: User) -> None:
        reason = ContactReason.objects.get(code=form.cleaned_data["reason"])
        step_reasons.link_reason(found, reason, actor=user, now=timezone.now())

    return _answer(request, form, write, _("Link a reason to %(name)s") % {"name": found.name})


@requires(rules.may_link_reasons)
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is that of the reason."""
    rows = StepReason.objects.select_related("step__department", "reason")
    found = get_object_or_404(rows, pk=pk)
    step_reasons.unlink_reason(found, actor=user_of(request), now=timezone.now())
    messages.success(request, _("Removed."))
    return _back(f"step-{found.step_id}")


def _initial(found: Journey | ProcessStep, *names: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("name_nl", "name_en", *names)}


def _places(request: HttpRequest) -> int:
    places = PLACES.get(request.POST.get("direction", ""))
    if places is None:
        raise Http404
    return places


def _back(anchor: str = "") -> HttpResponse:
    response = redirect("raci:journeys")
    response["Location"] += f"#{anchor}" if anchor else ""
    return response


def _answer(
    request: HttpRequest,
    form: RefusableForm,
    write: Callable[[User], None],
    title: str,
    **more: str,
) -> HttpResponse:
    """Back to all that can be changed; a broken rule shows the form with what was sent."""
    if request.method == "POST" and form.is_valid():
        try:
            write(user_of(request))
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return _back()
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "heading": title, **more}
    return render(request, "raci/journey_form.html", context, status=status)
