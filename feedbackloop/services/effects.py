"""Closing an action by what its effect was (domain model, section 9)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from feedbackloop.queries import effects
from feedbackloop.queries.effects import Measurement, Obstacle
from feedbackloop.statistics.effects import Verdict
from raci import rules
from raci.models import ImprovementAction
from raci.services import actions

MESSAGES = {
    Obstacle.NO_BASELINE: _("No baseline yet: at least %(weeks)s complete weeks are needed."),
    Obstacle.NO_CONTACTS: _(
        "There were no contacts before the change, so there is nothing to compare."
    ),
}


def judge(
    action: ImprovementAction,
    *,
    helped: bool,
    remark: str,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Geverifieerd or Zonder effect, by A, with the effect as it is measured at this moment.

    Refusal where there is nothing to judge yet, and for "it helped" while the interval of the
    measurement does not lie below "no difference": the word follows the figures. Where nothing
    can ever be measured the action closes without effect, with a remark that says why.
    """
    if not rules.may_verify(actor, action):
        raise NotAllowed
    measured = effects.measure(action, now=now)
    if helped:
        _check_helped(measured)
    step = actions.verify if helped else actions.no_effect
    return step(
        action,
        effect=_kept(measured),
        remark=remark,
        actor=actor,
        now=now,
        expected_version=expected_version,
    )


def _check_helped(measured: Measurement) -> None:
    if measured.obstacle in MESSAGES:
        weeks = settings.EFFECT_BASELINE_WEEKS[0]
        raise Refusal(MESSAGES[measured.obstacle], rule="K-2", weeks=weeks)
    if measured.effect and measured.effect.verdict != Verdict.DECREASED:
        message = _(
            "The measurement shows no decrease. Wait for more weeks, or close without effect."
        )
        raise Refusal(message, rule="section 9")


def _kept(measured: Measurement) -> dict[str, Any]:
    """What is kept with the action. Neither effect nor lasting obstacle: it is too early, which
    the step itself refuses in so many words."""
    if measured.effect:
        return measured.as_dict()
    return {"obstacle": str(measured.obstacle)} if measured.obstacle in MESSAGES else {}
