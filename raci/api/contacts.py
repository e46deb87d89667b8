"""Contact rows by machine: who may see which depends on who answers for the reason."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contactreductie.core.api.fields import CodeField, WeekField
from contactreductie.core.api.pagination import ById
from contactreductie.core.api.requests import user_of
from contactreductie.core.refusals import Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.queries import contacts, responsibilities
from raci.queries.departments import DepartmentTree
from reasons.api.contacts import RegistrationView
from reasons.api.serializers import ContactOutput
from reasons.models import Channel, Contact
from reasons.queries.tree import ReasonTree

SELECTORS = ("week", "reason", "channel", "department")


class Selection(serializers.Serializer):
    week = WeekField(required=False, help_text="ISO week in which the customer made contact.")
    reason = CodeField(required=False, help_text="The reason and all below it.")
    channel = CodeField(required=False)
    department = CodeField(
        required=False,
        help_text="Reasons that the department, or a team in it, is accountable for.",
    )


class ContactsView(RegistrationView):
    access = RegistrationView.access | {"get": rules.may_see_contact_rows}
    queryset = Contact.objects.none()
    pagination_class = ById

    @extend_schema(
        operation_id="contacts_list",
        summary="The contacts this person may see",
        description="In a stable order. Every reading is kept in the audit trail.",
        parameters=[Selection],
        responses=ContactOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        selection = Selection(data=request.query_params)
        selection.is_valid(raise_exception=True)
        rows = _with_codes(
            _selected(contacts.visible_to(user_of(request)), selection.validated_data)
        )
        page = self.paginate_queryset(rows) or []
        _note_reading(request, len(page))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _with_codes(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    return rows.select_related("channel", "reason").prefetch_related(
        "dimensions__dimension", "dimensions__value", "extra_reasons__reason"
    )


def _selected(rows: QuerySet[Contact], wanted: dict[str, Any]) -> QuerySet[Contact]:
    if week := wanted.get("week"):
        rows = rows.filter(local_date__range=(week.monday, week.sunday))
    if code := wanted.get("channel"):
        rows = rows.filter(channel=_channel(code))
    if "reason" in wanted or "department" in wanted:
        rows = rows.filter(reason__in=_reason_ids(ReasonTree.load(), wanted))
    return rows


def _channel(code: str) -> Channel:
    channel = Channel.objects.filter(code=code).first()
    if channel is None:
        raise Refusal(_("Unknown channel '%(code)s'."), field="channel", code=code)
    return channel


def _reason_ids(tree: ReasonTree, wanted: dict[str, Any]) -> set[int]:
    ids = set(tree.by_id)
    if code := wanted.get("reason"):
        ids &= _branch(tree, code)
    if code := wanted.get("department"):
        ids &= _reasons_of_department(tree, code)
    return ids


def _branch(tree: ReasonTree, code: str) -> set[int]:
    if code not in tree.by_code:
        raise Refusal(_("Unknown reason '%(code)s'."), field="reason", code=code)
    return tree.branch_ids(tree.by_code[code].id)


def _reasons_of_department(tree: ReasonTree, code: str) -> set[int]:
    departments = DepartmentTree.load()
    if code not in departments.by_code:
        raise Refusal(_("Unknown department '%(code)s'."), field="department", code=code)
    ids = departments.branch_ids(departments.by_code[code].id)
    found = responsibilities.for_all(tree)
    return {pk for pk, raci in found.items() if raci.accountable_department_id in ids}


def _note_reading(request: Request, rows: int) -> None:
    """Contact rows are about customers: who read them is kept (domain model, section 2)."""
    user, asked = user_of(request), request.query_params
    details = {name: asked[name] for name in SELECTORS if name in asked}
    audit.record_event(
        verb="contact_rows_read",
        subject=user,
        actor=user,
        now=timezone.now(),
        rows=rows,
        **details,
    )
