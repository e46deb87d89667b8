"""The values of a dimension, kept by the administrator (C-8, R-6, R-7)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from contactreductie.core.services import audit
from reasons.models import Dimension, DimensionValue
from reasons.queries import dimensions as queries
from reasons.queries.tree import ReasonTree
from reasons.services import dimensions, lists, reason_drafts
from reasons.services.dimensions import New
from reasons.services.reason_drafts import name_key


@transaction.atomic
def add_values(
    dimension: Dimension,
    wanted: Sequence[New],
    *,
    valid_from: date | None = None,
    actor: User,
    now: datetime,
) -> list[DimensionValue]:
    """New values, all of them or none; without `valid_from` contacts of any day may have them."""
    dimensions.begin(actor, dimension)
    if not wanted:
        raise Refusal(_("Fill in this field."), field="values")
    new = [New(dimensions.checked_name(value.name, "values"), value.code) for value in wanted]
    names, others = [value.name for value in new], list(dimension.values.all())
    _check_not_there(names, others, "values")
    _check_no_reason(names, "values")
    codes = dimensions.codes(new, others, "value", "values")
    made = DimensionValue.objects.bulk_create(
        DimensionValue(dimension=dimension, code=code, name=name, valid_from=valid_from)
        for code, name in zip(codes, names, strict=True)
    )
    audit.record_event(
        verb="dimensionvalues_created",
        subject=dimension,
        actor=actor,
        now=now,
        code=dimension.code,
        values=codes,
        valid_from=_told(valid_from),
    )
    return made


@transaction.atomic
def change_value(
    value: DimensionValue,
    *,
    name: str,
    valid_from: date | None,
    valid_until: date | None,
    seen: str | None = None,
    actor: User,
    now: datetime,
) -> DimensionValue:
    """Another name, or other days of which contacts may have it. Contacts that have it keep it.
    `seen` is what the person looked at, as `queries.shown`."""
    dimensions.begin(actor, value)
    dimensions.check_seen(value, seen)
    if valid_from and valid_until and valid_until < valid_from:
        raise Refusal(_("The end date lies before the start date."), field="valid_until")
    name, today = dimensions.checked_name(name, "name"), timezone.localdate(now)
    is_another = name_key(name) != name_key(value.name)
    if is_another:
        _check_not_there([name], value.dimension.values.all(), "name")
    if not _ended(valid_until, today) and (is_another or _ended(value.valid_until, today)):
        _check_no_reason([name], "name")
    value.name, value.valid_from, value.valid_until = name, valid_from, valid_until
    return lists.save_item(
        value,
        actor=actor,
        now=now,
        name=value.name,
        valid_from=_told(valid_from),
        valid_until=_told(valid_until),
    )


@transaction.atomic
def remove_value(value: DimensionValue, *, actor: User, now: datetime) -> None:
    """Takes away a value that nothing refers to."""
    dimensions.begin(actor, value)
    if queries.is_used(value):
        raise Refusal(_("'%(name)s' is used. Give it a last day."), rule="R-7", name=value.name)
    dimensions.remove(value, actor, now)


def _check_not_there(names: Sequence[str], others: Iterable[DimensionValue], field: str) -> None:
    """Two values of a dimension never have the same name, as siblings in the tree (R-2)."""
    known = {name_key(row.name) for row in others}
    twice = []
    for name in names:
        if name_key(name) in known:
            twice.append(name)
        known.add(name_key(name))
    if twice:
        message = _("Already in this list: %(names)s.")
        raise Refusal(message, field=field, rule="R-2", names=", ".join(twice))


def _check_no_reason(names: Sequence[str], field: str) -> None:
    """R-6, as `reason_drafts` checks it for a reason; one with a last day is on its way out and
    stands in nobody's way."""
    wanted = {name_key(name): name for name in names}
    for node in ReasonTree.load().nodes:
        parts = reason_drafts.parts_of(node.name_nl, node.name_en) & wanted.keys()
        if parts and node.valid_until is None:
            message = _(
                "'%(value)s' stands in the name of the reason '%(reason)s'. Change that first."
            )
            reason = node.name_in(get_language() or "nl")
            told = {"value": wanted[min(parts)], "reason": reason}
            raise Refusal(message, field=field, rule="R-6", **told)


def _ended(last_day: date | None, today: date) -> bool:
    return last_day is not None and last_day < today


def _told(day: date | None) -> str:
    return day.isoformat() if day else ""
