"""Adding to the reference lists what an import brings: reasons, channels, dimensions, values."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from contactreductie.core.models import User
from contactreductie.core.services import audit
from reasons.enums import ReasonKind
from reasons.models import Channel, Contact, ContactReason, Dimension, DimensionValue, ExtraReason
from reasons.services import changed_days, lists, taxonomy


@dataclass(frozen=True)
class NewReason:
    """A reason to be made; `parent` is a code, empty for a main reason."""

    code: str
    parent: str
    name_nl: str
    name_en: str = ""
    kind: str = ReasonKind.NORMAL


@dataclass(frozen=True)
class NewValue:
    """A value to be made of the dimension with this code."""

    dimension: str
    code: str
    name: str


@dataclass(frozen=True)
class Additions:
    """Parents come before children. `heirs` maps a reason that gets its first children to the
    leaf that takes over its contacts; `catch_alls` are reasons to be marked as such; channels
    and dimensions are names by code."""

    reasons: list[NewReason] = field(default_factory=list)
    heirs: dict[str, str] = field(default_factory=dict)
    catch_alls: list[str] = field(default_factory=list)
    channels: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    values: list[NewValue] = field(default_factory=list)

    def __bool__(self) -> bool:
        lists = (self.reasons, self.catch_alls, self.channels, self.dimensions, self.values)
        return any(lists)


@transaction.atomic
def add(additions: Additions, *, actor: User | None, now: datetime) -> None:
    """Writes all of it. Refusal or IntegrityError when somebody else made the same meanwhile."""
    lists.touch()
    Channel.objects.bulk_create(
        Channel(code=code, name_nl=name) for code, name in additions.channels.items()
    )
    Dimension.objects.bulk_create(
        Dimension(code=code, name_nl=name) for code, name in additions.dimensions.items()
    )
    _add_values(additions.values)
    for reason in additions.reasons:
        _add_reason(reason, actor, now)
    for code in additions.catch_alls:
        _mark_catch_all(_reason(code), actor, now)
    for parent, heir in additions.heirs.items():
        recode(source=_reason(parent), target=_reason(heir), actor=actor, now=now)


@transaction.atomic
def recode(
    *, source: ContactReason, target: ContactReason, actor: User | None, now: datetime
) -> int:
    """Moves all contacts of one reason to another and has their days counted again.

    Meant for a leaf and the catch-all below it: that leaves every repeat link as it is, for
    contacts of the same reason stay so. Returns how many contacts were moved.
    """
    moved = Contact.objects.filter(reason=source)
    changed_days.mark(moved.values_list("local_date", flat=True).distinct())
    count = moved.update(reason=target, changed_at=now)
    ExtraReason.objects.filter(reason=source).update(reason=target)
    audit.record_event(
        verb="contacts_recoded",
        subject=source,
        actor=actor,
        now=now,
        target=target.code,
        contacts=count,
    )
    return count


def _add_values(values: Iterable[NewValue]) -> None:
    dimensions = {dimension.code: dimension for dimension in Dimension.objects.all()}
    DimensionValue.objects.bulk_create(
        DimensionValue(dimension=dimensions[value.dimension], code=value.code, name=value.name)
        for value in values
    )


def _add_reason(reason: NewReason, actor: User | None, now: datetime) -> None:
    draft = taxonomy.ReasonDraft(
        code=reason.code,
        name_nl=reason.name_nl,
        name_en=reason.name_en,
        parent=_reason(reason.parent) if reason.parent else None,
        kind=reason.kind,
    )
    why = gettext("Made by an import")
    taxonomy.create_reason(draft, below_catch_all=True, actor=actor, now=now, why=why)


def _mark_catch_all(reason: ContactReason, actor: User | None, now: datetime) -> None:
    draft = replace(taxonomy.draft_of(reason), kind=ReasonKind.CATCH_ALL)
    taxonomy.update_reason(reason, draft, actor=actor, now=now, why=gettext("Made by an import"))


def _reason(code: str) -> ContactReason:
    return ContactReason.objects.without_tree_fields().get(code=code)
