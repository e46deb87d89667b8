"""Registering contacts by machine: one, or up to 10,000 at once."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiRequest, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from contactreductie.core.access import Predicate
from contactreductie.core.api.problems import invalid_problem, refusal_problem
from contactreductie.core.api.requests import user_of
from contactreductie.core.models import ApiToken
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.api.serializers import BatchOutput, ContactInput, ContactOutput, draft_of
from reasons.services import batches, contacts
from reasons.services.batches import Outcome
from reasons.services.drafts import ContactDraft

CREATED, KNOWN, INVALID = 201, 200, 422


class RegistrationView(GenericAPIView):
    access: dict[str, Predicate] = {"post": rules.may_register}
    serializer_class = ContactOutput

    @extend_schema(
        operation_id="contacts_register",
        summary="Register one contact",
        request=ContactInput,
        responses={
            CREATED: ContactOutput,
            KNOWN: OpenApiResponse(ContactOutput, "The same id and content: the first answer."),
            409: OpenApiResponse(description="The same id with other content."),
        },
    )
    def post(self, request: Request) -> Response:
        draft = draft_of(ROW.run_validation(request.data))
        registration = contacts.register_contact(
            draft, actor=user_of(request), now=timezone.now(), by_system=_by_system(request)
        )
        answer = ANSWER.to_representation(registration.contact)
        return Response(answer, status=CREATED if registration.created else KNOWN)


class BatchView(GenericAPIView):
    access: dict[str, Predicate] = {"post": rules.may_register}
    serializer_class = BatchOutput

    @extend_schema(
        operation_id="contacts_register_batch",
        summary="Register up to 10,000 contacts, each with its own outcome",
        description="Repeatable: what is there already is told so and not added again.",
        request=OpenApiRequest(ContactInput(many=True)),
        responses=BatchOutput,
    )
    def post(self, request: Request) -> Response:
        rows = [_read(row, index) for index, row in enumerate(_rows(request.data))]
        drafts = [row for row in rows if isinstance(row, ContactDraft)]
        registered = batches.register_batch(
            drafts, actor=user_of(request), now=timezone.now(), by_system=_by_system(request)
        )
        outcomes = iter(registered)
        results = [
            _told(row, next(outcomes)) if isinstance(row, ContactDraft) else row for row in rows
        ]
        answer = [{"index": index, **result} for index, result in enumerate(results)]
        return Response({**_totals(answer), "results": answer})


def _by_system(request: Request) -> bool:
    """A token stands for another system; a session on this API is still a person."""
    return isinstance(request.auth, ApiToken)


def _rows(data: Any) -> list[Any]:
    """The rows of a body: a list, or an object that holds it as `contacts`."""
    rows = data.get("contacts") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise serializers.ValidationError(_("Send a list of contacts."))
    if len(rows) > settings.API_BATCH_LIMIT:
        message = _("Send at most %(limit)s contacts at once.")
        raise serializers.ValidationError(message % {"limit": settings.API_BATCH_LIMIT})
    return rows


def _read(row: Any, index: int) -> ContactDraft | dict[str, Any]:
    """The draft of a row, in its place in the delivery; what is wrong when it is none."""
    try:
        data = ROW.run_validation(row)
    except serializers.ValidationError as error:
        problem = invalid_problem(error)
        given = row.get("id") if isinstance(row, dict) else None
        return {"id": _uuid(given), "status": INVALID, **_words(problem)}
    return replace(draft_of(data), delivery_row=index)


def _told(draft: ContactDraft, outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Refusal):
        problem = refusal_problem(outcome)
        return {"id": draft.id, "status": outcome.status, **_words(problem)}
    return {"id": outcome.id, "status": CREATED if outcome.created else KNOWN}


def _words(problem: dict[str, Any]) -> dict[str, Any]:
    return {"detail": problem["detail"], "errors": problem["errors"]}


def _uuid(given: Any) -> str | None:
    """The id that was sent, when it is one, so that the sender finds the row back."""
    try:
        return str(serializers.UUIDField().run_validation(given))
    except serializers.ValidationError:
        return None


def _totals(results: list[dict[str, Any]]) -> dict[str, int]:
    statuses = [result["status"] for result in results]
    created, duplicate = statuses.count(CREATED), statuses.count(KNOWN)
    rejected = len(statuses) - created - duplicate
    return {"created": created, "duplicate": duplicate, "rejected": rejected}


ROW, ANSWER = ContactInput(), ContactOutput()
"""One instance each for all contacts: making their fields anew would take most of the time."""
