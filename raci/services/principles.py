"""The principle that a decision serves, and why: one check for all that names one (V-1, V-2)."""

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from raci.models import VisionPrinciple
from raci.queries import vision

WHY_LENGTH = 300


def checked(principle: VisionPrinciple | None, why: str) -> str:
    """The sentence as it is kept. Refused without a vision in force, without a principle of that
    version, and without the sentence."""
    checked_principle(principle)
    return checked_why(why)


def checked_principle(principle: VisionPrinciple | None) -> VisionPrinciple:
    active = vision.active()
    if active is None:
        raise Refusal(_("Adopt the customer vision first."), field="principle", rule="V-1")
    if principle is None or principle.vision_id != active.pk:
        message = _("Link a principle of the customer vision.")
        raise Refusal(message, field="principle", rule="V-2")
    return principle


def checked_why(why: str) -> str:
    """One sentence goes with the principle (V-2)."""
    sentence = why.strip()
    if not sentence:
        message = _("Say in one sentence how this serves the principle.")
        raise Refusal(message, field="principle_why", rule="V-2")
    if len(sentence) > WHY_LENGTH:
        message = _("One sentence is enough: at most %(limit)s characters.")
        raise Refusal(message, field="principle_why", rule="V-2", limit=WHY_LENGTH)
    return sentence
