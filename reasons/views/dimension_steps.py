"""What the administrator does to dimensions and their values, a form each (C-8, R-6, R-7)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from reasons import rules
from reasons.forms.dimensions import (
    DimensionForm,
    NewDimensionForm,
    NewValuesForm,
    SeenForm,
    ValueForm,
)
from reasons.forms.signals import RefusableForm
from reasons.models import Dimension, DimensionValue
from reasons.services import dimension_values, dimensions

PLACES = {"up": -1, "down": 1}
VALUES = DimensionValue.objects.select_related("dimension")


@requires(rules.may_edit_lists)
@require_http_methods(["GET", "POST"])
def new_dimension(request: HttpRequest) -> HttpResponse:
    form = NewDimensionForm(request.POST or None)

    def write(by: dict[str, Any]) -> Dimension:
        return dimensions.create_dimension(**form.cleaned_data, **by)

    return _answer(request, form, write, {"heading": _("New dimension")})


@requires(rules.may_edit_lists)
@require_http_methods(["GET", "POST"])
def change_dimension(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Dimension, pk=pk)
    form = DimensionForm(request.POST or None, item=found)

    def write(by: dict[str, Any]) -> Dimension:
        return dimensions.rename_dimension(found, **form.cleaned_data, **by)

    return _answer(request, form, write, _about_dimension(found))


@requires(rules.may_edit_lists)
@require_POST
def move_dimension(request: HttpRequest, pk: int) -> HttpResponse:
    places = PLACES.get(request.POST.get("direction", ""))
    if places is None:
        raise Http404
    found = get_object_or_404(Dimension, pk=pk)
    dimensions.move_dimension(found, places=places, **_by(request))
    return redirect("reasons:dimensions")


@requires(rules.may_edit_lists)
@require_POST
def remove_dimension(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Dimension, pk=pk)

    def write(by: dict[str, Any]) -> None:
        dimensions.remove_dimension(found, **by)

    form, context = DimensionForm(item=found), _about_dimension(found)
    return _removed(request, form, write, context) or redirect("reasons:dimensions")


@requires(rules.may_edit_lists)
@require_http_methods(["GET", "POST"])
def new_values(request: HttpRequest, pk: int) -> HttpResponse:
    """As many values of a dimension as there are lines."""
    found = get_object_or_404(Dimension, pk=pk)
    form = NewValuesForm(request.POST or None)

    def write(by: dict[str, Any]) -> Dimension:
        data = form.cleaned_data
        dimension_values.add_values(found, data["values"], valid_from=data["valid_from"], **by)
        return found

    return _answer(request, form, write, {"heading": _("New values"), "dimension": found})


@requires(rules.may_edit_lists)
@require_http_methods(["GET", "POST"])
def change_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, first and last day of a value."""
    found = get_object_or_404(VALUES, pk=pk)
    form = ValueForm(request.POST or None, item=found)

    def write(by: dict[str, Any]) -> Dimension:
        return dimension_values.change_value(found, **form.cleaned_data, **by).dimension

    return _answer(request, form, write, _about_value(found))


@requires(rules.may_edit_lists)
@require_POST
def remove_value(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(VALUES, pk=pk)
    list_page = redirect("reasons:dimension", found.dimension.code)

    def write(by: dict[str, Any]) -> None:
        dimension_values.remove_value(found, **by)

    form = ValueForm(item=found)
    return _removed(request, form, write, _about_value(found)) or list_page


def _about_dimension(found: Dimension) -> dict[str, Any]:
    return {
        "heading": _("Change dimension"),
        "dimension": found,
        "code": found.code,
        "address": reverse("reasons:dimension_change", args=[found.pk]),
        "remove": reverse("reasons:dimension_remove", args=[found.pk]),
    }


def _about_value(found: DimensionValue) -> dict[str, Any]:
    return {
        "heading": found.name,
        "dimension": found.dimension,
        "code": found.code,
        "address": reverse("reasons:value_change", args=[found.pk]),
        "remove": reverse("reasons:value_remove", args=[found.pk]),
    }


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": user_of(request), "now": timezone.now()}


def _answer(
    request: HttpRequest,
    form: RefusableForm,
    write: Callable[[dict[str, Any]], Dimension],
    context: dict[str, Any],
) -> HttpResponse:
    """To the page of the dimension; a broken rule, or somebody who was first, shows the form with
    what was sent."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            code = write(_by(request)).code
        except NotAllowed:
            raise
        except Refusal as refusal:
            if isinstance(refusal, Conflict) and not _is_there(form):
                raise
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("Saved."))
            return redirect("reasons:dimension", code)
    return _form_page(request, form, context, status=status)


def _is_there(form: RefusableForm) -> bool:
    """Whether what a form is about was changed by somebody else, and not removed."""
    if not isinstance(form, SeenForm):
        return False
    return type(form.item)._default_manager.filter(pk=form.item.pk).exists()


def _removed(
    request: HttpRequest,
    form: RefusableForm,
    write: Callable[[dict[str, Any]], None],
    context: dict[str, Any],
) -> HttpResponse | None:
    """None when it was taken away; else the form of what stays, with why."""
    try:
        write(_by(request))
    except (NotAllowed, Conflict):
        raise
    except Refusal as refusal:
        return _form_page(request, form, {**context, "refusal": refusal}, status=refusal.status)
    messages.success(request, _("Removed."))
    return None


def _form_page(
    request: HttpRequest, form: RefusableForm, context: dict[str, Any], *, status: int
) -> HttpResponse:
    return render(request, "reasons/dimension_form.html", {**context, "form": form}, status=status)
