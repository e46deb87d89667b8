"""How a page shows what somebody brought up."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reasons.enums import BroughtUp, SignalState
from reasons.models import CustomerSignal, FirstTimeRightSignal, ReasonProposal
from reasons.models.signal import Answerable
from reasons.queries import signals

TONES = {
    SignalState.NEW: ("neutral", "clock"),
    SignalState.SENT_OUT: ("info", "play"),
    SignalState.ANSWERED: ("good", "comment"),
    SignalState.CLOSED: ("neutral", "check"),
}
ICONS = {
    BroughtUp.FIRST_TIME_RIGHT: "target",
    BroughtUp.CUSTOMER_SIGNAL: "comment",
    BroughtUp.REASON_PROPOSAL: "reason",
}


def line(item: Answerable, now: datetime) -> dict[str, Any]:
    """One thing brought up, with its state as a badge and the address where it is answered."""
    tone, icon = TONES[SignalState(item.state)]
    return {
        "item": item,
        "kind": item.what,
        "kind_icon": ICONS[item.what],
        "title": title(item),
        "about": about(item),
        "badge": {"text": item.get_state_display(), "tone": tone, "icon": icon},
        "is_unread": item.state == SignalState.ANSWERED,
        "is_late": signals.is_late(item, now),
        "days": (now - item.recorded_at).days,
        "url": reverse("reasons:answer_signal", args=[item.what, item.pk]),
    }


def title(item: Answerable) -> str:
    match item:
        case FirstTimeRightSignal():
            return _("Not right first time: %(cause)s") % {"cause": item.get_cause_display()}
        case CustomerSignal():
            return str(item.get_kind_display())
        case ReasonProposal():
            return _("Missing reason: %(name)s") % {"name": item.name}
    raise AssertionError(item)


def about(item: Answerable) -> str:
    """What it belongs to: the contact's reason and channel, or the place in the tree."""
    if isinstance(item, FirstTimeRightSignal | CustomerSignal):
        return f"{item.contact.reason.name} · {item.contact.channel.name}"
    if isinstance(item, ReasonProposal) and item.parent:
        return _("Below %(reason)s") % {"reason": item.parent.name}
    return ""
