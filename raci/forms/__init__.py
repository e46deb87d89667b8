"""Forms of the raci app: input becomes arguments for a service; the rules are the services'."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Refusal
from raci.enums import ActionSide, RaciRole
from raci.models import ActionRole, CustomerVision, VisionPrinciple
from raci.queries.responsibilities import Holder, RoleAssignment

Choices = Sequence[tuple[Any, Any]]
FILL_IN = {"required": _("Fill in this field.")}


class RefusableForm(forms.Form):
    """A form that can show a service's refusal at the field it blames."""

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def arguments(self) -> dict[str, Any]:
        """What the service is called with."""
        return self.cleaned_data

    def offer(self, name: str, choices: Choices) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def limit_days(self, name: str, first: date | None, last: date) -> None:
        """What the date picker offers; the rule itself is the service's."""
        limits = {"max": last.isoformat()} | ({"min": first.isoformat()} if first else {})
        self.fields[name].widget.attrs.update(limits)

    def filled_in(self) -> list[tuple[str, str]]:
        """What was sent, in words: it can be copied when the step itself has gone."""
        rows = [(str(bound.label), _in_words(bound)) for bound in self]
        return [(label, text) for label, text in rows if text]


def _in_words(bound: forms.BoundField) -> str:
    if not isinstance(bound.field, forms.ChoiceField):
        return str(bound.value() or "")
    options = [option.data for option in bound.subwidgets]
    return ", ".join(
        str(option["label"]).strip() for option in options if option["selected"] and option["value"]
    )


def text_area(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, error_messages=FILL_IN, **options)


def day_field(label: Any, required: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": _("This is not a date.")},
    )


class NoAnswersForm(RefusableForm):
    """A step that asks for nothing."""


class PrincipleForm(RefusableForm):
    """A decision that names a principle of the vision in force, and one sentence why (V-2)."""

    principle = forms.ChoiceField(
        label=_("Principle of the customer vision"),
        error_messages={"required": _("Link a principle of the customer vision.")},
    )
    principle_why = text_area(_("How does this serve the principle?"), rows=2, max_length=300)

    def __init__(self, *args: Any, vision: CustomerVision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._principles: dict[str, VisionPrinciple] = (
            {str(row.pk): row for row in vision.principles.all()} if vision else {}
        )
        self.offer("principle", [("", _("Choose a principle")), *self._principles.items()])
        if vision is None:
            no_vision = _("Adopt the customer vision first.")
            self.fields["principle"].error_messages["required"] = no_vision

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, **self.named_principle()}

    def named_principle(self) -> dict[str, Any]:
        data = self.cleaned_data
        principle = self._principles.get(data["principle"])
        return {"principle": principle, "principle_why": data["principle_why"]}


class AcceptForm(PrincipleForm):
    """The plan of an action (A-5)."""

    cause = text_area(
        _("Cause"),
        help_text=_("What in our own process makes this contact necessary?"),
    )
    side = forms.ChoiceField(
        label=_("Side"),
        choices=ActionSide.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose front side or back side.")},
        help_text=_(
            "Front side prevents the question; back side keeps an unpreventable one "
            "away from an agent."
        ),
    )
    prevention_impossible = text_area(
        _("Why is prevention impossible?"),
        rows=2,
        required=False,
        help_text=_("Only for the back side."),
    )
    prevention_impossible.widget.attrs["data-only"] = ActionSide.BACK.value
    principle_why = text_area(_("How does this serve the principle?"), rows=2)
    due_date = day_field(_("Due date"), _("Fill in a due date in the future."))

    field_order = ("cause", "side", "prevention_impossible", "principle", "principle_why")

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        impossible = data["prevention_impossible"] if data["side"] == ActionSide.BACK else ""
        return {**data, "prevention_impossible": impossible}


class ReportDoneForm(RefusableForm):
    result = text_area(_("What has changed?"))
    live_date = day_field(_("Live since"), _("Fill in this field."))


class ReturnForm(RefusableForm):
    remark = text_area(_("What still has to be done?"))


class CancelForm(RefusableForm):
    remark = text_area(_("Why?"))


class MoveDueDateForm(RefusableForm):
    due_date = day_field(_("New due date"), _("Fill in a due date in the future."))
    remark = text_area(_("Why?"), rows=2)


class RemarkForm(RefusableForm):
    text = text_area(_("Remark"))


def holder_choice(holder: Holder) -> str:
    """A holder as the value of an option: `d12` or `p34`."""
    return f"p{holder.person_id}" if holder.person_id else f"d{holder.department_id}"


def holder_of(choice: str) -> Holder:
    pk = int(choice[1:])
    return Holder(person_id=pk) if choice.startswith("p") else Holder(department_id=pk)


LETTER_FIELDS = {
    "accountable": RaciRole.ACCOUNTABLE,
    "responsible": RaciRole.RESPONSIBLE,
    "consulted": RaciRole.CONSULTED,
    "informed": RaciRole.INFORMED,
}


