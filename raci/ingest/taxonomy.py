"""The reason tree with its owners out of a delivered file."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from raci.enums import RaciRole
from raci.ingest import rows
from raci.ingest.rows import Row, Tally
from raci.models import Department, ReasonResponsibility
from raci.services import responsibilities
from reasons.enums import ReasonKind
from reasons.models import ContactReason, Dimension
from reasons.services import lists, taxonomy
from reasons.services.taxonomy import ReasonDraft

COLUMNS = (
    "code",
    "parent_code",
    "name_nl",
    "name_en",
    "synonyms",
    "department_code",
    "kind",
    "required_dimensions",
    "valid_from",
    "valid_until",
)
FURTHER_COLUMNS = ("explanation_nl", "explanation_en")
Progress = Callable[[list[Row]], Iterable[Row]]
CIRCLE = -1
CODE_LENGTH = 100


def import_taxonomy(path: Path, *, now: datetime, progress: Progress = iter) -> Tally:
    """Makes the reasons what the file says; each row on its own, wholly or not at all.

    Parents may stand below their children. The department becomes the A of the reason in the
    matrix; an empty one leaves the matrix as it is, as an empty or missing explanation leaves
    that of the reason. A dimension that is demanded but not there yet is made. A reason that the
    file does not name stays.
    Raises Refusal for the whole file.
    """
    tally = Tally()
    found = rows.read(path, COLUMNS, tally, optional=FURTHER_COLUMNS)
    levels = _levels(found)
    book = _Book()
    for row in progress(sorted(found, key=lambda row: levels[row.code])):
        try:
            with transaction.atomic():
                book.take(row, tally, now, in_circle=levels[row.code] == CIRCLE)
        except Refusal as refusal:
            book.rejected.add(row.code)
            tally.reject(row.number, refusal)
    tally.rejected.sort(key=lambda rejection: rejection.row)
    return tally


def _levels(found: list[Row]) -> dict[str, int]:
    """How many reasons of the file lie above each row; CIRCLE for a row below itself."""
    parents = {row.code: row.text("parent_code") for row in found}
    levels: dict[str, int] = {}
    for code in parents:
        chain = []
        while code in parents and code not in levels and code not in chain:
            chain.append(code)
            code = parents[code]
        if code in chain:
            levels.update(dict.fromkeys(chain[chain.index(code) :], CIRCLE))
        for step in reversed([step for step in chain if step not in levels]):
            levels[step] = max(levels.get(parents[step], -1), -1) + 1
    return levels


class _Book:
    """Everything a row may refer to, loaded once and kept up to date."""

    def __init__(self) -> None:
        reasons = ContactReason.objects.without_tree_fields()
        self.reasons = {
            reason.code: reason for reason in reasons.prefetch_related("required_dimensions")
        }
        by_id = {reason.pk: reason for reason in self.reasons.values()}
        for reason in self.reasons.values():
            reason.parent = by_id.get(reason.parent_id)
        self.departments = {
            department.code: department
            for department in Department.objects.select_related("parent")
        }
        self.dimensions = {dimension.code: dimension for dimension in Dimension.objects.all()}
        self.owners = {
            row.reason_id: row.department_id
            for row in ReasonResponsibility.objects.filter(role=RaciRole.ACCOUNTABLE)
        }
        self.rejected: set[str] = set()

    def take(self, row: Row, tally: Tally, now: datetime, *, in_circle: bool) -> None:
        if in_circle:
            message = _("A reason cannot lie below itself.")
            raise Refusal(message, field="parent_code", rule="R-1")
        draft, department = self._draft(row, now), self._department(row)
        reason = self.reasons.get(row.code)
        if reason is None:
            reason = taxonomy.create_reason(draft, actor=None, now=now)
            created, changed = True, True
        else:
            created, changed = False, taxonomy.update_reason(reason, draft, actor=None, now=now)
        changed = self._assign(reason, department, now) or changed
        self.reasons[row.code] = reason
        self.dimensions |= {dimension.code: dimension for dimension in draft.required_dimensions}
        tally.note(created=created, updated=changed)

    def _draft(self, row: Row, now: datetime) -> ReasonDraft:
        demanded = dict.fromkeys(row.codes("required_dimensions"))
        return ReasonDraft(
            code=row.code,
            name_nl=row.text("name_nl"),
            name_en=row.text("name_en"),
            parent=self._parent(row),
            kind=row.text("kind") or ReasonKind.NORMAL,
            synonyms=tuple(row.codes("synonyms")),
            explanation_nl=self._explanation(row, "explanation_nl"),
            explanation_en=self._explanation(row, "explanation_en"),
            required_dimensions=tuple(self._dimension(row, code, now) for code in demanded),
            valid_from=row.day("valid_from"),
            valid_until=row.day("valid_until"),
        )

    def _explanation(self, row: Row, column: str) -> str:
        known = self.reasons.get(row.code)
        return row.text(column) or (getattr(known, column) if known else "")

    def _dimension(self, row: Row, code: str, now: datetime) -> Dimension:
        """The administrator gives a new one its name; until then it is called by its code."""
        if code in self.dimensions:
            return self.dimensions[code]
        row.check_length("required_dimensions", code, CODE_LENGTH)
        return lists.save_item(Dimension(code=code, name_nl=code), actor=None, now=now)

    def _parent(self, row: Row) -> ContactReason | None:
        code = row.text("parent_code")
        if not code:
            return None
        if code in self.rejected:
            message = _("The reason above it, '%(value)s', was rejected.")
            raise Refusal(message, field="parent_code", value=code)
        return row.look_up("parent_code", self.reasons, code, _("Unknown reason '%(value)s'."))

    def _department(self, row: Row) -> Department | None:
        codes = row.codes("department_code")
        if len(codes) > 1:
            message = _("Assign exactly one owning department.")
            raise Refusal(message, field="department_code", rule="R-2")
        message = _("Unknown department '%(value)s'.")
        if not codes:
            return None
        return row.look_up("department_code", self.departments, codes[0], message)

    def _assign(self, reason: ContactReason, department: Department | None, now: datetime) -> bool:
        if department is None or self.owners.get(reason.pk) == department.pk:
            return False
        try:
            responsibilities.assign_responsibility(
                reason=reason,
                role=RaciRole.ACCOUNTABLE,
                department=department,
                actor=None,
                now=now,
            )
        except Refusal as refusal:
            refusal.field = "department_code"
            raise
        return True
