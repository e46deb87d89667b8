"""The reason tree with its owners out of a delivered file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from contactreductie.core.refusals import Refusal
from raci.enums import RaciRole
from raci.ingest import taxonomy_rows
from raci.ingest.rows import Row, Tally
from raci.models import Department, ReasonResponsibility
from raci.queries import tree_comparison
from raci.queries.tree_versions import Difference
from raci.services import delivered_reasons, responsibilities
from reasons.models import ContactReason, Dimension
from reasons.services import lists, taxonomy
from reasons.services.taxonomy import ReasonDraft

Progress = Callable[[list[Row]], Iterable[Row]]
CODE_LENGTH = 100


@dataclass(frozen=True)
class Trial:
    """What an import would do: its tally, and how the tree would differ."""

    tally: Tally
    difference: Difference


def import_taxonomy(path: Path, *, now: datetime, progress: Progress = iter) -> Tally:
    """Makes the reasons what the file says; each row on its own, wholly or not at all.

    Parents may stand below their children. The department becomes the A of the reason in the
    matrix; an empty one leaves the matrix as it is, as an empty or missing explanation leaves
    that of the reason. A dimension that is demanded but not there yet is made. A reason that the
    file does not name stays.
    Raises Refusal for the whole file.
    """
    tally = Tally()
    found = taxonomy_rows.read(path, tally)
    _import(found, tally, now, progress)
    return tally


def try_taxonomy(path: Path, *, now: datetime, language: str, progress: Progress = iter) -> Trial:
    """The same without writing anything, told beside the tree as it is. As the import does, it
    knows reasons by their codes alone. Raises Refusal for the whole file."""
    tally = Tally()
    found = taxonomy_rows.read(path, tally)
    with transaction.atomic():
        _import(found, tally, now, progress)
        transaction.set_rollback(True)
    rejected = {rejection.row for rejection in tally.rejected}
    wanted = [
        taxonomy_rows.identified(row) if row.number in rejected else taxonomy_rows.delivered(row)
        for row in found
    ]
    today = timezone.localdate(now)
    difference = tree_comparison.compare(wanted, today=today, language=language, by_name=False)
    return Trial(tally, difference)


def _import(found: list[Row], tally: Tally, now: datetime, progress: Progress) -> None:
    book = _Book(taxonomy_rows.circles(found))
    for row in progress(found):
        try:
            with transaction.atomic():
                book.take(row, tally, now)
        except Refusal as refusal:
            book.known.rejected.add(row.code)
            tally.reject(row.number, refusal)
    tally.rejected.sort(key=lambda rejection: rejection.row)


class _Book:
    """Everything a row may refer to, loaded once and kept up to date."""

    def __init__(self, circles: set[str]) -> None:
        reasons = ContactReason.objects.without_tree_fields()
        self.reasons = {
            reason.code: reason for reason in reasons.prefetch_related("required_dimensions")
        }
        by_id = {reason.pk: reason for reason in self.reasons.values()}
        for reason in self.reasons.values():
            reason.parent = by_id.get(reason.parent_id)
        departments = taxonomy_rows.all_departments()
        self.known = taxonomy_rows.Known(self.reasons, departments, circles)
        self.dimensions = {dimension.code: dimension for dimension in Dimension.objects.all()}
        self.owners = {
            row.reason_id: row.department_id
            for row in ReasonResponsibility.objects.filter(role=RaciRole.ACCOUNTABLE)
        }

    def take(self, row: Row, tally: Tally, now: datetime) -> None:
        reason = self.reasons.get(row.code)
        draft, department = self._draft(row, reason, now)
        if reason is None:
            reason = taxonomy.create_reason(draft, actor=None, now=now)
            created, changed = True, True
        else:
            created, changed = False, taxonomy.update_reason(reason, draft, actor=None, now=now)
        changed = self._assign(reason, department, now) or changed
        self.reasons[row.code] = reason
        self.dimensions |= {dimension.code: dimension for dimension in draft.required_dimensions}
        tally.note(created=created, updated=changed)

    def _draft(
        self, row: Row, reason: ContactReason | None, now: datetime
    ) -> tuple[ReasonDraft, Department | None]:
        parent, wanted = self.known.parent(row), taxonomy_rows.delivered(row)
        taxonomy_rows.check_not_merged(reason, wanted)
        dimensions = [self._dimension(row, code, now) for code in wanted.dimension_codes]
        draft = delivered_reasons.draft_of(
            wanted, known=reason, parent=parent, dimensions=dimensions
        )
        return draft, self.known.department(row, wanted)

    def _dimension(self, row: Row, code: str, now: datetime) -> Dimension:
        """The administrator gives a new one its name; until then it is called by its code."""
        if code in self.dimensions:
            return self.dimensions[code]
        row.check_length("required_dimensions", code, CODE_LENGTH)
        return lists.save_item(Dimension(code=code, name_nl=code), actor=None, now=now)

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
