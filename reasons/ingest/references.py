"""The names in a file, looked up in our lists; and what would have to be added to them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons.ingest.mapping import DIMENSION
from reasons.ingest.name_list import NameList
from reasons.ingest.reason_book import Levels, ReasonBook
from reasons.models import Channel, Dimension, DimensionValue
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonTree
from reasons.services import reason_drafts
from reasons.services.drafts import ContactDraft
from reasons.services.reason_drafts import ReasonDraft
from reasons.services.references import Additions, NewValue


class Names(NamedTuple):
    """What a row calls its reason (by code or by path), channel and dimension values."""

    code: str
    levels: Levels
    channel: str
    values: tuple[tuple[str, str], ...]


class References:
    """Looks names up. With `create`, `plan` thinks up what is missing, codes included, and the
    look-ups then find it; nothing is in the database until `Additions` are added there."""

    def __init__(
        self, stored: Catalog, *, create: bool, has_contacts: Callable[[int], bool]
    ) -> None:
        self.stored, self.create = stored, create
        self.reasons = ReasonBook(
            stored.tree, create=create, has_contacts=has_contacts, check_new=self._check_reason
        )
        self.channels = NameList.of_named(stored.channels, create=create)
        self.dimensions = NameList.of_named(stored.dimensions, create=create)
        self.dimension_values = {
            dimension: NameList(((v.code, (v.name,)) for v in values.values()), create=create)
            for dimension, values in stored.values.items()
        }
        self._catalog = stored
        self._size = self._planned_size()

    def plan(self, rows: Sequence[Names]) -> None:
        """Makes room for the names of these rows; reasons last, for no value may be a reason."""
        for names in rows:
            if names.channel:
                self.channels.find(names.channel)
            for dimension, value in names.values:
                self._values_of(dimension).find(value)
        for names in rows:
            if names.code or names.levels:
                self.reasons.plan(names.code, names.levels)

    def channel(self, text: str) -> str:
        """The channel's code; an empty text stays empty, C-4 judges it."""
        code = self.channels.find(text) if text else ""
        if code is None:
            raise Refusal(
                _("unknown channel '%(value)s'."), field="channel", rule="C-4", value=text
            )
        return code

    def reason(self, code: str, levels: Levels) -> str:
        """The reason's code; without any name it stays empty, C-2 judges it."""
        return self.reasons.leaf(code, levels) if code or levels else ""

    def reason_code(self, text: str, day: date) -> str:
        """The code of the reason that a list of that day calls by its code or its name."""
        return self.reasons.code_of(text, day) if text else ""

    def values(self, given: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Value codes by dimension code."""
        return dict(self._value(dimension, value) for dimension, value in given)

    def catalog(self) -> Catalog:
        """The stored catalogue with everything planned in it, under ids below zero."""
        size = self._planned_size()
        if size != self._size:
            self._size, self._catalog = size, self._with_planned()
        return self._catalog

    def additions(self, drafts: Iterable[ContactDraft]) -> Additions:
        """Of all that was planned, what these drafts need."""
        channels: set[str] = set()
        values: set[tuple[str, str]] = set()
        codes: set[str] = set()
        for draft in drafts:
            channels.add(draft.channel)
            codes.add(draft.reason)
            values.update(draft.dimensions.items())
        reasons, heirs, marked = self.reasons.needed(codes)
        return Additions(
            reasons=reasons,
            heirs=heirs,
            catch_alls=marked,
            channels={c: n for c, n in self.channels.planned.items() if c in channels},
            dimensions={
                c: n for c, n in self.dimensions.planned.items() if any(c == v[0] for v in values)
            },
            values=[
                NewValue(dimension, code, name)
                for dimension, names in self.dimension_values.items()
                for code, name in names.planned.items()
                if (dimension, code) in values
            ],
        )

    def _value(self, dimension: str, text: str) -> tuple[str, str]:
        field = DIMENSION + dimension
        code = self.dimensions.find(dimension)
        if code is None:
            message = _("unknown dimension '%(value)s'.")
            raise Refusal(message, field=field, rule="C-8", value=dimension[:200])
        value = self._values_of(dimension).find(text)
        if value is None:
            message = _("unknown value '%(value)s'.")
            raise Refusal(message, field=field, rule="C-8", value=text[:200])
        return code, value

    def _values_of(self, dimension: str) -> NameList:
        code = self.dimensions.find(dimension)
        if code is None:
            return NameList((), create=False)
        if code not in self.dimension_values:
            self.dimension_values[code] = NameList((), create=self.create)
        return self.dimension_values[code]

    def _check_reason(self, draft: ReasonDraft) -> None:
        """The rules of one that is made by hand; R-6 with the values still to be made as well."""
        reason_drafts.check_fields(draft)
        parts = reason_drafts.parts_of(draft.name_nl, draft.name_en)
        for code, values in self.dimension_values.items():
            if not parts.isdisjoint(values.names):
                planned = Dimension(code=code, name_nl=self.dimensions.planned.get(code, ""))
                dimension = self.stored.dimensions.get(code, planned)
                raise reason_drafts.dimension_value(dimension)

    def _planned_size(self) -> tuple[int, ...]:
        lists = (self.channels, self.dimensions, *self.dimension_values.values())
        return (self.reasons.version, *(len(names.planned) for names in lists))

    def _with_planned(self) -> Catalog:
        channels = {c: Channel(code=c, name_nl=n) for c, n in self.channels.planned.items()}
        dimensions = {c: Dimension(code=c, name_nl=n) for c, n in self.dimensions.planned.items()}
        known = {**self.stored.dimensions, **dimensions}
        values = {
            dimension: self.stored.values.get(dimension, {})
            | {
                code: DimensionValue(dimension=known[dimension], code=code, name=name)
                for code, name in names.planned.items()
            }
            for dimension, names in self.dimension_values.items()
        }
        return replace(
            self.stored,
            tree=ReasonTree(self.reasons.rows()),
            channels={**self.stored.channels, **channels},
            dimensions=known,
            values={code: values.get(code, {}) for code in known},
            required=self.reasons.inherited(self.stored.required),
        )
