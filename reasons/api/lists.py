"""The reference lists a registration chooses from."""

from typing import Any

from django.utils import timezone
from drf_spectacular.helpers import lazy_serializer
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from contactreductie.core.access import Predicate
from contactreductie.core.iso_week import AMSTERDAM
from reasons import rules
from reasons.enums import ReasonKind
from reasons.models import Channel, Dimension
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode

LANGUAGES = ("nl", "en")


class NameOutput(serializers.Serializer):
    nl = serializers.CharField()
    en = serializers.CharField(help_text="The Dutch name where there is no English one.")


class ReasonOutput(serializers.Serializer):
    code = serializers.CharField()
    name = NameOutput()
    kind = serializers.ChoiceField(ReasonKind.choices)
    selectable = serializers.BooleanField(help_text="An active leaf: contacts may have it today.")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    required_dimensions = serializers.ListField(child=serializers.CharField())
    children = serializers.SerializerMethodField()

    @extend_schema_field(lazy_serializer("reasons.api.lists.ReasonOutput")(many=True))
    def get_children(self, node: Any) -> Any:
        """For the schema; the tree itself comes ready-made."""
        return node["children"]


class ReasonListOutput(serializers.Serializer):
    results = ReasonOutput(many=True)


class ChannelOutput(serializers.Serializer):
    code = serializers.CharField()
    name = NameOutput(source="*")
    active = serializers.BooleanField(source="is_active")


class ValueOutput(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    active = serializers.BooleanField(source="is_active")


class DimensionOutput(serializers.Serializer):
    code = serializers.CharField()
    name = NameOutput(source="*")
    values = ValueOutput(many=True, source="values.all")  # type: ignore[assignment]
