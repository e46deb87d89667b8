"""The causes that the people of the demo found behind some reasons (R-9)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contactreductie.demo import files
from contactreductie.demo.people import People
from raci.enums import EvidenceKind
from raci.models import ProcessStep
from raci.services import causes
from raci.services.causes import EvidenceDraft
from reasons.models import ContactReason


def set_up(people: People, *, now: datetime) -> None:
    """Everything in `causes.toml`; the process map is there already."""
    steps = {step.code: step for step in ProcessStep.objects.all()}
    reasons = {reason.code: reason for reason in ContactReason.objects.without_tree_fields()}
    for row in files.document("causes.toml")["cause"]:
        actor = people[row["by"]]
        cause = causes.record_cause(
            reason=reasons[row["reason"]],
            category=row["category"],
            description=row["cause"],
            evidence=[_source(source, steps) for source in row["evidence"]],
            actor=actor,
            now=now - timedelta(weeks=row["weeks_ago"]),
        )
        if why := row.get("withdrawn"):
            moment = now - timedelta(weeks=row["withdrawn_weeks_ago"])
            causes.withdraw_cause(cause, why=why, actor=actor, now=moment)


def _source(row: Mapping[str, Any], steps: Mapping[str, ProcessStep]) -> EvidenceDraft:
    step = steps[row["step"]] if "step" in row else None
    return EvidenceDraft(EvidenceKind(row["kind"]), row["text"], row.get("count"), step)
