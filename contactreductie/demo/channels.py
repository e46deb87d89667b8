"""What the demo organisation agreed about its channels, and what its telephone system tells."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek
from contactreductie.demo import files
from contactreductie.demo.people import People
from feedbackloop.queries import facts
from feedbackloop.services import volumes
from raci.enums import ChannelMeasure
from raci.models import Department, VisionPrinciple
from raci.queries import vision
from raci.queries.opening_hours import typed
from raci.services import channels
from raci.services.channels import CharterDraft, DecisionDraft
from reasons.models import Channel

PHONE = "phone"
GIVEN_UP = (0.042, 0.058, 0.051, 0.047, 0.066)  # of what was offered, week after week


def set_up(people: People, *, now: datetime) -> None:
    """Everything in `channels.toml`, and how many callers gave up."""
    told = files.document("channels.toml")
    for row in told["charters"]:
        _write(row, people, now=now)
    for row in told["decisions"]:
        _decide(row, people, now=now)
    _deliver_given_up(now)


def _write(row: dict[str, Any], people: People, *, now: datetime) -> None:
    written_at = _ago(now, row["written_weeks_ago"])
    draft = CharterDraft(
        purpose=row["purpose"],
        owner=Department.objects.get(code=row["owner"]),
        principle=_principle(row),
        principle_why=row["why"],
        cost_per_contact=Decimal(row["cost"]),
        opening_hours={
            str(day): typed(text) for day, text in enumerate(row["hours"], start=1) if text
        },
        review_date=_days_ago(now, row),
        added_on=_day(_ago(now, row["added_weeks_ago"])) if "added_weeks_ago" in row else None,
        expected_volume=row.get("expected"),
    )
    channel = Channel.objects.get(code=row["channel"])
    channels.write_charter(channel, draft, actor=people["regisseur"], now=written_at)


def _decide(row: dict[str, Any], people: People, *, now: datetime) -> None:
    decided_at = _ago(now, row["starts_weeks_ago"])
    ahead = row.get("ends_weeks_ahead")
    draft = DecisionDraft(
        measure=ChannelMeasure(row["measure"]),
        starts_on=_day(decided_at),
        ends_on=_day(_ago(now, -ahead)) if ahead else None,
        cause=row.get("cause", ""),
        principle=_principle(row),
        principle_why=row["why"],
    )
    channel = Channel.objects.get(code=row["channel"])
    channels.decide(channel, draft, actor=people[row["by"]], now=decided_at)


def _deliver_given_up(now: datetime) -> None:
    last = IsoWeek.at(now - timedelta(hours=1))
    weeks = [last.plus(-place) for place in range(settings.CHANNEL_WEEKS)]
    rows = enumerate(_given_up(weeks), start=2)
    outcome = volumes.record_volumes(rows, source="telefooncentrale", now=now)
    if outcome.rejected:
        raise ValueError(str(outcome.rejected[0]))


def _given_up(weeks: list[IsoWeek]) -> Iterator[dict[str, str]]:
    channel = Channel.objects.get(code=PHONE)
    for place, week in enumerate(weeks):
        answered = facts.channel_totals(week.monday, week.sunday).get(channel.pk, 0)
        share = GIVEN_UP[place % len(GIVEN_UP)]
        given_up = round(answered * share / (1 - share))
        figures = {
            settings.ABANDONED_DENOMINATOR: given_up,
            settings.OFFERED_DENOMINATOR: answered + given_up,
        }
        for name, units in figures.items():
            yield {"period": str(week), "denominator": f"{name}:{PHONE}", "units": str(units)}


def _principle(row: dict[str, Any]) -> VisionPrinciple:
    active = vision.active()
    assert active is not None  # noqa: S101 - published long before
    return active.principles.get(number=row["principle"])


def _ago(now: datetime, weeks: int) -> datetime:
    """The same hour of the day; late in the morning, when people decide."""
    return now - timedelta(weeks=weeks) + timedelta(hours=10)


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _days_ago(now: datetime, row: dict[str, Any]) -> date | None:
    days = row.get("review_days_ago")
    return _day(now - timedelta(days=days)) if days else None
