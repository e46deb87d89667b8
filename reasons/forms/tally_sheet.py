"""A paper sheet as it is typed over: lines of reasons, a number for each channel."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Refusal
from reasons.forms.signals import RefusableForm
from reasons.forms.tally import ReasonSelect
from reasons.models import Channel
from reasons.queries import choices
from reasons.queries import tally as queries
from reasons.queries.catalog import Catalog
from reasons.queries.tally import Line
from reasons.queries.tree import ReasonNode
from reasons.services.tally import Count, PaperTally

NUMBER = re.compile(r"n-(\d{1,9})-\d{1,9}-((?:\d{1,9}(?:\.\d{1,9})*)?)")


@dataclass(frozen=True)
class TypedLine:
    """A line with what is typed on it: a field for each channel, in their order."""

    line: Line
    fields: list[forms.BoundField]

    @property
    def name(self) -> str:
        return line_name(self.line)

    @property
    def numbers(self) -> list[int]:
        data = cast(SheetForm, self.fields[0].form).cleaned_data if self.fields else {}
        return [data.get(field.name) or 0 for field in self.fields]

    @property
    def total(self) -> int:
        return sum(self.numbers)


class SheetForm(RefusableForm):
    """`sheet` is the paper's own id: confirmed twice it counts once. `more` is a reason to be
    added to it."""

    sheet = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    late_reason = forms.CharField(
        label=_("Why registered late?"),
        required=False,
        max_length=200,
        help_text=_("Only for a contact of more than a week ago."),
    )
    more = forms.CharField(label=_("Another reason"), required=False, widget=ReasonSelect)

    def __init__(
        self,
        *args: Any,
        catalog: Catalog,
        reasons: Iterable[ReasonNode],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.catalog = catalog
        self.channels = queries.active_channels(catalog)
        self.lines, self.left_out = queries.sheet_lines(
            list(reasons), catalog, self._typed_day(today), _sent_lines(self.data, catalog)
        )
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        groups = choices.by_main_reason(catalog.tree, today, get_language() or "nl")
        more = cast(forms.Select, self.fields["more"].widget)
        more.choices = [("", _("Choose a reason")), *groups.items()]
        for line in self.lines:
            for channel in self.channels:
                self.fields[_name(line, channel)] = _number(line, channel)

    def _typed_day(self, today: date) -> date:
        """The day of the paper; today as long as that is not a date."""
        try:
            return self.fields["day"].clean(self["day"].value())
        except ValidationError:
            return today

    def typed(self) -> list[TypedLine]:
        return [
            TypedLine(line, [self[_name(line, channel)] for channel in self.channels])
            for line in self.lines
        ]

    def totals(self) -> list[tuple[str, int]]:
        """The sum of each channel, with its name."""
        columns = zip(*(line.numbers for line in self.typed()), strict=True)
        names = [channel.name for channel in self.channels]
        return list(zip(names, map(sum, columns), strict=True))

    def total(self) -> int:
        return sum(number for _name, number in self.totals())

    def paper(self) -> PaperTally:
        data = self.cleaned_data
        counts = [
            Count(
                line.reason.code,
                channel.code,
                number,
                {value.dimension.code: value.code for value in line.values},
            )
            for line in self.lines
            for channel in self.channels
            if (number := data.get(_name(line, channel)))
        ]
        return PaperTally(data["sheet"], data["day"], counts, data["late_reason"])

    def refuse(self, refusal: Refusal) -> None:
        names = {"occurred_at": "day"}
        field = names.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))


def _sent_lines(data: Iterable[str], catalog: Catalog) -> list[Line]:
    """The lines on a sheet that was sent, in their order."""
    found = [match for name in data if (match := NUMBER.fullmatch(name))]
    keys = [(int(match[1]), *map(int, filter(None, match[2].split(".")))) for match in found]
    return queries.sent_lines(keys, catalog)


def typed_reasons(data: QueryDict, catalog: Catalog) -> list[ReasonNode]:
    """The reasons on a sheet that was sent, in their order, with the one to be added."""
    ids = [int(match[1]) for name in data if (match := NUMBER.fullmatch(name))]
    found = [catalog.tree.by_id.get(pk) for pk in dict.fromkeys(ids)]
    more = catalog.tree.by_code.get(data.get("more", ""))
    if more and data.get("step") == "add" and more not in found:
        found.append(more)
    return [reason for reason in found if reason]


def line_name(line: Line) -> str:
    name = line.reason.as_model().name
    return " – ".join([name, *(value.name for value in line.values)])


def _name(line: Line, channel: Channel) -> str:
    values = ".".join(str(value.pk) for value in line.values)
    return f"n-{line.reason.id}-{channel.pk}-{values}"


def _number(line: Line, channel: Channel) -> forms.IntegerField:
    label = f"{line_name(line)}, {channel.name}"
    attrs = {"inputmode": "numeric", "class": "paper__number", "aria-label": label}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=settings.TALLY_COUNT,
        widget=forms.NumberInput(attrs=attrs),
    )
