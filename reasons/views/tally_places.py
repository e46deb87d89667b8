"""Somebody's own places: the nine keys and the tally sheet, of which the keys are the first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.tally import MoveForm, PlaceForm
from reasons.models.pin import KEYS, SLOTS
from reasons.queries import tally as queries
from reasons.queries import workspace
from reasons.queries.catalog import Catalog
from reasons.services import pins


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def tally_places(request: HttpRequest) -> HttpResponse:
    """Gives reasons a place, moves them and frees their places."""
    catalog, user = Catalog.current(), user_of(request)
    pinned = workspace.pins(user)
    data = request.POST if request.method == "POST" else None
    if data is not None and "reason" not in data:
        return _moved(MoveForm(data), user)
    names = {slot: catalog.tree.by_code[code].as_model().name for slot, code in pinned.items()}
    free = next((slot for slot in range(1, SLOTS + 1) if slot not in pinned), SLOTS)
    form = PlaceForm(
        data, catalog=catalog, pinned=names, today=timezone.localdate(), initial={"slot": free}
    )
    if form.is_bound and form.is_valid() and _pinned(form, user):
        messages.success(request, _("Pinned."))
        return _back_to(form.cleaned_data["slot"])
    context = {"form": form, **_lists(catalog, user, pinned), "free": free, "keys": KEYS}
    status = 422 if form.is_bound else 200
    return render(request, "reasons/tally_places.html", context, status=status)


def _moved(form: MoveForm, user: User) -> HttpResponse:
    if not form.is_valid():
        raise Refusal(_("There are %(slots)s places."), slots=SLOTS)
    slot, to = form.cleaned_data["slot"], form.cleaned_data["to"]
    if to is None:
        pins.pin(agent=user, slot=slot, reason="")
        return _back_to(slot)
    pins.move(agent=user, slot=slot, to=to)
    return _back_to(to)


def _back_to(slot: int) -> HttpResponse:
    return redirect(f"{reverse('reasons:tally_places')}#place-{slot}")


def _pinned(form: PlaceForm, user: User) -> bool:
    data = form.cleaned_data
    try:
        pins.pin(agent=user, slot=data["slot"], reason=data["reason"])
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _lists(catalog: Catalog, user: User, pinned: dict[int, str]) -> dict[str, Any]:
    """What is pinned, place by place, and what the sheet fills itself with for now."""
    tree, today = catalog.tree, timezone.localdate()
    lines = []
    for slot in sorted(pinned):
        node = tree.by_code[pinned[slot]]
        lines.append(
            {
                "slot": slot,
                "reason": node.as_model(),
                "path": [step.as_model() for step in tree.ancestors(node)],
                "is_active": tree.is_leaf(node.id) and node.is_active_on(today),
                "up": slot - 1 if slot > 1 else None,
                "down": slot + 1 if slot < SLOTS else None,
            }
        )
    filled = queries.places(user, catalog, timezone.now())
    used = {slot: node.as_model() for slot, node in filled.items() if slot not in pinned}
    return {"lines": lines, "used": used}
