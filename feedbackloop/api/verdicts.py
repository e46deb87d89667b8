"""Judging what an action did: the effect is measured here, never typed."""

from typing import Any

from django.utils import timezone

from contactreductie.core.models import User
from feedbackloop.services import effects
from raci import workflow
from raci.api import actions
from raci.models import ImprovementAction

VERDICTS = {workflow.VERIFY.name: True, workflow.WITHOUT_EFFECT.name: False}


class TransitionsView(actions.TransitionsView):
    """All steps; those that judge the effect have it measured first."""

    def take(self, action: ImprovementAction, step: dict[str, Any], actor: User) -> None:
        if step["transition"] not in VERDICTS:
            super().take(action, step, actor)
            return
        effects.judge(
            action,
            helped=VERDICTS[step["transition"]],
            remark=step.get("remark", ""),
            actor=actor,
            now=timezone.now(),
            expected_version=step["version"],
        )
