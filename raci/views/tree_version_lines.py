"""The difference between two trees in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contactreductie.core.csv_files import Rejection
from raci.forms.tree_versions import DecideForm
from raci.ingest.tree_versions import Delivery
from raci.models import Department, TreeVersion
from raci.queries import responsibilities
from raci.queries.delivered_reasons import Recognised
from raci.queries.tree_versions import UNDONE, Change, Difference, Gone, Line, Part
from raci.services.tree_taking import ENDED, LEFT, MERGED
from reasons.enums import ReasonKind
from reasons.models import ContactReason, Dimension
from reasons.queries.tree import ReasonTree

FOLDED_ABOVE = 30
NOTHING = "–"
TITLES: dict[Part, Promise] = {
    Part.MOVED: _("Moved"),
    Part.RENAMED: _("Other name"),
    Part.CHANGED: _("Otherwise changed"),
    Part.NEW: _("New"),
    Part.GONE: _("No longer there"),
    Part.SAME: _("The same"),
}
DONE: dict[str, Promise] = {
    **{part: TITLES[part] for part in (Part.MOVED, Part.RENAMED, Part.CHANGED, Part.NEW)},
    ENDED: _("Ended"),
    MERGED: _("Counted with another"),
    LEFT: _("Left as it was"),
}
RECOGNISED = {
    Recognised.BY_NAME: _("Recognised by its name, keeps the code %(code)s"),
    Recognised.BY_CHILDREN: _("Recognised by what lies below it, keeps the code %(code)s"),
    Recognised.BY_ROLE: _("Recognised as the catch-all, keeps the code %(code)s"),
}
FORMER = _("Probably the new name of “%(name)s”: see under “No longer there”")


@dataclass(frozen=True)
class Fact:
    """One change in words; without `before` it is just so."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """A line with its field."""

    line: Line
    field: BoundField
    facts: list[Fact]
    note: str


@dataclass(frozen=True)
class ShownGone:
    """A reason that is gone, with its field."""

    line: Gone
    field: BoundField


@dataclass(frozen=True)
class Section:
    """All lines of one part. A long one is folded, and open where something was refused."""

    part: Part
    title: Promise
    rows: list[Any]
    is_folded: bool
    is_open: bool


def counts(difference: Difference) -> list[tuple[Part, Promise, int]]:
    return [(part, title, difference.counts[part]) for part, title in TITLES.items()]


def outcome(version: TreeVersion) -> list[tuple[Promise, int]]:
    return [(title, version.outcome[key]) for key, title in DONE.items() if key in version.outcome]


def undone(version: TreeVersion) -> dict[str, Any] | None:
    """By whom and when it was taken back as a whole."""
    told = version.outcome.get(UNDONE)
    return {**told, "at": datetime.fromisoformat(told["at"])} if told else None


def sections(form: DecideForm) -> list[Section]:
    """The parts of the file that have lines; two queries for the names in them."""
    words = _Words(form)
    found = [
        _section(part, [words.shown(line, field) for line, field in form.lines(part)])
        for part in (Part.MOVED, Part.RENAMED, Part.CHANGED, Part.NEW)
    ]
    return [section for section in found if section.rows]


def gone(form: DecideForm) -> Section:
    """What the file does not name."""
    return _section(Part.GONE, [ShownGone(line, field) for line, field in form.gone()])


def _section(part: Part, rows: Sequence[Shown | ShownGone]) -> Section:
    is_open = any(row.field.errors for row in rows)
    return Section(part, TITLES[part], list(rows), len(rows) > FOLDED_ABOVE, is_open)


def rejected(delivery: Delivery, language: str) -> list[tuple[str, Rejection]]:
    """What each rejected row is called, as far as it says, and what is wrong with it."""
    names = {row.row: row.name_in(language) for row in delivery.reasons}
    return [(names.get(rejection.row, ""), rejection) for rejection in delivery.rejected]


class _Words:
    """Names of what codes stand for."""

    def __init__(self, form: DecideForm) -> None:
        departments = list(Department.objects.values_list("pk", "code", "name"))
        self.departments = {code: name for _pk, code, name in departments}
        self.inherited = _inherited(form.difference, {pk: name for pk, _code, name in departments})
        self.dimensions = {row.code: str(row) for row in Dimension.objects.all()}
        self.former = {
            gone.suggestion.partition(":")[2]: gone.name for gone in form.difference.gone
        }

    def shown(self, line: Line, field: BoundField) -> Shown:
        facts = [self._fact(line, change) for change in line.changes]
        return Shown(line, field, facts, self._note(line))

    def _note(self, line: Line) -> str:
        if line.how in RECOGNISED and line.reason:
            return str(RECOGNISED[line.how]) % {"code": line.reason.code}
        if line.key in self.former:
            return str(FORMER) % {"name": self.former[line.key]}
        return ""

    def _fact(self, line: Line, change: Change) -> Fact:
        if change.field == "parent":
            top = str(_("the top of the tree"))
            return Fact(str(_("Place")), line.above or top, line.new_above or top)
        before, after = self._word(change, change.before), self._word(change, change.after)
        if line.part == Part.NEW:
            before = ""
        elif change.field == "department" and not change.before and line.reason:
            before = self.inherited.get(line.reason.pk, before)
        return Fact(_label(change.field), before, after)

    def _word(self, change: Change, value: Any) -> str:
        if change.field == "kind":
            return str(ReasonKind(value).label)
        if change.field == "department":
            return self.departments.get(value, value) or NOTHING
        if change.field == "required_dimensions":
            return ", ".join(self.dimensions.get(code, code) for code in value) or NOTHING
        if isinstance(value, date):
            return date_format(value, "j F Y")
        return (", ".join(value) if isinstance(value, tuple) else value) or NOTHING


def _inherited(difference: Difference, departments: dict[int, str]) -> dict[int, str]:
    """Who answers for a reason that gets an owner of its own: the owner of what lies above it."""
    if not any(
        line.reason and (change := line.change_of("department")) and not change.before
        for line in difference.lines
    ):
        return {}
    text = str(_("%(name)s, from the reason above it"))
    found = responsibilities.for_all(ReasonTree.load())
    owners = {pk: raci.accountable_department_id for pk, raci in found.items()}
    return {pk: text % {"name": departments[owner]} for pk, owner in owners.items() if owner}


def _label(field: str) -> str:
    if field == "department":
        return str(_("Owner"))
    return capfirst(str(ContactReason._meta.get_field(field).verbose_name))  # type: ignore[union-attr]
