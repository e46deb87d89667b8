"""Screen-pops: a CRM tells who is on the line before the page opens (docs/adr/0013).

The customer number becomes a key at once; what goes on to the page is sealed.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from contactreductie.core import sealing
from contactreductie.core.refusals import Refusal
from reasons.enums import Direction
from reasons.models import Channel
from reasons.services import drafts

PURPOSE = "screen-pop"
LONGEST_CODE = 100
LONGEST_SEALED = 1900  # longer is none of ours


@dataclass(frozen=True)
class ScreenPop:
    """What the CRM knows about a contact that begins; empty is unknown. `problem` is a msgid
    that tells why something it said is not in here."""

    customer_key: str = ""
    channel: str = ""
    direction: str = ""
    source: str = ""
    external_ref: str = ""
    problem: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """What the register form begins with."""
        given = asdict(self)
        return {name: given[name] for name in given if given[name] and name != "problem"}


def announced(
    *, customer_ref: str, channel: str, direction: str, source: str, external_ref: str
) -> ScreenPop:
    """What a system says by the API. Refusal naming the field it has to mend."""
    if channel and not Channel.objects.filter(code=channel, is_active=True).exists():
        message = _("Unknown channel '%(code)s'.")
        raise Refusal(message, field="channel", rule="C-4", code=channel)
    if direction and direction not in Direction.values:
        raise Refusal(_("Choose inbound or outbound."), field="direction", rule="C-4")
    drafts.check_origin(source=source, external_ref=external_ref)
    key = drafts.customer_key(customer_ref)
    return ScreenPop(key, channel, direction, source, external_ref)


def opened_by_address(
    *, customer_ref: str, channel: str, direction: str, source: str, external_ref: str
) -> ScreenPop:
    """What an address or a form says: the page opens all the same, without what is of no use."""
    key, problem = "", ""
    try:
        drafts.check_origin(source=source, external_ref=external_ref)
    except Refusal as refusal:
        problem = str(refusal.message)
        source = external_ref = ""
    try:
        key = drafts.customer_key(customer_ref)
    except Refusal as refusal:
        problem = str(refusal.message)
    direction = direction if direction in Direction.values else ""
    return ScreenPop(key, channel[:LONGEST_CODE], direction, source, external_ref, problem)


def seal(pop: ScreenPop, *, now: datetime) -> str:
    """The screen-pop as a text that tells nobody anything."""
    given = {name: value for name, value in asdict(pop).items() if value}
    return sealing.seal(given, purpose=PURPOSE, now=now)


def address(sealed: str) -> str:
    """Where the register page opens with a sealed screen-pop."""
    return f"{reverse('reasons:register')}?{urlencode({'pop': sealed})}"


def unseal(text: str, *, now: datetime) -> ScreenPop:
    """The screen-pop of an address; one with a problem when it is too old or not ours."""
    try:
        max_age = settings.SCREEN_POP_KEPT
        return ScreenPop(**sealing.unseal(text, purpose=PURPOSE, max_age=max_age, now=now))
    except sealing.Unsealable:
        return ScreenPop(problem=_("This screen-pop is too old. Enter the customer number."))
