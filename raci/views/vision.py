"""The customer vision: reading, drafting and approving it, and what must be read again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci import rules
from raci.forms import VisionForm
from raci.models import ChannelCharter, CustomerVision, ImprovementAction, StrategyChoice
from raci.queries import actions
from raci.queries import vision as vision_queries
from raci.services import recheck as rechecks
from raci.services import vision as visions
from raci.views import vision_page


@requires(rules.may_see_vision)
@require_http_methods(["GET", "POST"])
def vision(request: HttpRequest) -> HttpResponse:
    """The version in force. A draft is written here, and management adopts a new one (V-1)."""
    user = user_of(request)
    if request.method != "POST":
        return vision_page.show(request)
    if not rules.may_draft_vision(user):
        raise NotAllowed
    form = VisionForm(request.POST)
    if form.is_valid() and (said := _written(form, user, request.POST.get("step", ""))):
        messages.success(request, said)
        return redirect("raci:vision")
    return vision_page.show(request, form=form)


@requires(rules.may_publish_vision)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """V-1: management approves the draft as it stands."""
    approved = visions.approve_vision(draft=_draft(pk), actor=user_of(request), now=timezone.now())
    messages.success(request, _in_force(approved))
    return redirect("raci:vision")


@requires(rules.may_draft_vision)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    visions.withdraw_draft(draft=_draft(pk), actor=user_of(request), now=timezone.now())
    messages.success(request, _("The draft is withdrawn."))
    return redirect("raci:vision")


@requires(rules.may_recheck)
@require_POST
def recheck(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """V-2: an item of an older version still fits the new one."""
    item, user = _item(kind, pk), user_of(request)
    form = vision_page.recheck_form(kind, pk, vision_queries.active(), request.POST)
    if form.is_valid():
        try:
            _still_fits(item, actor=user, now=timezone.now(), **form.arguments())
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted: it still fits the customer vision."))
            return redirect("raci:vision")
    return vision_page.show(request, sent=(kind, pk, form))


@requires(rules.may_recheck)
@require_POST
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """V-2: all that names an unchanged principle still fits."""
    active = vision_queries.active()
    principle = active.principles.filter(pk=pk).first() if active else None
    if principle is None:
        raise Conflict
    done = rechecks.carry_over(principle, actor=user_of(request), now=timezone.now())
    messages.success(request, vision_page.carried_over(done))
    return redirect("raci:vision")


def _still_fits(item: vision_page.Item, **given: Any) -> None:
    if isinstance(item, ImprovementAction):
        rechecks.action_still_fits(item, **given)
    elif isinstance(item, ChannelCharter):
        rechecks.charter_still_fits(item, **given)
    else:
        rechecks.strategy_still_fits(item, **given)


def _item(kind: str, pk: int) -> vision_page.Item:
    rows: dict[str, Any] = {
        "action": actions.with_history(ImprovementAction.objects.all()),
        "channel": ChannelCharter.objects.select_related("principle__vision"),
        "strategy": StrategyChoice.objects.select_related("principle__vision"),
    }
    found: vision_page.Item | None = rows[kind].filter(pk=pk).first() if kind in rows else None
    if found is None:
        raise Http404
    return found


def _draft(pk: int) -> CustomerVision:
    """The draft that was seen; another one has another key, and that is a conflict."""
    draft = vision_queries.draft()
    if draft is None or draft.pk != pk:
        raise Conflict
    return draft


def _in_force(vision: CustomerVision) -> str:
    said = _("Version %(version)s of the customer vision is in force.")
    return said % {"version": vision.version}


def _written(form: VisionForm, user: User, step: str) -> str:
    """What to say about it; nothing where it is refused."""
    given = {**form.arguments(), "actor": user, "now": timezone.now()}
    try:
        if step == "draft":
            visions.draft_vision(**given)
            return _("The draft is saved. Management approves it here.")
        return _in_force(visions.publish_vision(**given))
    except (NotAllowed, Conflict):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return ""