class RolesForm(RefusableForm):
    """The RACI of one action; which combinations are allowed is for the service to say."""

    accountable = forms.ChoiceField(
        label=_("Accountable (A)"),
        error_messages={"required": _("Choose exactly one accountable party (A).")},
    )
    responsible = forms.MultipleChoiceField(
        label=_("Responsible (R)"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one responsible party (R).")},
    )
    consulted = forms.MultipleChoiceField(
        label=_("Consulted (C)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    informed = forms.MultipleChoiceField(
        label=_("Informed (I)"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        holders: Choices,
        accountable: Choices,
        roles: Sequence[ActionRole],
        **kwargs: Any,
    ) -> None:
        chosen = _chosen(roles)
        kwargs.setdefault("initial", {}).update(chosen)
        super().__init__(*args, **kwargs)
        self.offer("accountable", accountable)
        for name in ("responsible", "consulted", "informed"):
            self.offer(name, _chosen_first(holders, chosen[name]))

    def arguments(self) -> dict[str, Any]:
        chosen = {**self.cleaned_data, "accountable": [self.cleaned_data["accountable"]]}
        return {
            "roles": [
                RoleAssignment(letter, holder_of(choice))
                for name, letter in LETTER_FIELDS.items()
                for choice in chosen[name]
            ]
        }


class ProposeForm(RefusableForm):
    """A proposal; only who may plan chooses another A than the matrix does."""

    title = forms.CharField(label=_("What do you propose?"), max_length=200, error_messages=FILL_IN)
    reason = forms.ChoiceField(
        label=_("For which contact reason?"),
        widget=forms.Select(attrs={"data-combobox": ""}),
        error_messages={"required": _("Choose a contact reason.")},
    )
    description = text_area(_("Explanation"), rows=5, required=False)
    accountable = forms.ChoiceField(
        label=_("Accountable (A)"),
        required=False,
        help_text=_("Empty: as the responsibilities of this reason say."),
    )

    def __init__(
        self, *args: Any, reasons: Choices, holders: Choices | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", [("", _("Choose a reason")), *reasons])
        if holders is None:
            del self.fields["accountable"]
        else:
            self.offer("accountable", [("", _("As the matrix says")), *holders])

    def refuse(self, refusal: Refusal) -> None:
        """Who has no field to choose an A in hears who can."""
        if refusal.field != "accountable" or refusal.field in self.fields:
            return super().refuse(refusal)
        self.add_error("reason", str(refusal))
        hint = _("This reason has none yet; the coordinator or management can assign somebody.")
        return self.add_error("reason", hint)

    def roles(self) -> list[RoleAssignment] | None:
        """The chosen A, who carries it out as well; None for what the matrix says."""
        choice = self.cleaned_data.get("accountable")
        if not choice:
            return None
        holder = holder_of(choice)
        return [
            RoleAssignment(RaciRole.ACCOUNTABLE, holder),
            RoleAssignment(RaciRole.RESPONSIBLE, holder),
        ]


class AssignForm(RefusableForm):
    """One letter for one holder in the matrix."""

    role = forms.ChoiceField(
        label=_("Role"),
        initial=RaciRole.ACCOUNTABLE,
    )
    holder = forms.ChoiceField(
        label=_("Department or person"),
        widget=forms.Select(attrs={"data-combobox": ""}),
        error_messages={"required": _("Choose a department or a person.")},
    )

    def __init__(self, *args: Any, holders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("role", [(role.value, f"{role.value} – {role.label}") for role in RaciRole])
        self.offer("holder", [("", _("Choose a department or a person")), *holders])

    def refuse(self, refusal: Refusal) -> None:
        """Every letter has its holder in the one field there is."""
        self.add_error("holder", str(refusal))


class VisionForm(RefusableForm):
    statement = text_area(_("How do we want to treat our customers?"), rows=4)
    principles = text_area(
        _("Principles"), rows=6, help_text=_("One per line, the most important one first.")
    )

    def arguments(self) -> dict[str, Any]:
        return {
            "statement": self.cleaned_data["statement"],
            "principles": self.cleaned_data["principles"].splitlines(),
        }


def _chosen_first(holders: Choices, chosen: Collection[str]) -> Choices:
    """One list without groups, so that who holds the letter is in sight."""
    flat = [option for _group, options in holders for option in options]
    return sorted(flat, key=lambda option: option[0] not in chosen)


def _chosen(roles: Sequence[ActionRole]) -> Mapping[str, Any]:
    chosen: dict[str, Any] = {name: [] for name in LETTER_FIELDS}
    names = {letter: name for name, letter in LETTER_FIELDS.items()}
    for role in roles:
        holder = holder_choice(Holder(role.department_id, role.person_id))
        chosen[names[RaciRole(role.role)]].append(holder)
    chosen["accountable"] = next(iter(chosen["accountable"]), "")
    return chosen
