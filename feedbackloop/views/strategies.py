"""What each strategy means, allows and refuses, in words (section 6)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from raci.enums import Strategy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class StrategyWords:
    """One quadrant: which contacts lie there, and what may be done with them."""

    strategy: Strategy
    which: "StrOrPromise"
    meaning: "StrOrPromise"
    allows: "StrOrPromise"
    refuses: "StrOrPromise"


WORDS = {
    words.strategy: words
    for words in (
        StrategyWords(
            Strategy.AUTOMATE,
            _("Valuable to the customer, an irritant to the organisation"),
            _("Good self-service"),
            _("Self-service that customers like to use, clear answers on the website."),
            _("Making customers use it: a person stays within reach."),
        ),
        StrategyWords(
            Strategy.LEVERAGE,
            _("Valuable to both"),
            _("Take time for the conversation"),
            _("Personal contact with an expert, learning from it, building the relation."),
            _("Eliminating or automating: these contacts are wanted."),
        ),
        StrategyWords(
            Strategy.ELIMINATE,
            _("An irritant to both"),
            _("Take away the cause"),
            _("Preventing the question: solve the cause, and tell customers beforehand."),
            _("Hiding the channel: the customer would still have the question."),
        ),
        StrategyWords(
            Strategy.SIMPLIFY,
            _("An irritant to the customer, valuable to the organisation"),
            _("Keep it, make it effortless"),
            _("Fewer steps, asking nothing twice; a chatbot that prepares the conversation."),
            _("Turning customers away: only the intake may be automated."),
        ),
    )
}
