"""What the list of actions and the matrix can be narrowed down to."""

from datetime import date
from enum import StrEnum
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from contactreductie.core.figures import number
from contactreductie.core.models import User
from raci.enums import ActionState
from raci.models import ImprovementAction
from raci.queries import actions
from raci.queries.actions import Actions
from raci.queries.departments import DepartmentTree
from raci.queries.matrix import Matrix, MatrixLine
from reasons.queries import outline

ALL = "all"


class ActionFilter(django_filters.FilterSet):
    """`state` empty means everything open. Beside each state stands how many there are."""

    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", empty_label=_("All open")
    )
    department = django_filters.ChoiceFilter(
        label=_("Department"), method="by_department", empty_label=_("All departments")
    )
    q = django_filters.CharFilter(label=_("Search"), method="by_words")
    mine = django_filters.BooleanFilter(
        label=_("My actions"), method="by_me", widget=forms.CheckboxInput
    )
    late = django_filters.BooleanFilter(
        label=_("Overdue"), method="by_lateness", widget=forms.CheckboxInput
    )

    class Meta:
        model = ImprovementAction
        fields: list[str] = []

    def __init__(
        self, *args: Any, user: User, tree: DepartmentTree, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.tree, self.today = user, tree, today
        self.state_counts = actions.count_by_state(self.queryset)
        states = [
            (state.value, f"{state.label} ({number(self.state_counts[state])})")
            for state in ActionState
        ]
        self.filters["state"].extra["choices"] = [*states, (ALL, _("All, closed too"))]
        self.filters["department"].extra["choices"] = [
            (node.code, "\N{NO-BREAK SPACE}" * 2 * node.depth + node.name) for node in tree.nodes
        ]
        self.filters["q"].extra["widget"] = forms.TextInput(attrs={"type": "search"})

    def filter_queryset(self, queryset: Actions) -> Actions:
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return queryset
        return queryset.filter(actions.is_open())

    def count_own_open(self) -> int:
        """How many open actions this person carries, whatever else was chosen."""
        mine = actions.held_by(self.user, self.tree)
        return self.queryset.filter(actions.is_open(), mine).count()

    def by_state(self, queryset: Actions, _name: str, value: str) -> Actions:
        return queryset if value == ALL else queryset.filter(state=value)

    def by_department(self, queryset: Actions, _name: str, value: str) -> Actions:
        ids = self.tree.branch_ids(self.tree.by_code[value].id)
        return queryset.filter(actions.of_department(ids))

    def by_words(self, queryset: Actions, _name: str, value: str) -> Actions:
        if value.isdecimal() and len(value) < 9:
            return queryset.filter(number=int(value))
        for word in value.split():
            found = Q(title__icontains=word) | Q(reason__name_nl__icontains=word)
            queryset = queryset.filter(found | Q(reason__name_en__icontains=word))
        return queryset

    def by_me(self, queryset: Actions, _name: str, value: bool) -> Actions:
        return queryset.filter(actions.held_by(self.user, self.tree)) if value else queryset

    def by_lateness(self, queryset: Actions, _name: str, value: bool) -> Actions:
        return queryset.filter(actions.overdue(self.today)) if value else queryset


class Part(StrEnum):
    """Which lines of the matrix are shown."""

    ASSIGNED = "assigned"
    GAPS = "gaps"
    ALL = "all"


class MatrixFilter(forms.Form):
    """Narrows the matrix. Without anything chosen: the main reasons, and where the matrix says
    something itself; what merely follows a reason above it is left out."""

    q = forms.CharField(
        label=_("Search a reason"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    department = forms.ChoiceField(label=_("Accountable department"), required=False)
    show = forms.ChoiceField(required=False, choices=[(part.value, "") for part in Part])

    def __init__(self, data: QueryDict, *, table: Matrix) -> None:
        super().__init__(data)
        self.table, self.lines = table, table.lines()
        nodes = [(node.code, node.name) for node in table.departments.nodes]
        department = cast(forms.ChoiceField, self.fields["department"])
        department.choices = [("", _("All departments")), *nodes]

    @property
    def part(self) -> Part:
        """Who searches, searches in everything."""
        self.is_valid()
        narrowed = self.cleaned_data.get("q") or self.cleaned_data.get("department")
        return Part(self.cleaned_data.get("show") or (Part.ALL if narrowed else Part.ASSIGNED))

    def counts(self) -> dict[str, int]:
        return {part.value: sum(_is_in(part, line) for line in self.lines) for part in Part}

    def found(self) -> list[MatrixLine]:
        part, words = self.part, outline.fold(self.cleaned_data.get("q", "")).split()
        departments = self._departments()
        fitting = [
            line
            for line in self.lines
            if _is_in(part, line)
            and all(word in outline.fold(line.path) for word in words)
            and (departments is None or line.department_id in departments)
        ]
        return self.table.with_above(fitting, self.lines)

    def _departments(self) -> set[int] | None:
        code = self.cleaned_data.get("department")
        tree = self.table.departments
        return tree.branch_ids(tree.by_code[code].id) if code else None


def _is_in(part: Part, line: MatrixLine) -> bool:
    if part == Part.GAPS:
        return line.is_gap
    return part == Part.ALL or line.own or line.reason.depth == 0
