"""The rows of a delivered tree: what the command and the page about versions read alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from raci.ingest import rows
from raci.ingest.rows import Row, Tally
from raci.models import Department
from raci.queries.delivered_reasons import DeliveredReason
from reasons.enums import ReasonKind
from reasons.models import ContactReason
from reasons.services.taxonomy import name_key

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
CIRCLE = -1
T = TypeVar("T")


def read(path: Path, tally: Tally) -> list[Row]:
    """Parents before children, though they may stand below them in the file; rows in a circle
    first. Raises for the whole file."""
    found = rows.read(path, COLUMNS, tally, optional=FURTHER_COLUMNS)
    levels = _levels(found)
    return sorted(found, key=lambda row: levels[row.code])


def circles(found: Iterable[Row]) -> set[str]:
    """The codes of rows that lie below themselves."""
    return {code for code, level in _levels(found).items() if level == CIRCLE}


def identified(row: Row) -> DeliveredReason:
    """Enough of a row to know which reason it is about, whatever else is wrong with it."""
    name = row.text("name_nl")
    return DeliveredReason(
        row=row.number,
        code=row.code,
        parent_code=row.text("parent_code"),
        name_nl=name,
        name_key=name_key(name),
        name_en=row.text("name_en"),
        kind=row.text("kind") or ReasonKind.NORMAL,
        is_rejected=True,
    )


def delivered(row: Row) -> DeliveredReason:
    """What the cells of a row mean; raises for a cell that means nothing."""
    departments = row.codes("department_code")
    if len(departments) > 1:
        message = _("Assign exactly one owning department.")
        raise Refusal(message, field="department_code", rule="R-2")
    return replace(
        identified(row),
        synonyms=tuple(row.codes("synonyms")),
        explanation_nl=row.text("explanation_nl"),
        explanation_en=row.text("explanation_en"),
        department_code=departments[0] if departments else "",
        dimension_codes=tuple(dict.fromkeys(row.codes("required_dimensions"))),
        valid_from=row.day("valid_from"),
        valid_until=row.day("valid_until"),
        is_rejected=False,
    )


@dataclass
class Known(Generic[T]):
    """What the codes of a row may refer to; rows that were rejected are told apart."""

    reasons: dict[str, T]
    departments: Mapping[str, Department]
    circles: set[str]
    rejected: set[str] = field(default_factory=set)

    def parent(self, row: Row) -> T | None:
        if row.code in self.circles:
            message = _("A reason cannot lie below itself.")
            raise Refusal(message, field="parent_code", rule="R-1")
        code = row.text("parent_code")
        if not code:
            return None
        if code in self.rejected:
            message = _("The reason above it, '%(value)s', was rejected.")
            raise Refusal(message, field="parent_code", value=code)
        return row.look_up("parent_code", self.reasons, code, _("Unknown reason '%(value)s'."))

    def department(self, row: Row, wanted: DeliveredReason) -> Department | None:
        code, message = wanted.department_code, _("Unknown department '%(value)s'.")
        if not code:
            return None
        return row.look_up("department_code", self.departments, code, message)


def check_not_merged(reason: ContactReason | None, wanted: DeliveredReason) -> None:
    """A merged reason has ended for good; the file may say so too, but nothing else (R-7)."""
    if reason is None or reason.merged_into_id is None:
        return
    if wanted.valid_until != reason.valid_until:
        raise Refusal(_("This reason was merged already."), field="code", rule="R-7")


def all_departments() -> dict[str, Department]:
    return {row.code: row for row in Department.objects.select_related("parent")}


def _levels(found: Iterable[Row]) -> dict[str, int]:
    """How many reasons of the file lie above each row; CIRCLE for a row below itself."""
    parents = {row.code: row.text("parent_code") for row in found}
    levels: dict[str, int] = {}
    for code in parents:
        chain: dict[str, int] = {}  # in the order they were come by
        while code in parents and code not in levels and code not in chain:
            chain[code] = len(chain)
            code = parents[code]
        if code in chain:
            levels.update(dict.fromkeys(list(chain)[chain[code] :], CIRCLE))
        for step in reversed([step for step in chain if step not in levels]):
            levels[step] = max(levels.get(parents[step], -1), -1) + 1
    return levels
