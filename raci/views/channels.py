"""Writing what a channel is for, and deciding about it (V-4, W-6). Its figures are a page of
feedbackloop."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci import rules
from raci.forms import RefusableForm
from raci.forms.channels import CharterForm, DecisionForm
from raci.models import ChannelCharter, Department
from raci.queries import channels as channel_queries
from raci.queries import vision
from raci.services import channels
from reasons.models import Channel


@requires(rules.may_write_channels)
@require_http_methods(["GET", "POST"])
def charter(request: HttpRequest, code: str) -> HttpResponse:
    """Purpose, owner, hours, cost and review date of a channel."""
    user, channel, standing = _reached(request, code)
    form = CharterForm(
        request.POST or None,
        standing=standing,
        vision=vision.active(),
        owners=_owners(user),
    )

    def write() -> None:
        channels.write_charter(channel, form.draft(), actor=user, now=timezone.now())

    return _answer(request, channel, form, write, "raci/channel_charter.html")


@requires(rules.may_write_channels)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """One decision about a channel, to be added to the earlier ones."""
    user, channel, _standing = _reached(request, code)
    initial = {"starts_on": timezone.localdate(), "measure": request.GET.get("measure", "")}
    form = DecisionForm(request.POST or None, initial=initial, vision=vision.active())

    def add() -> None:
        channels.decide(channel, form.draft(), actor=user, now=timezone.now())

    return _answer(request, channel, form, add, "raci/channel_decision.html")


def _reached(request: HttpRequest, code: str) -> tuple[User, Channel, ChannelCharter | None]:
    user, channel = user_of(request), get_object_or_404(Channel, code=code)
    standing = channel_queries.charter_of(channel)
    if not rules.may_write_channel(user, standing.owner if standing else None):
        raise NotAllowed
    return user, channel, standing


def _owners(user: User) -> list[Department]:
    return [row for row in channel_queries.departments() if rules.may_write_channel(user, row)]


def _answer(
    request: HttpRequest,
    channel: Channel,
    form: RefusableForm,
    write: Callable[[], None],
    template: str,
) -> HttpResponse:
    """Back to the channel; a broken rule shows the form with what was sent."""
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("feedbackloop:channel", channel.code)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"channel": channel, "form": form}, status=status)
