"""Denominators by machine."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiRequest, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from contactreductie.core.access import Predicate
from contactreductie.core.api.problems import RowsRefused
from contactreductie.core.api.requests import user_of
from feedbackloop import rules
from feedbackloop.services import volumes

SOURCE = "api"


@extend_schema_field({"type": "integer", "minimum": 0})
class UnitsField(serializers.CharField):
    """Text as well as a number: the service says which numbers will do (N-2)."""


class VolumeInput(serializers.Serializer):
    period = serializers.CharField(help_text="An ISO week such as 2026-W10, or a date.")
    denominator = serializers.CharField(help_text="Its code; a new one is made.")
    dimension = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    value = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    units = UnitsField()


class VolumesOutput(serializers.Serializer):
    read = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()


class VolumesView(GenericAPIView):
    access: dict[str, Predicate] = {"put": rules.may_record_volumes}
    serializer_class = VolumesOutput
    pagination_class = None

    @extend_schema(
        operation_id="volumes_put",
        summary="Put denominators: all rows, or none when one is wrong",
        description="Repeatable. A figure that was there with other units gets a new version.",
        request=OpenApiRequest(VolumeInput(many=True)),
    )
    def put(self, request: Request) -> Response:
        rows = request.data.get("rows") if isinstance(request.data, dict) else request.data
        data = VolumeInput(data=rows, many=True)
        data.is_valid(raise_exception=True)
        with transaction.atomic():
            outcome = volumes.record_volumes(
                [(index, _cells(row)) for index, row in enumerate(data.validated_data)],
                source=SOURCE,
                actor=user_of(request),
                now=timezone.now(),
            )
            if outcome.rejected:
                raise RowsRefused(outcome.rejected)
        return Response(self.get_serializer(outcome).data)


def _cells(row: dict[str, Any]) -> dict[str, str]:
    return {name: value or "" for name, value in row.items()}
