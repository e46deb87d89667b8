"""The reference lists a registration chooses from."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.helpers import lazy_serializer
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from contactreductie.core.access import Predicate
from contactreductie.core.iso_week import AMSTERDAM
from reasons import rules
from reasons.enums import ReasonKind
from reasons.models import Channel, Dimension, DimensionValue
from reasons.models.naming import NamedInBothLanguages
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode


class NameOutput(serializers.Serializer):
    nl = serializers.CharField()
    en = serializers.CharField(help_text="The Dutch name where there is no English one.")

    def to_representation(self, named: NamedInBothLanguages | ReasonNode) -> dict[str, str]:
        return {"nl": named.name_in("nl"), "en": named.name_in("en")}


class ReasonOutput(serializers.Serializer):
    """One reason and all below it. Describes what `_reason` makes."""

    code = serializers.CharField()
    name = NameOutput()
    kind = serializers.ChoiceField(ReasonKind.choices)
    selectable = serializers.BooleanField(help_text="An active leaf: contacts may have it today.")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    required_dimensions = serializers.ListField(child=serializers.CharField())
    children = serializers.SerializerMethodField()

    @extend_schema_field(lazy_serializer("reasons.api.lists.ReasonOutput")(many=True))
    def get_children(self, node: dict[str, Any]) -> list[dict[str, Any]]:
        return node["children"]


class ReasonsOutput(serializers.Serializer):
    results = ReasonOutput(many=True)


class ChannelOutput(serializers.Serializer):
    code = serializers.CharField()
    name = NameOutput(source="*")
    active = serializers.BooleanField(source="is_active")


class ChannelsOutput(serializers.Serializer):
    results = ChannelOutput(many=True)


class ValueOutput(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    active = serializers.SerializerMethodField(help_text="Contacts may have it today.")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)

    def get_active(self, value: DimensionValue) -> bool:
        return value.is_active_on(timezone.localdate())


class DimensionOutput(serializers.Serializer):
    code = serializers.CharField()
    name = NameOutput(source="*")
    values = ValueOutput(many=True, source="values.all")


class DimensionsOutput(serializers.Serializer):
    results = DimensionOutput(many=True)


class ListView(GenericAPIView):
    """A reference list, whole: it is short, and nobody wants half of it."""

    access: dict[str, Predicate] = {"get": rules.may_read_lists}
    pagination_class = None

    def answer(self, rows: Any) -> Response:
        return Response(self.get_serializer({"results": rows}).data)


class ReasonsView(ListView):
    serializer_class = ReasonsOutput

    @extend_schema(operation_id="reasons_tree", summary="The contact reasons, as a tree")
    def get(self, request: Request) -> Response:
        catalog = Catalog.load()
        today = timezone.now().astimezone(AMSTERDAM).date()
        roots = catalog.tree.children(None)
        return Response({"results": [_reason(node, catalog, today) for node in roots]})


class ChannelsView(ListView):
    serializer_class = ChannelsOutput

    @extend_schema(operation_id="channels", summary="The channels")
    def get(self, request: Request) -> Response:
        return self.answer(Channel.objects.all())


class DimensionsView(ListView):
    serializer_class = DimensionsOutput

    @extend_schema(operation_id="dimensions", summary="The dimensions with their values")
    def get(self, request: Request) -> Response:
        dimensions: QuerySet[Dimension] = Dimension.objects.prefetch_related("values")
        return self.answer(dimensions)


def _reason(node: ReasonNode, catalog: Catalog, today: date) -> dict[str, Any]:
    below = catalog.tree.children(node.id)
    return {
        "code": node.code,
        "name": {"nl": node.name_in("nl"), "en": node.name_in("en")},
        "kind": node.kind,
        "selectable": not below and node.is_active_on(today),
        "valid_from": node.valid_from,
        "valid_until": node.valid_until,
        "required_dimensions": [row.code for row in catalog.required.get(node.id, [])],
        "children": [_reason(child, catalog, today) for child in below],
    }
