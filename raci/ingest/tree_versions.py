"""A delivered version of the tree: what is in the file, before anybody decides about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import Rejection
from contactreductie.core.refusals import Refusal
from raci.ingest import taxonomy_rows
from raci.ingest.rows import Row, Tally
from raci.queries.delivered_reasons import DeliveredReason
from raci.services import delivered_reasons, letters
from reasons.enums import ReasonKind
from reasons.models import ContactReason, Dimension, DimensionValue
from reasons.queries.tree import ReasonTree
from reasons.services import reason_drafts

LONGEST_NAME = 60


@dataclass(frozen=True)
class Delivery:
    """The rows of a file, parents first, the rejected ones too: they say which reason they are
    about. `rejected` tells what is wrong with them and with rows that name no reason at all."""

    reasons: tuple[DeliveredReason, ...]
    rejected: Sequence[Rejection]


def content_of(upload: UploadedFile) -> str:
    """The text of a file; raises for a file that is no tree at all."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / (upload.name or "")[-LONGEST_NAME:]
        path.write_bytes(b"".join(upload.chunks()))
        taxonomy_rows.read(path, Tally())
        return path.read_bytes().decode("utf-8-sig")


def parse(content: str, *, today: date) -> Delivery:
    """What a file says, each row checked by itself and against the rows of its own file; what
    the tree makes of it is for the comparison."""
    tally = Tally()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tree.csv"
        path.write_bytes(content.encode())
        found = taxonomy_rows.read(path, tally)
    checks, reasons = _Checks(taxonomy_rows.circles(found), today), []
    for row in found:
        try:
            reasons.append(checks.passed(row))
        except Refusal as refusal:
            checks.known.rejected.add(row.code)
            reasons.append(taxonomy_rows.identified(row))
            tally.reject(row.number, refusal)
    return Delivery(tuple(reasons), sorted(tally.rejected, key=lambda rejection: rejection.row))


class _Checks:
    """What the cells of a row may refer to, and what the rows before it took."""

    def __init__(self, circles: set[str], today: date) -> None:
        self.reasons = ContactReason.objects.without_tree_fields().in_bulk(field_name="code")
        self.depths = {node.code: node.depth for node in ReasonTree.load().nodes}
        places: dict[str, object] = dict(self.depths)
        self.known = taxonomy_rows.Known(places, taxonomy_rows.all_departments(), circles)
        self.dimensions = {row.pk: row for row in Dimension.objects.all()}
        self.dimension_codes = {row.code for row in self.dimensions.values()}
        values = DimensionValue.objects.exclude(valid_until__lt=today)
        self.values = {
            reason_drafts.name_key(name): dimension_id
            for name, dimension_id in values.values_list("name", "dimension")
        }
        self.names: set[tuple[str, str]] = set()
        self.rests: set[str] = set()

    def passed(self, row: Row) -> DeliveredReason:
        self.known.parent(row)
        wanted = taxonomy_rows.delivered(row)
        taxonomy_rows.check_not_merged(self.reasons.get(row.code), wanted)
        reason_drafts.check_fields(
            delivered_reasons.draft_of(wanted, known=None, parent=None, dimensions=())
        )
        self._check_owner(row, wanted)
        self._check_dimensions(wanted)
        self._check_depth(wanted)
        self._check_siblings(wanted)
        self.known.reasons[row.code] = wanted
        return wanted

    def _check_owner(self, row: Row, wanted: DeliveredReason) -> None:
        department = self.known.department(row, wanted)
        if department is not None:
            letters.check_outside_customer_service(department, None, field="department_code")

    def _check_dimensions(self, wanted: DeliveredReason) -> None:
        """Demanded ones are there; and none of their values is called like the reason (R-6)."""
        for code in wanted.dimension_codes:
            if code not in self.dimension_codes:
                message = _("Unknown dimension '%(code)s'.")
                raise Refusal(message, field="required_dimensions", code=code)
        parts = reason_drafts.parts_of(wanted.name_nl, wanted.name_en)
        for part in parts & self.values.keys():
            raise reason_drafts.dimension_value(self.dimensions[self.values[part]])

    def _check_depth(self, wanted: DeliveredReason) -> None:
        depth = self.depths[wanted.parent_code] + 1 if wanted.parent_code else 0
        if depth >= (limit := settings.MAX_REASON_DEPTH):
            message = _("A contact reason has at most %(limit)s levels.")
            raise Refusal(message, field="parent_code", rule="R-1", limit=limit)
        self.depths[wanted.code] = depth

    def _check_siblings(self, wanted: DeliveredReason) -> None:
        place, is_rest = wanted.parent_code, wanted.kind == ReasonKind.CATCH_ALL
        if (place, wanted.name_key) in self.names:
            message = _("This reason already exists under this main reason.")
            raise Refusal(message, field="name_nl", rule="R-2")
        if is_rest and place in self.rests:
            message = _("A reason has at most one catch-all below it.")
            raise Refusal(message, field="kind", rule="R-3")
        self.names.add((place, wanted.name_key))
        if is_rest and place:
            self.rests.add(place)
