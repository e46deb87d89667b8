"""Dimension values by what other systems call them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from reasons.models import DimensionValue
from reasons.services.taxonomy import name_key


class ValueBook:
    """Finds a value by its code; else by its name, else by its code in other capitals."""

    def __init__(self, values: Iterable[DimensionValue]) -> None:
        self.dimensions: set[str] = set()
        self._codes: dict[tuple[str, str], list[DimensionValue]] = defaultdict(list)
        self._names: dict[tuple[str, str], list[DimensionValue]] = defaultdict(list)
        self._loose_codes: dict[tuple[str, str], list[DimensionValue]] = defaultdict(list)
        for value in values:
            dimension = value.dimension.code
            self.dimensions.add(dimension)
            self._codes[dimension, value.code].append(value)
            self._names[dimension, name_key(value.name)].append(value)
            self._loose_codes[dimension, name_key(value.code)].append(value)

    @classmethod
    def load(cls) -> Self:
        return cls(DimensionValue.objects.select_related("dimension"))

    def find(self, dimension: str, text: str) -> list[DimensionValue]:
        """The values it may be: none or several are for the caller to refuse."""
        key = (dimension, name_key(text))
        exact = self._codes.get((dimension, text))
        return exact or self._names.get(key) or self._loose_codes.get(key) or []
