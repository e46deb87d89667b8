"""Shapes of input that several endpoints share. Only shapes: rules are in the services."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contactreductie.core.iso_week import IsoWeek


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentField(serializers.Field):
    """An ISO 8601 time; without offset it is a wall-clock time and stays so."""

    default_error_messages = {"invalid": _("This is no time such as 2026-03-02T10:15:00+01:00.")}

    def to_internal_value(self, data: Any) -> datetime:
        try:
            return datetime.fromisoformat(data)
        except (TypeError, ValueError):
            self.fail("invalid")

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


@extend_schema_field({"type": "string", "pattern": r"^\d{4}-W\d{2}$", "example": "2026-W10"})
class WeekField(serializers.Field):
    """An ISO week such as 2026-W10."""

    default_error_messages = {"invalid": _("There is no such week. Write it as 2026-W10.")}

    def to_internal_value(self, data: Any) -> IsoWeek:
        try:
            return IsoWeek.parse(data)
        except (AttributeError, TypeError, ValueError):
            self.fail("invalid")

    def to_representation(self, value: IsoWeek) -> str:
        return str(value)


class CodeField(serializers.CharField):
    """The code of a row of a reference list; the services look it up."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"max_length": 200} | options))
