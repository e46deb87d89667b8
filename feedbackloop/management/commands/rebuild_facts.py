from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from contactreductie.core.management.base import Outcome, ReportingCommand
from feedbackloop.services import facts


class Command(ReportingCommand):
    help = "Counts all facts again from the contacts."

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        bar: Any = None

        def move(done: int, total: int) -> None:
            nonlocal bar
            bar = bar or self.progress_to(total, unit="day")
            bar(done)

        return Outcome({"days": facts.rebuild_all(progress=move)}, summary=_("Facts rebuilt."))
