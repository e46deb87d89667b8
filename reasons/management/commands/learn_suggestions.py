import time
from datetime import datetime
from typing import Any

from contactreductie.core.management.base import Outcome, ReportingCommand
from reasons.services import suggestions


class Command(ReportingCommand):
    help = "Learns suggestions of a reason from the organisation's own notes, now."

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        began = time.perf_counter()
        learned = suggestions.learn(now=now)
        return Outcome(
            {
                "examples": learned.example_count,
                "reasons": learned.reason_count,
                "top1": round(learned.top1, 4),
                "top3": round(learned.top3, 4),
                "seconds": round(time.perf_counter() - began, 1),
            }
        )
