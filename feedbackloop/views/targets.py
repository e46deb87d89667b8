"""Reduction targets: the list, a new one, ending one, and by principle of the vision."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from feedbackloop import rules
from feedbackloop.forms import EndTargetForm, TargetForm
from feedbackloop.models import ReductionTarget
from feedbackloop.queries import targets as target_queries
from feedbackloop.services import targets as services
from feedbackloop.services.targets import TargetDraft
from feedbackloop.views import target_page
from raci.forms import PrincipleForm
from raci.queries import vision as vision_queries
from raci.views import vision_page
from reasons.queries.tree import ReasonNode, ReasonTree

USUAL_WEEKS = 26


@requires(rules.may_read_targets)
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    return _list(request)


@requires(rules.may_set_targets)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First the reason (`?reason=CODE`), then what is to be reached."""
    tree, user = ReasonTree.load(), user_of(request)
    code = request.GET.get("reason", "")
    if not code and request.method == "GET":
        choices = target_page.reason_choices(user, tree, get_language() or "nl", timezone.now())
        return render(request, "feedbackloop/target_reason.html", {"choices": choices})
    node = tree.by_code.get(code)
    if node is None or tree.is_noise(node.id):
        raise Http404
    if node.id not in target_queries.own_reasons(user, tree):
        raise NotAllowed
    active = vision_queries.active()
    data = request.POST if request.method == "POST" else None
    form = TargetForm(data, initial=_usual(), vision=active)
    if request.method == "POST" and form.is_valid() and (made := _made(request, node, form)):
        messages.success(request, _("The target is set."))
        return redirect(f"{reverse('feedbackloop:targets')}#target-{made.pk}")
    return _form_page(request, node, tree, form)


@requires(rules.may_set_targets)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    target, form = _find(request, pk), target_page.end_form(pk, request.POST)
    if form.is_valid():
        try:
            services.end_target(
                target, **form.arguments(), actor=user_of(request), now=timezone.now()
            )
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The target is ended."))
            return redirect("feedbackloop:targets")
    return _list(request, form)


@requires(rules.may_read_targets)
@require_safe
def vision_targets(request: HttpRequest) -> HttpResponse:
    """Targets by principle: a page, or the part of the vision's page that asks for it."""
    return _by_principle(request)


@requires(rules.may_recheck_targets)
@require_POST
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """V-2: a target of an older version still fits the new one."""
    target = _find(request, pk)
    form = target_page.recheck_form(pk, vision_queries.active(), request.POST)
    if form.is_valid():
        try:
            given = {**form.arguments(), "actor": user_of(request), "now": timezone.now()}
            services.target_still_fits(target, **given)
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted: it still fits the customer vision."))
            return redirect("raci:vision")
    return _by_principle(request, form)


@requires(rules.may_recheck_targets)
@require_POST
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """V-2: all running targets that name an unchanged principle still fit."""
    active = vision_queries.active()
    principle = active.principles.filter(pk=pk).first() if active else None
    if principle is None:
        raise Conflict
    done = services.carry_over(principle, actor=user_of(request), now=timezone.now())
    messages.success(request, vision_page.carried_over(done))
    return redirect("raci:vision")


def _list(request: HttpRequest, sent: EndTargetForm | None = None) -> HttpResponse:
    """Running targets with how they stand, ended ones below; a refused form keeps its input."""
    user, now = user_of(request), timezone.now()
    found = target_queries.standings(target_queries.visible_to(user), now=now)
    own = target_queries.own_reasons(user, ReasonTree.load())
    cards = target_page.cards(found, own, now, sent)
    context = {
        "running": [card for card in cards if card.target.ended_at is None],
        "ended": [card for card in cards if card.target.ended_at is not None],
        "may_set": rules.may_set_targets(user),
    }
    return render(request, "feedbackloop/targets.html", context, status=422 if sent else 200)


def _by_principle(request: HttpRequest, sent: PrincipleForm | None = None) -> HttpResponse:
    active, user, now = vision_queries.active(), user_of(request), timezone.now()
    running = target_queries.running(target_queries.visible_to(user))
    cards = target_page.cards(target_queries.standings(running, now=now), (), now)
    may_recheck = rules.may_recheck_targets(user)
    version = active.pk if active else None
    waiting = [
        vision_page.Recheck(
            kind="target",
            pk=card.target.pk,
            name=card.target.reason.name,
            url=f"{reverse('feedbackloop:targets')}#target-{card.target.pk}",
            principle=card.target.principle,
            why=card.target.principle_why,
            form=_recheck_form(card.target.pk, active, sent) if may_recheck else None,
        )
        for card in cards
        if card.target.principle.vision_id != version
    ]
    context = {
        **vision_page.sorted_out(waiting, active),
        "cards": [card for card in cards if card.target.principle.vision_id == version],
        "vision": active,
    }
    fragment = request.headers.get("HX-Request") and not sent
    name = "partials/_vision_targets" if fragment else "vision_targets"
    return render(request, f"feedbackloop/{name}.html", context, status=422 if sent else 200)


def _recheck_form(pk: int, active: Any, sent: PrincipleForm | None) -> PrincipleForm:
    form = target_page.recheck_form(pk, active)
    return sent if sent is not None and sent.prefix == form.prefix else form


def _form_page(
    request: HttpRequest, node: ReasonNode, tree: ReasonTree, form: TargetForm
) -> HttpResponse:
    context = {
        "form": form,
        "reason": node.as_model(),
        "label": target_queries.label_of(node.id),
        "previews": target_page.previews(node, tree, timezone.now()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "feedbackloop/target_new.html", context, status=status)


def _made(request: HttpRequest, node: ReasonNode, form: TargetForm) -> ReductionTarget | None:
    draft = TargetDraft(**form.arguments())
    now = timezone.now()
    try:
        return services.set_target(
            reason=node.as_model(), draft=draft, actor=user_of(request), now=now
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _usual() -> dict[str, Any]:
    start = IsoWeek.at(timezone.now()).plus(1).monday
    return {"starts_on": start, "reach_by": start + timedelta(weeks=USUAL_WEEKS)}


def _find(request: HttpRequest, pk: int) -> ReductionTarget:
    target = target_queries.visible_to(user_of(request)).filter(pk=pk).first()
    if target is None:
        raise Http404
    return target
