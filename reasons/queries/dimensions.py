"""The dimensions, the state of their values, and which reasons demand them (C-8)."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import ManyToManyRel, ManyToOneRel

from reasons.models import ContactReason, Dimension, DimensionValue
from reasons.queries.catalog import Catalog
from reasons.queries.choices import SEPARATOR
from reasons.queries.outline import Validity, fold, validity
from reasons.queries.tree import ReasonNode


@dataclass(frozen=True)
class DimensionLine:
    """A dimension with how many values there are to choose from today, and how many reasons in use
    demand it themselves; those below them demand it too."""

    dimension: Dimension
    values: int
    reasons: int


@dataclass(frozen=True)
class ValueLine:
    value: DimensionValue
    state: Validity


@dataclass(frozen=True)
class DemandLine:
    """A reason that demands the dimension; `all_below` when those below it do so too."""

    code: str
    name: str
    path: str
    all_below: bool


def overview(catalog: Catalog, today: date) -> list[DimensionLine]:
    """All dimensions in their order; one query."""
    demanding = _demanding(catalog, today)
    return [
        DimensionLine(row, len(catalog.values_on(code, today)), len(demanding[row.pk]))
        for code, row in catalog.dimensions.items()
    ]


def values(catalog: Catalog, dimension: Dimension, today: date, query: str = "") -> list[ValueLine]:
    """The values by name, those of before and later too; with a query those whose name holds it."""
    wanted = fold(query)
    found = [
        value for value in catalog.values[dimension.code].values() if wanted in fold(value.name)
    ]
    found.sort(key=lambda value: (fold(value.name), value.code))
    return [ValueLine(value, validity(value, today)) for value in found]


def demands(catalog: Catalog, dimension: Dimension, today: date, language: str) -> list[DemandLine]:
    """The reasons in use that demand a dimension themselves, in the tree's own order; one query."""
    tree = catalog.tree
    return [
        DemandLine(
            code=node.code,
            name=node.name_in(language),
            path=SEPARATOR.join(step.name_in(language) for step in tree.ancestors(node)),
            all_below=not tree.is_leaf(node.id),
        )
        for node in _demanding(catalog, today)[dimension.pk]
    ]


def fields(item: Dimension | DimensionValue) -> dict[str, Any]:
    """What of it can be changed on a page of its own."""
    names = ["name_nl", "name_en"]
    if isinstance(item, DimensionValue):
        names = ["name", "valid_from", "valid_until"]
    return {name: getattr(item, name) for name in names}


def shown(item: Dimension | DimensionValue) -> str:
    """The same as one line of text, by which a form tells what its sender looked at."""
    return json.dumps(list(fields(item).values()), default=str)


def is_used(item: Dimension | DimensionValue) -> bool:
    """Whether any row of any table refers to it. Stops at the first one found."""
    relations = [
        field
        for field in item._meta.get_fields(include_hidden=True)
        if isinstance(field, ManyToOneRel | ManyToManyRel)
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: item}).exists()
        for relation in relations
    )


def _demanding(catalog: Catalog, today: date) -> dict[int, list[ReasonNode]]:
    """The reasons in use by the id of each dimension they demand themselves."""
    pairs = set(
        ContactReason.required_dimensions.through.objects.values_list(
            "dimension_id", "contactreason_id"
        )
    )
    found: dict[int, list[ReasonNode]] = defaultdict(list)
    for node in catalog.tree.nodes:
        if node.merged_into_id is None and node.is_active_on(today):
            for dimension in catalog.dimensions.values():
                if (dimension.pk, node.id) in pairs:
                    found[dimension.pk].append(node)
    return found
