"""What a list of actions can be narrowed down to."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactreductie.core.figures import number
from contactreductie.core.models import User
from raci.enums import ActionState
from raci.models import ImprovementAction
from raci.queries import actions
from raci.queries.actions import Actions
from raci.queries.departments import DepartmentTree

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
