"""What one reason is worth, ready for its page: facts beside the forms, and the forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from contactreductie.core.figures import number, percent
from contactreductie.core.models import User
from feedbackloop.forms import LabelForm, ScoreForm, StrategyForm
from feedbackloop.queries.matrix import Load, Loads
from feedbackloop.queries.worth import Worth, Yield
from feedbackloop.views.strategies import WORDS
from raci import rules as raci_rules
from raci.enums import Strategy
from raci.forms import RefusableForm
from raci.models import CustomerVision
from raci.queries.values import Moment, Position

SCORE, STRATEGY, LABEL = "score", "strategy", "label"
STEPS = (SCORE, STRATEGY, LABEL)
CLEARLY = 1.1
"""Only a difference of a tenth is worth a hint."""
SECONDS_PER_MINUTE = 60
TRAIL_WIDTH, TRAIL_HEIGHT, REACH = 240, 180, 2.35


@dataclass(frozen=True)
class Evidence:
    """One fact beside the score form, and what it suggests; it scores nothing by itself."""

    text: str
    hint: str


def customer_evidence(load: Load, total: Load) -> list[Evidence]:
    """How often customers come back and how long it takes them, against all reasons."""
    found: list[Evidence] = []
    if load.contacts < settings.MIN_CONTACTS:
        return found
    if load.repeat_share is not None and total.repeat_share is not None:
        text = _("%(share)s are repeat contacts; of all reasons %(total)s.") % {
            "share": percent(load.repeat_share),
            "total": percent(total.repeat_share),
        }
        found.append(Evidence(text, _compared(load.repeat_share, total.repeat_share)))
    if load.mean_seconds is not None and total.mean_seconds is not None:
        text = _("A contact takes %(minutes)s minutes; of all reasons %(total)s.") % {
            "minutes": number(load.mean_seconds / SECONDS_PER_MINUTE, 1),
            "total": number(total.mean_seconds / SECONDS_PER_MINUTE, 1),
        }
        found.append(Evidence(text, _longer(load.mean_seconds, total.mean_seconds)))
    return found


def organisation_evidence(load: Load, total: Load) -> list[Evidence]:
    """The hours of work, and whether they are more than the number of contacts explains."""
    if load.contacts < settings.MIN_CONTACTS or not load.hours_a_week or not total.hours_a_week:
        return []
    hours, contacts = load.hours_a_week / total.hours_a_week, load.contacts / total.contacts
    text = _(
        "%(hours)s hours of work a week: %(share)s of all hours, with %(contacts)s of the contacts."
    ) % {
        "hours": number(load.hours_a_week, 1),
        "share": percent(hours, 1),
        "contacts": percent(contacts, 1),
    }
    return [Evidence(text, _compared(hours, contacts))]


def worth_evidence(worth: Worth) -> list[Evidence]:
    """What the contacts brought in, where it is known."""
    found = []
    if worth.revenue is not None and worth.revenue.contacts >= settings.MIN_CONTACTS:
        text = _("A contact brought in %(amount)s euros of revenue.") % {
            "amount": number(worth.revenue.per_contact, 2)
        }
        found.append(Evidence(text, _suggested(worth.revenue)))
    if worth.retained is not None and worth.retained.contacts >= settings.MIN_CONTACTS:
        text = _("After %(contacts)s contacts %(customers)s customers stayed.") % {
            "contacts": number(worth.retained.contacts),
            "customers": number(worth.retained.amount),
        }
        found.append(Evidence(text, _suggested(worth.retained)))
    return found


def _suggested(brought_in: Yield) -> str:
    return _("Suggests: valuable") if brought_in.amount else _("Suggests neither")


def _compared(mine: float, of_all: float) -> str:
    if mine >= of_all * CLEARLY:
        return _("Suggests: irritant")
    if mine * CLEARLY <= of_all:
        return _("Suggests: valuable")
    return _("Suggests neither")


def _longer(mine: float, of_all: float) -> str:
    """A long contact may be a burden to the customer; a short one is no sign of value."""
    is_longer = mine >= of_all * CLEARLY
    return _("Suggests: irritant") if is_longer else _("Suggests neither")


def evidence(loads: Loads, reason_id: int, worth: Worth) -> dict[str, list[Evidence]]:
    mine = loads.by_reason[reason_id]
    return {
        "customer": customer_evidence(mine, loads.total),
        "organisation": [
            *organisation_evidence(mine, loads.total),
            *worth_evidence(worth),
        ],
    }


def forms(
    user: User,
    position: Position,
    vision: CustomerVision | None,
    *,
    is_own: bool,
    step: str = "",
    data: QueryDict | None = None,
) -> dict[str, RefusableForm]:
    """The forms this person may send, by step; the one of `step` is bound to what was sent."""
    sent = {name: data if name == step else None for name in STEPS}
    found: dict[str, RefusableForm] = {}
    if raci_rules.may_value_reason(user, is_own):
        found[SCORE] = ScoreForm(sent[SCORE], prefix=SCORE, vision=vision)
        found[LABEL] = LabelForm(sent[LABEL], prefix=LABEL)
    if raci_rules.may_choose_strategy(user, is_own):
        # What was sent all the same is refused with the rule's own words.
        offered = _choosable(position) if sent[STRATEGY] is None else list(Strategy)
        found[STRATEGY] = StrategyForm(
            sent[STRATEGY], prefix=STRATEGY, vision=vision, strategies=offered
        )
    return found


def _choosable(position: Position) -> list[Strategy]:
    """Those that are possible and do not hold already."""
    return [one for one in Strategy if one != position.strategy and not position.refuses(one)]


def timeline(moments: Sequence[Moment]) -> list[dict[str, Any]]:
    """Each score with what it changed, newest first, for the timeline partial."""
    return [
        {
            "at": moment.at,
            "who": f"{moment.score.person}, {moment.score.department}",
            "title": _moved(moment, moments[place + 1 :]),
            "text": moment.score.motive,
            "tone": "info" if moment.has_moved else "",
        }
        for place, moment in enumerate(moments)
    ]


def _moved(moment: Moment, earlier: Sequence[Moment]) -> str:
    if not moment.has_moved:
        return _("Scored")
    if moment.strategy is None:
        return _("Out of its quadrant: to be discussed again")
    was_placed = any(before.strategy for before in earlier)
    text = _("Moved to %(strategy)s") if was_placed else _("Placed in %(strategy)s")
    return text % {"strategy": moment.strategy.label}


def trail(moments: Sequence[Moment]) -> list[tuple[float, float]]:
    """Where the reason stood after each score since it was first placed, oldest first."""
    placed = [moment.standing for moment in reversed(moments) if moment.strategy]
    return [
        (
            round(TRAIL_WIDTH / 2 * (1 + (standing.organisation or 0) / REACH), 1),
            round(TRAIL_HEIGHT / 2 * (1 - (standing.customer or 0) / REACH), 1),
        )
        for standing in placed
    ]


def strategy_rows(position: Position) -> list[dict[str, Any]]:
    """The four strategies: which one holds, which is the quadrant's, which are impossible."""
    return [
        {
            "words": words,
            "holds": strategy == position.strategy,
            "is_quadrant": strategy == position.quadrant,
            "is_impossible": position.refuses(strategy),
        }
        for strategy, words in WORDS.items()
    ]
