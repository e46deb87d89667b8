"""Names for the codes in a report; a code that no longer exists stands for itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import get_language

from feedbackloop.models import Denominator
from raci.models import Department
from reasons.models import Channel, Dimension, DimensionValue

Named = Channel | Denominator | Dimension


@dataclass(frozen=True)
class Names:
    """Code to name in the reader's language; values by (dimension code, value code)."""

    channels: dict[str, str]
    denominators: dict[str, str]
    departments: dict[str, str]
    dimensions: dict[str, str]
    values: dict[tuple[str, str], str]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """The names that one report needs, in five queries."""
        codes = {row["value"] for row in [*content["dimensions"], *content["denominators"]]}
        values = DimensionValue.objects.filter(code__in=codes - {None})
        return cls(
            channels=_names(Channel.objects.all()),
            denominators=_names(Denominator.objects.all()),
            departments=dict(Department.objects.values_list("code", "name")),
            dimensions=_names(Dimension.objects.all()),
            values={
                (dimension, code): name
                for dimension, code, name in values.values_list("dimension__code", "code", "name")
            },
        )


def in_language(texts: Mapping[str, str]) -> str:
    """The reader's one of the two texts that a frozen report holds side by side."""
    return texts["en" if (get_language() or "nl").startswith("en") else "nl"]


def _names(rows: Iterable[Named]) -> dict[str, str]:
    return {row.code: row.name for row in rows}
