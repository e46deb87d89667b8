"""The departments that can answer for something."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from raci.models import Department
from reasons.api.lists import ListView


class DepartmentOutput(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    part_of = serializers.CharField(source="parent.code", default=None, allow_null=True)
    is_customer_service = serializers.BooleanField()
    head = serializers.CharField(
        source="head.username", default=None, allow_null=True, help_text="User name."
    )


class DepartmentsOutput(serializers.Serializer):
    results = DepartmentOutput(many=True)


class DepartmentsView(ListView):
    serializer_class = DepartmentsOutput

    @extend_schema(operation_id="departments", summary="The departments")
    def get(self, request: Request) -> Response:
        return self.answer(Department.objects.select_related("parent", "head"))
