"""Denominators on the administrator's site; what is delivered of them comes by file or API."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from contactreductie.core.access import user_of
from contactreductie.core.admin import AdministratorOnly
from feedbackloop.models import Denominator
from feedbackloop.services import denominators


class DenominatorForm(forms.ModelForm):
    class Meta:
        model = Denominator
        fields = ("code", "name_nl", "name_en", "is_default")

    def _get_validation_exclusions(self) -> set[str]:
        """A second default is no mistake: it takes the place of the first when it is saved."""
        return {*super()._get_validation_exclusions(), "is_default"}


@admin.register(Denominator)
class DenominatorAdmin(AdministratorOnly):
    """A code is what deliveries know a denominator by: it is chosen once."""

    form = DenominatorForm
    list_display = ("name_nl", "name_en", "code", "is_default")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        denominators.save_denominator(obj, actor=user_of(request), now=timezone.now())
