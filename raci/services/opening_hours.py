"""Opening hours as they are kept (V-4)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from raci.queries.opening_hours import WEEKDAYS, Hours, Span, minute_of

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)


def checked(hours: Hours) -> dict[str, list[list[str]]]:
    """Only the days with spans, in the order of the week. A refusal blames `hours_1` (Monday) to
    `hours_7`."""
    return {
        str(day): _checked_spans(hours[str(day)], f"hours_{day}")
        for day in WEEKDAYS
        if hours.get(str(day))
    }


def _checked_spans(spans: Sequence[Span], field: str) -> list[list[str]]:
    for span in spans:
        if len(span) != 2 or not all(CLOCK.fullmatch(clock) for clock in span):
            message = _("Write opening hours as 08:00-18:00, with a comma between two spans.")
            raise Refusal(message, field=field, rule="V-4")
    moments = [minute_of(clock) for span in spans for clock in span]
    for place, (earlier, later) in enumerate(pairwise(moments)):
        is_within = place % 2 == 0
        if later < earlier or (is_within and later == earlier):
            message = _("Opening hours go from early to late and do not overlap.")
            raise Refusal(message, field=field, rule="V-4")
    return [list(span) for span in spans]
