"""The published reports, as they were frozen."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from contactreductie.core.access import Predicate
from contactreductie.core.api.fields import WeekField
from contactreductie.core.api.pagination import NewestFirst
from contactreductie.core.api.requests import user_of
from contactreductie.core.iso_week import IsoWeek
from feedbackloop import rules
from feedbackloop.api.report_schema import REPORT
from feedbackloop.models import WeeklyReport
from feedbackloop.queries import reports


class ReportOutput(serializers.ModelSerializer):
    week = serializers.SerializerMethodField()
    status = serializers.CharField()

    class Meta:
        model = WeeklyReport
        fields = ["week", "version", "status", "published_at", "sha256"]

    def get_week(self, report: WeeklyReport) -> str:
        return str(IsoWeek(report.week_start))


class VersionInput(serializers.Serializer):
    version = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="An older version."
    )


class NewestWeekFirst(NewestFirst):
    ordering = "-week_start"


class ReportsView(GenericAPIView):
    access: dict[str, Predicate] = {"get": rules.may_read_report}
    queryset = WeeklyReport.objects.none()
    serializer_class = ReportOutput
    pagination_class = NewestWeekFirst

    @extend_schema(
        operation_id="reports_list",
        summary="The newest version of every published report",
        responses=ReportOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(reports.visible_to(user_of(request)).defer("document"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class ReportView(GenericAPIView):
    access: dict[str, Predicate] = {"get": rules.may_read_report}
    pagination_class = None

    @extend_schema(
        operation_id="report",
        summary="One report, byte for byte as it was published",
        parameters=[VersionInput],
        responses=OpenApiResponse(REPORT),
    )
    def get(self, request: Request, week: str) -> HttpResponse:
        wanted = VersionInput(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        report = _report(week, wanted.validated_data)
        return HttpResponse(report.document.encode(), content_type="application/json")


def _report(week: str, wanted: dict[str, Any]) -> WeeklyReport:
    try:
        versions = reports.versions(WeekField().to_internal_value(week))
    except serializers.ValidationError as error:
        raise NotFound from error
    report = versions.filter(**wanted).first()
    if report is None:
        raise NotFound
    return report
