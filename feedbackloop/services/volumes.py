"""Recording denominators: units per ISO week, or per day of it, and scope (N-2)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core import iso_week, locks
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from contactreductie.core.services import audit
from feedbackloop.models import Denominator, Volume
from feedbackloop.queries.values import ValueBook
from reasons.models import DimensionValue

LOCK = "feedbackloop.volumes"
CODE_LENGTH = Denominator._meta.get_field("code").max_length or 0
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
Scope = tuple[int, int | None, date]  # denominator, dimension value, Monday


@dataclass
class VolumeOutcome:
    """What became of delivered rows; `rejected` holds row numbers with what is wrong."""

    read: int = 0
    created: int = 0
    updated: int = 0
    rejected: list[tuple[int, Refusal]] = field(default_factory=list)


@dataclass(frozen=True)
class _Figure:
    denominator: Denominator
    value: DimensionValue | None
    week: IsoWeek
    day: date | None
    units: int

    @property
    def scope(self) -> Scope:
        return self.denominator.pk, self.value.pk if self.value else None, self.week.monday


@transaction.atomic
def record_volumes(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    *,
    source: str,
    actor: User | None = None,
    now: datetime,
) -> VolumeOutcome:
    """Writes delivered rows (row number, cells) of period, denominator, dimension, value, units.

    One transaction: right rows are kept and wrong ones listed. A figure that is there already
    is left alone; another number makes its next version. While no denominator divides totals
    and reasons, the first one delivered for the whole organisation does from then on; contacts
    offered or given up and executed steps are held against something else, never that.
    """
    locks.hold([LOCK])
    delivery = _Delivery(source=source, actor=actor, now=now)
    for number, cells in rows:
        delivery.outcome.read += 1
        try:
            delivery.take(cells)
        except Refusal as refusal:
            delivery.outcome.rejected.append((number, refusal))
    return delivery.outcome


class _Delivery:
    """The reference lists and stored figures that a delivery is held against."""

    def __init__(self, *, source: str, actor: User | None, now: datetime) -> None:
        self.source, self.actor, self.now = source, actor, now
        self.outcome = VolumeOutcome()
        self.denominators = {row.code: row for row in Denominator.objects.all()}
        self.values = ValueBook.load()
        self.stored: dict[date, dict[Scope, dict[date | None, Volume]]] = {}
        self.delivered: set[tuple[Scope, date | None]] = set()

    def take(self, cells: Mapping[str, str]) -> None:
        week, day = parse_period(cells.get("period", ""))
        units = parse_units(cells.get("units", ""))
        value = self._value(cells.get("dimension", ""), cells.get("value", ""))
        denominator = self._denominator(cells.get("denominator", ""))
        self._record(_Figure(denominator, value, week, day, units))
        no_demand = denominator.code.startswith(_no_demand())
        if value is None and not no_demand and not self._has_default():
            denominator.is_default = True
            denominator.save(update_fields=["is_default"])

    def _record(self, figure: _Figure) -> None:
        stored = self._stored_in(figure.week).setdefault(figure.scope, {})
        if (figure.scope, figure.day) in self.delivered:
            raise Refusal(_("This figure stands in the file twice."), field="period", rule="N-2")
        if stored and (None in stored) != (figure.day is None):
            message = _("This week already has its figures in the other form (week or days).")
            raise Refusal(message, field="period", rule="N-2")
        self.delivered.add((figure.scope, figure.day))
        volume = stored.get(figure.day)
        if volume is None:
            stored[figure.day] = self._create(figure)
        elif volume.units != figure.units:
            self._change(volume, figure.units)

    def _stored_in(self, week: IsoWeek) -> dict[Scope, dict[date | None, Volume]]:
        """What is there of a week, read once: a delivery touches few of all the weeks."""
        if week.monday not in self.stored:
            scopes = self.stored[week.monday] = {}
            for volume in Volume.objects.filter(week_start=week.monday):
                scope = (volume.denominator_id, volume.dimension_value_id, volume.week_start)
                scopes.setdefault(scope, {})[volume.day] = volume
        return self.stored[week.monday]

    def _create(self, figure: _Figure) -> Volume:
        self.outcome.created += 1
        return Volume.objects.create(
            denominator=figure.denominator,
            dimension_value=figure.value,
            week_start=figure.week.monday,
            day=figure.day,
            units=figure.units,
            source=self.source,
            changed_at=self.now,
        )

    def _change(self, volume: Volume, units: int) -> None:
        self.outcome.updated += 1
        before, volume.units = volume.units, units
        volume.version += 1
        volume.source, volume.changed_at = self.source, self.now
        volume.save(update_fields=["units", "version", "source", "changed_at"])
        audit.record_event(
            verb="volume_changed",
            subject=volume,
            actor=self.actor,
            now=self.now,
            before=before,
            after=units,
        )

    def _denominator(self, code: str) -> Denominator:
        if not code:
            raise Refusal(_("Name the denominator."), field="denominator", rule="N-2")
        if len(code) > CODE_LENGTH:
            raise Refusal(_("This name is too long."), field="denominator", rule="N-2")
        if code not in self.denominators:
            self.denominators[code] = Denominator.objects.create(code=code, name_nl=code)
        return self.denominators[code]

    def _has_default(self) -> bool:
        return any(denominator.is_default for denominator in self.denominators.values())

    def _value(self, dimension: str, value: str) -> DimensionValue | None:
        if not dimension and not value:
            return None
        if not dimension or not value:
            message = _("Give a dimension and a value of it, or neither.")
            raise Refusal(message, field="value" if dimension else "dimension", rule="N-2")
        if dimension not in self.values.dimensions:
            message = _("Unknown dimension '%(code)s'.")
            raise Refusal(message, field="dimension", rule="N-2", code=dimension)
        found = self.values.find(dimension, value)
        if not found:
            message = _("Unknown value '%(code)s'.")
            raise Refusal(message, field="value", rule="N-2", code=value)
        if len(found) > 1:
            message = _("'%(code)s' is more than one value; give its code.")
            raise Refusal(message, field="value", rule="N-2", code=value)
        return found[0]


def _no_demand() -> tuple[str, ...]:
    """How codes begin of what says nothing about how much contact is to be expected."""
    return (
        settings.OFFERED_DENOMINATOR,
        f"{settings.ABANDONED_DENOMINATOR}:",
        f"{settings.STEP_DENOMINATOR}:",
        f"{settings.REVENUE_DENOMINATOR}:",
        f"{settings.RETAINED_DENOMINATOR}:",
    )


def parse_period(text: str) -> tuple[IsoWeek, date | None]:
    """`2026-W10` is that whole week, `2026-03-04` one day of it."""
    for read in (lambda: (IsoWeek.parse(text), None), lambda: _week_and_day(text)):
        try:
            return read()
        except (ValueError, OverflowError):
            continue
    message = _("'%(value)s' is not an ISO week such as 2026-W10 and not a date.")
    raise Refusal(message, field="period", rule="N-2", value=text)


def _week_and_day(text: str) -> tuple[IsoWeek, date]:
    if not DAY.fullmatch(text):  # fromisoformat takes 2026W10 as well, and as its Monday
        raise ValueError(f"{text!r} is not a day such as 2026-03-04")
    day = date.fromisoformat(text)
    if day.year not in iso_week.YEARS:
        raise ValueError(f"{day} lies outside the years there are weeks of")
    return IsoWeek.of(day), day


def parse_units(text: str) -> int:
    if not WHOLE_NUMBER.fullmatch(text):
        message = _("The denominator must be a whole number of 0 or more.")
        raise Refusal(message, field="units", rule="N-2")
    return int(text)
