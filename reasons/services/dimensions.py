"""Dimensions and their values, kept by the administrator (C-8, R-6, R-7). Which reason demands
which dimension is a change of the tree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.models import Dimension, DimensionValue
from reasons.queries import dimensions as queries
from reasons.services import lists, reason_drafts, taxonomy
from reasons.services.reason_drafts import name_key

CODE_LENGTH, NAME_LENGTH = 100, 200


@dataclass(frozen=True)
class New:
    """Something to be made; without a code it gets one from its name."""

    name: str
    code: str = ""


@transaction.atomic
def create_dimension(
    name_nl: str, name_en: str = "", *, code: str = "", actor: User, now: datetime
) -> Dimension:
    """A new dimension after the others. Its code, by which files and other systems name it, comes
    from its name when none is given."""
    begin(actor)
    check_code(code)
    others = list(Dimension.objects.all())
    dimension = Dimension(position=max([row.position for row in others], default=0) + 1)
    _name(dimension, name_nl, name_en, others)
    dimension.code = codes([New(dimension.name_nl, code)], others, "dimension", "code")[0]
    return lists.save_item(dimension, actor=actor, now=now, name=dimension.name_nl)


@transaction.atomic
def rename_dimension(
    dimension: Dimension,
    name_nl: str,
    name_en: str = "",
    *,
    seen: str | None = None,
    actor: User,
    now: datetime,
) -> Dimension:
    """Another name; the code stays. `seen` is what the person looked at, as `queries.shown`."""
    begin(actor, dimension)
    check_seen(dimension, seen)
    _name(dimension, name_nl, name_en, Dimension.objects.exclude(pk=dimension.pk))
    return lists.save_item(dimension, actor=actor, now=now, name=dimension.name_nl)


@transaction.atomic
def move_dimension(dimension: Dimension, *, places: int, actor: User, now: datetime) -> None:
    """So many places down in the order in which they are asked, or up with a negative number."""
    begin(actor, dimension)
    rows = list(Dimension.objects.all())  # numbered anew: positions may have gaps or ties
    place = rows.index(dimension)
    rows.insert(max(0, place + places), rows.pop(place))
    for position, row in enumerate(rows):
        row.position = position
    Dimension.objects.bulk_update(rows, ["position"])
    audit.record_event(
        verb="dimension_moved", subject=dimension, actor=actor, now=now, code=dimension.code
    )


@transaction.atomic
def remove_dimension(dimension: Dimension, *, actor: User, now: datetime) -> None:
    """Takes away a dimension that nothing refers to."""
    begin(actor, dimension)
    if queries.is_used(dimension):
        message = _(
            "'%(name)s' is used. Let no reason ask for it any more, and give its values a last day."
        )
        raise Refusal(message, rule="R-7", name=dimension.name)
    remove(dimension, actor, now)


def begin(actor: User, *items: Dimension | DimensionValue) -> None:
    """Keeps everybody else from the lists until the transaction ends, and reads these items anew.
    Raises Conflict where one is gone."""
    if not rules.may_edit_lists(actor):
        raise NotAllowed
    lists.touch()
    for item in items:
        try:
            item.refresh_from_db()
        except ObjectDoesNotExist as error:
            raise Conflict from error


def check_seen(item: Dimension | DimensionValue, seen: str | None) -> None:
    """Raises Conflict where the item is another by now than what the person looked at; None where
    nobody looked."""
    if seen is not None and seen != queries.shown(item):
        raise Conflict


def check_code(code: str) -> None:
    """Browsers leave out the dots of an address, and what begins with a dash and a slash are the
    addresses of our own forms."""
    if {".", ".."} & set(code.strip().split("/")) or code.strip().startswith("-/"):
        raise Refusal(_("This code cannot stand in an address."), field="code", rule="R-2")


def _name(dimension: Dimension, nl: str, en: str, others: Iterable[Dimension]) -> None:
    names = {
        "name_nl": checked_name(nl, "name_nl"),
        "name_en": checked_name(en, "name_en", required=False),
    }
    for field, name in names.items():
        taken = {name_key(getattr(row, field)) for row in others} - {""}
        if name_key(name) in taken:
            raise Refusal(_("This dimension already exists."), field=field, rule="R-2")
    dimension.name_nl, dimension.name_en = names["name_nl"], names["name_en"]


def checked_name(name: str, field: str, *, required: bool = True) -> str:
    """The name without superfluous spaces."""
    plain = " ".join(name.split())
    reason_drafts.check_text(plain, field, NAME_LENGTH, required=required)
    return plain


def codes(
    wanted: Sequence[New],
    others: Iterable[Dimension] | Iterable[DimensionValue],
    otherwise: str,
    field: str,
) -> list[str]:
    """A free code for each: the one that was given, or one made of the name."""
    taken = {row.code for row in others}
    codes = []
    for new in wanted:
        code = new.code.strip()
        reason_drafts.check_text(code, field, CODE_LENGTH)
        if code in taken:
            raise Refusal(_("The code '%(code)s' already exists."), field=field, code=code)
        code = code or taxonomy.numbered(taxonomy.code_of(new.name, otherwise), taken.__contains__)
        taken.add(code)
        codes.append(code)
    return codes


def remove(item: Dimension | DimensionValue, actor: User, now: datetime) -> None:
    verb = f"{item._meta.model_name}_removed"
    audit.record_event(verb=verb, subject=item, actor=actor, now=now, code=item.code)
    item.delete()
