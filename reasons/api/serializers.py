"""The shapes in which contacts come in and go out. No rules: those are in the services."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from contactreductie.core.api.fields import CodeField, MomentField
from contactreductie.core.local_time import Season
from reasons.enums import Direction, Resolution
from reasons.models import Contact
from reasons.services.drafts import ContactDraft

SOURCE = "api"


def _one_of(values: list[str]) -> dict[str, Any]:
    return {"type": ["string", "null"], "enum": [*values, None]}


@extend_schema_field(_one_of(Direction.values))
class DirectionField(serializers.CharField):
    pass


@extend_schema_field(_one_of(["", *Resolution.values]))
class ResolutionField(serializers.CharField):
    pass


class ContactInput(serializers.Serializer):
    """One contact to register. Members with another name are left alone."""

    id = serializers.UUIDField(
        required=False, allow_null=True, help_text="Made by the client; sent again it adds nothing."
    )
    occurred_at = MomentField(help_text="Without offset: the time on a clock in Amsterdam.")
    channel = CodeField(allow_blank=True)
    reason = CodeField(allow_blank=True, help_text="An active leaf of the tree.")
    extra_reasons = serializers.ListField(
        child=CodeField(), required=False, allow_null=True, max_length=100
    )
    customer_ref = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=200,
        help_text="Hashed at once; never stored and never given back.",
    )
    dimensions = serializers.DictField(
        child=CodeField(allow_blank=True, allow_null=True),
        required=False,
        allow_null=True,
        help_text="Code of the dimension: code of the value.",
    )
    direction = DirectionField(required=False, allow_null=True)
    resolution = ResolutionField(required=False, allow_null=True, allow_blank=True)
    handle_seconds = serializers.IntegerField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    source = serializers.CharField(  # type: ignore[assignment]  # DRF takes it off the class
        required=False, allow_null=True, help_text=f"The system it comes from; default {SOURCE}."
    )
    external_ref = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, help_text="Unique within the source."
    )
    season = serializers.ChoiceField(
        [season.value for season in Season],
        required=False,
        allow_null=True,
        help_text="Which one is meant in the hour that the clock shows twice.",
    )
    late_reason = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=500
    )

    def to_internal_value(self, data: Any) -> Any:
        """A choice that was not made goes on as an empty one, to be refused by its rule."""
        if isinstance(data, dict):
            data = {"channel": "", "reason": "", **data}
        return super().to_internal_value(data)


def draft_of(data: dict[str, Any]) -> ContactDraft:
    """The draft of validated input; null means left out."""
    given = {name: value for name, value in data.items() if value is not None}
    if "season" in given:
        given["season"] = Season(given["season"])
    if "dimensions" in given:
        given["dimensions"] = {code: value or "" for code, value in given["dimensions"].items()}
    given["extra_reasons"] = tuple(given.get("extra_reasons", ()))
    return ContactDraft(**({"source": SOURCE} | given))


class ContactOutput(serializers.ModelSerializer):
    """A registered contact. The customer and the note are not given back."""

    channel = serializers.CharField(source="channel.code")
    reason = serializers.CharField(source="reason.code")
    extra_reasons = serializers.SerializerMethodField()
    dimensions = serializers.SerializerMethodField()
    direction = serializers.CharField()
    resolution = serializers.CharField()
    customer_known = serializers.SerializerMethodField()

    class Meta:
        model = Contact
        fields = [
            "id",
            "occurred_at",
            "recorded_at",
            "channel",
            "direction",
            "reason",
            "extra_reasons",
            "dimensions",
            "customer_known",
            "resolution",
            "handle_seconds",
            "source",
            "external_ref",
        ]

    def get_extra_reasons(self, contact: Contact) -> list[str]:
        return contact.extra_reason_codes

    def get_dimensions(self, contact: Contact) -> dict[str, str]:
        return contact.dimension_codes

    def get_customer_known(self, contact: Contact) -> bool:
        return bool(contact.customer_key)


class PlaceOutput(serializers.Serializer):
    field = serializers.CharField()
    message = serializers.CharField()
    rule = serializers.CharField()


@extend_schema_serializer(component_name="ContactOutcome")
class OutcomeOutput(serializers.Serializer):
    """What became of one row of a batch."""

    index = serializers.IntegerField(help_text="Place in the request, from 0.")
    id = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField([201, 200, 409, 422], help_text="As for one contact.")
    detail = serializers.CharField(required=False)
    errors = PlaceOutput(many=True, required=False)  # type: ignore[assignment]


class BatchOutput(serializers.Serializer):
    created = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    rejected = serializers.IntegerField()
    results = OutcomeOutput(many=True)
