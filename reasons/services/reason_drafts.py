"""One contact reason before it is written, and the rules it must pass (R-1 to R-7)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons.enums import ReasonKind
from reasons.models import ContactReason, Dimension, DimensionValue

CATCH_ALL_NAMES = ("Overig", "Other")
"""Dutch and English name of a catch-all we make ourselves; the flag counts, not the name."""
# "Niet bezorgd – PostNL": a hyphen inside a word does not part a name.
PARTS = re.compile(r"\s+[-–—]\s+|[|:;/()>]")


@dataclass(frozen=True)
class ReasonDraft:
    """What a reason is to be; its parent and dimensions are already known."""

    code: str
    name_nl: str
    name_en: str = ""
    parent: ContactReason | None = None
    kind: str = ReasonKind.NORMAL
    synonyms: tuple[str, ...] = ()
    explanation_nl: str = ""
    explanation_en: str = ""
    required_dimensions: tuple[Dimension, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


def name_key(name: str) -> str:
    """A name without case, accents and superfluous spaces: what R-2 compares. At most 200 long."""
    plain = name
    if not name.isascii():
        letters = unicodedata.normalize("NFKD", name)
        plain = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())[:200]


def check(reason: ContactReason, draft: ReasonDraft, today: date) -> None:
    """Refuses what may not become of a reason; an unsaved one is a new reason."""
    check_fields(draft)
    check_place(reason, draft)
    check_siblings(reason, draft)
    check_no_dimension_value(draft, today)


def check_fields(draft: ReasonDraft) -> None:
    limits = {"code": 100, "name_nl": 200, "name_en": 200}
    limits |= {"explanation_nl": 300, "explanation_en": 300}
    for name, limit in limits.items():
        check_text(getattr(draft, name), name, limit, required=name in ("code", "name_nl"))
    check_synonyms(draft.synonyms)
    if {".", ".."} & set(draft.code.split("/")):
        raise Refusal(_("This code cannot stand in an address."), field="code", rule="R-2")
    if draft.kind not in ReasonKind.values:
        raise Refusal(_("Unknown kind '%(kind)s'."), field="kind", kind=draft.kind)
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        raise Refusal(_("The end date lies before the start date."), field="valid_until")


def check_synonyms(synonyms: Sequence[str]) -> None:
    """Every agent's browser keeps them all: they are words, no texts."""
    if len(synonyms) > settings.MAX_SYNONYMS:
        message = _("At most %(limit)s synonyms.")
        raise Refusal(message, field="synonyms", limit=settings.MAX_SYNONYMS)
    for synonym in synonyms:
        check_text(synonym, "synonyms", 100)


def check_text(text: str, field: str, limit: int, *, required: bool = False) -> None:
    """What one line of a list may hold."""
    if required and not text.strip():
        raise Refusal(_("Fill in this field."), field=field)
    if len(text) > limit:
        raise Refusal(_("At most %(limit)s characters."), field=field, limit=limit)
    if not text.isprintable():
        raise Refusal(_("This text holds control characters."), field=field)


def check_place(reason: ContactReason, draft: ReasonDraft) -> None:
    """R-1 for the reason and everything below it; and a tree has no circles."""
    above = upwards(draft.parent)
    if reason.pk in [step.pk for step in above]:
        message = _("A reason cannot lie below itself.")
        raise Refusal(message, field="parent_code", rule="R-1")
    if draft.parent is not None and draft.parent.merged_into_id is not None:
        message = _("'%(name)s' was merged: nothing can be put below it.")
        raise Refusal(message, field="parent_code", rule="R-7", name=draft.parent.name)
    limit = settings.MAX_REASON_DEPTH
    if len(above) + _height(reason) > limit:
        message = _("A contact reason has at most %(limit)s levels.")
        raise Refusal(message, field="parent_code", rule="R-1", limit=limit)


def check_not_below_catch_all(parent: ContactReason | None) -> None:
    """R-3: a catch-all is a choice itself; only files with empty levels put reasons below one."""
    if parent is not None and parent.kind == ReasonKind.CATCH_ALL:
        message = _("'%(name)s' is a catch-all: put the reason beside it, not below it.")
        raise Refusal(message, field="parent_code", rule="R-3", name=parent.name)


def check_siblings(reason: ContactReason, draft: ReasonDraft) -> None:
    siblings = ContactReason.objects.filter(parent=draft.parent).exclude(pk=reason.pk)
    if siblings.filter(name_key=name_key(draft.name_nl)).exists():
        message = _("This reason already exists under this main reason.")
        raise Refusal(message, field="name_nl", rule="R-2")
    catch_alls = siblings.filter(kind=ReasonKind.CATCH_ALL)
    if draft.kind == ReasonKind.CATCH_ALL and draft.parent and catch_alls.exists():
        message = _("A reason has at most one catch-all below it.")
        raise Refusal(message, field="kind", rule="R-3")


def check_no_dimension_value(draft: ReasonDraft, today: date) -> None:
    """R-6: "Niet bezorgd – PostNL" is the reason "Niet bezorgd" with a carrier."""
    parts = parts_of(draft.name_nl, draft.name_en)
    values = DimensionValue.objects.exclude(valid_until__lt=today)
    # there may be many: a supplier each
    for name, dimension_id in values.values_list("name", "dimension"):
        if name_key(name) in parts:
            raise dimension_value(Dimension.objects.get(pk=dimension_id))


def dimension_value(dimension: Dimension) -> Refusal:
    message = _("Use the dimension %(dimension)s instead of a separate reason.")
    return Refusal(message, field="name_nl", rule="R-6", dimension=dimension.noun)


def parts_of(*names: str) -> set[str]:
    """The parts of a reason's names, none of which may be a dimension's value (R-6)."""
    return {part for name in names for part in name_parts(name)}


def name_parts(name: str) -> set[str]:
    """What stands between the dashes, bars and brackets of a name, each as `name_key`.

    "Overig" is left out: a dimension may have a rest of its own beside the catch-alls of R-3.
    """
    parts = {name_key(part) for part in PARTS.split(name) if part.strip()}
    return parts - {name_key(name) for name in CATCH_ALL_NAMES}


def check_catch_all_may_end(reason: ContactReason, last_day: date) -> None:
    """R-3: whoever chose the rest must still find it while there are siblings to choose from."""
    if reason.kind != ReasonKind.CATCH_ALL or reason.parent is None:
        return
    stays = Q(valid_until=None) | Q(valid_until__gt=last_day)
    if reason.parent.children.exclude(pk=reason.pk).filter(stays).exists():
        message = _("'%(name)s' cannot be ended while there are sub-reasons beside it.")
        raise Refusal(message, field="valid_until", rule="R-3", name=reason.name)


def upwards(reason: ContactReason | None) -> list[ContactReason]:
    """The reason and all above it, as they were read."""
    steps = []
    while reason is not None:
        steps.append(reason)
        reason = reason.parent
    return steps


def _height(reason: ContactReason) -> int:
    """Number of levels of the reason with everything below it."""
    level, height = [reason.pk], 1
    while level := list(
        ContactReason.objects.filter(parent__in=level).values_list("pk", flat=True)
    ):
        height += 1
    return height
