"""People and departments on the administrator's site; every save goes through the services."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contactreductie.core.access import user_of
from contactreductie.core.admin import AdministratorOnly
from contactreductie.core.enums import Role
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from contactreductie.core.services import people
from raci import rules
from raci.models import Department
from raci.services import departments, hand_over
from raci.services.departments import DepartmentDraft


class RehearsedForm(forms.ModelForm):
    """Carries the save out once and takes it back, so that a refusal is shown at its field."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                with transaction.atomic():
                    self.apply(data, actor=None)
                    transaction.set_rollback(True)
            except Refusal as refusal:
                field = refusal.field if refusal.field in self.fields else None
                self.add_error(field, str(refusal))
        return data

    def _post_clean(self) -> None:
        """The services check; the instance itself is left as it was."""

    def apply(self, data: dict[str, Any], *, actor: User | None) -> Model:
        raise NotImplementedError


class DepartmentForm(RehearsedForm):
    class Meta:
        model = Department
        fields = ("code", "name", "parent", "is_customer_service", "head")

    def apply(self, data: dict[str, Any], *, actor: User | None) -> Department:
        draft, now = DepartmentDraft(**data), timezone.now()
        found = Department.objects.filter(pk=self.instance.pk).first()
        if found is None:
            return departments.create_department(draft, actor=actor, now=now)
        return departments.update_department(found, draft, actor=actor, now=now)


class PersonForm(RehearsedForm):
    roles = forms.MultipleChoiceField(
        label=_("roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    department = forms.ModelChoiceField(
        label=_("department"), queryset=Department.objects.all(), required=False
    )

    class Meta:
        model = User
        fields = ("username", "email", "first_name", "last_name", "language", "is_active")
        help_texts = {
            "email": _(
                "A new person chooses a password with “Forgot your password?” at the log-in."
            ),
            "is_active": _("Without it nobody can log in with this account."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.initial["roles"] = [grant.role for grant in self.instance.role_grants.all()]
            self.initial["department"] = rules.department_of(self.instance)

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This name is taken."))
        return username

    def apply(self, data: dict[str, Any], *, actor: User | None) -> User:
        """Roles and membership first: they decide what leaving would leave behind."""
        now, roles = timezone.now(), [Role(role) for role in data["roles"]]
        named = {name: data[name] for name in ("email", "first_name", "last_name", "language")}
        user = User.objects.filter(pk=self.instance.pk).first()
        if user is None:
            user = people.create_user(
                username=data["username"], **named, roles=roles, actor=actor, now=now
            )
        else:
            hand_over.change_person(user=user, **named, roles=roles, actor=actor, now=now)
        departments.set_membership(user=user, department=data["department"], actor=actor, now=now)
        if user.is_active and not data["is_active"]:
            hand_over.deactivate_person(user=user, actor=actor, now=now)
        elif data["is_active"] and not user.is_active:
            people.activate_user(user=user, actor=actor, now=now)
        return user


class SavedByServices(AdministratorOnly):
    """The form carries the save out itself."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Model:
        return form.apply(form.cleaned_data, actor=user_of(request))

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Done by save_form."""

    def save_related(self, *args: Any) -> None:
        """There is nothing beside the object itself."""


@admin.register(Department)
class DepartmentAdmin(SavedByServices):
    form = DepartmentForm
    list_display = ("name", "code", "parent", "head", "is_customer_service")
    list_select_related = ("parent", "head")
    search_fields = ("name", "code")


@admin.register(User)
class PersonAdmin(SavedByServices):
    form = PersonForm
    fields = (*PersonForm.Meta.fields, "roles", "department")
    list_display = ("username", "first_name", "last_name", "email", "is_active")
    list_filter = ("is_active", "role_grants__role")
    search_fields = ("username", "first_name", "last_name", "email")
