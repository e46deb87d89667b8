"""Fields that more than one form has."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _


class WallClockField(forms.Field):
    """A local time as typed, without zone: C-5 decides what it means."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def to_python(self, value: str | None) -> datetime | None:
        if not value:
            return None
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None)
        except ValueError as error:
            raise ValidationError(_("This is not a possible time.")) from error

    def prepare_value(self, value: object) -> object:
        """A known time as the browser's own control writes it."""
        return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


class BoundedJSONField(forms.JSONField):
    """JSON that is no trap: too deep, or a number of thousands of digits, is no JSON to us."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class NoteField(forms.CharField):
    """A text of several lines, whose ends count as one character, as the browser counts them."""

    def to_python(self, value: str | None) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def errors_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """Each error with the field it belongs to, for a script; an empty field means the form as a
    whole."""
    return [
        {"field": "" if name == NON_FIELD_ERRORS else name, "message": str(message)}
        for name, found in form.errors.items()
        for message in found
    ]
