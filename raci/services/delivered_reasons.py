"""From a row of a delivered tree to what the services of the tree write."""

from collections.abc import Iterable

from raci.queries.delivered_reasons import DeliveredReason
from reasons.models import ContactReason, Dimension
from reasons.services.taxonomy import ReasonDraft


def draft_of(
    row: DeliveredReason,
    *,
    known: ContactReason | None,
    parent: ContactReason | None,
    dimensions: Iterable[Dimension],
) -> ReasonDraft:
    """What the file makes of a reason. A known one keeps its code, and its explanation where the
    file has none."""
    return ReasonDraft(
        code=known.code if known else row.code,
        name_nl=row.name_nl,
        name_en=row.name_en,
        parent=parent,
        kind=row.kind,
        synonyms=row.synonyms,
        explanation_nl=row.explanation_nl or (known.explanation_nl if known else ""),
        explanation_en=row.explanation_en or (known.explanation_en if known else ""),
        required_dimensions=tuple(dimensions),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
