"""Improvement actions by machine: list, propose, and take a step."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contactreductie.core.access import Predicate
from contactreductie.core.api.fields import CodeField
from contactreductie.core.api.requests import user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from raci import rules
from raci.api.serializers import (
    ActionDetailOutput,
    ActionOutput,
    ProposalInput,
    TransitionInput,
)
from raci.enums import ActionState, RaciRole
from raci.models import Department, ImprovementAction, VisionPrinciple
from raci.queries import actions as action_queries
from raci.queries import vision
from raci.queries.departments import DepartmentTree
from raci.queries.responsibilities import Holder, RoleAssignment
from raci.services import actions
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree

# What each step asks for beside the actor and the version, with what stands for "not given".
ANSWERS: dict[str, dict[str, Any]] = {
    "accept": {
        "cause": "",
        "side": "",
        "prevention_impossible": "",
        "principle": None,
        "principle_why": "",
        "due_date": None,
    },
    "start": {},
    "report_done": {"result": "", "live_date": None},
    "return_to_work": {"remark": ""},
    "cancel": {"remark": ""},
}


class Selection(serializers.Serializer):
    state = serializers.ChoiceField(ActionState.choices, required=False)
    reason = CodeField(required=False, help_text="The reason and all below it.")
    department = CodeField(required=False, help_text="Accountable: the department or a team in it.")


class ActionsView(GenericAPIView):
    access: dict[str, Predicate] = {"get": rules.may_see_action, "post": rules.may_propose}
    queryset = ImprovementAction.objects.none()
    serializer_class = ActionOutput

    @extend_schema(
        operation_id="actions_list",
        summary="The improvement actions, newest first",
        parameters=[Selection],
        responses=ActionOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        selection = Selection(data=request.query_params)
        selection.is_valid(raise_exception=True)
        rows = _selected(action_queries.visible_to(user_of(request)), selection.validated_data)
        page = self.paginate_queryset(action_queries.with_roles(rows))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="actions_propose",
        summary="Propose an action",
        request=ProposalInput,
        responses={201: ActionDetailOutput},
    )
    def post(self, request: Request) -> Response:
        data = ProposalInput(data=request.data)
        data.is_valid(raise_exception=True)
        proposal = data.validated_data
        roles = proposal.get("roles")
        action = actions.propose_action(
            title=proposal["title"],
            reason=_reason(proposal["reason"]),
            description=proposal["description"],
            roles=None if roles is None else [_assignment(role) for role in roles],
            actor=user_of(request),
            now=timezone.now(),
        )
        return _detail(request, action.number, status=201)


class ActionView(GenericAPIView):
    access: dict[str, Predicate] = {"get": rules.may_see_action}
    serializer_class = ActionDetailOutput

    @extend_schema(operation_id="action", summary="One action with its history")
    def get(self, request: Request, number: int) -> Response:
        return _detail(request, number)


class TransitionsView(GenericAPIView):
    """Judging the effect is for feedbackloop, which measures it and extends this view."""

    access: dict[str, Predicate] = {"post": rules.may_see_action}
    serializer_class = ActionDetailOutput

    @extend_schema(
        operation_id="actions_transition",
        summary="Take a step with an action",
        request=TransitionInput,
        responses={
            200: ActionDetailOutput,
            409: OpenApiResponse(description="Somebody changed it since the version given."),
        },
    )
    def post(self, request: Request, number: int) -> Response:
        action = _action(user_of(request), number)
        data = TransitionInput(data=request.data)
        data.is_valid(raise_exception=True)
        self.take(action, data.validated_data, user_of(request))
        return _detail(request, number)

    def take(self, action: ImprovementAction, step: dict[str, Any], actor: User) -> None:
        name = step["transition"]
        given = {answer: step.get(answer) or absent for answer, absent in ANSWERS[name].items()}
        if "principle" in given:
            given["principle"] = _principle(given["principle"])
        service = getattr(actions, name)
        service(action, **given, actor=actor, now=timezone.now(), expected_version=step["version"])


def _action(user: User, number: int) -> ImprovementAction:
    action = action_queries.with_history(action_queries.visible_to(user)).filter(pk=number).first()
    if action is None:
        raise Http404
    return action


def _detail(request: Request, number: int, *, status: int = 200) -> Response:
    output = ActionDetailOutput(_action(user_of(request), number), context={"request": request})
    place = reverse("api:action", kwargs={"number": number}, request=request)
    return Response(
        output.data, status=status, headers={"Location": place} if status == 201 else {}
    )


def _selected(rows: action_queries.Actions, wanted: dict[str, Any]) -> action_queries.Actions:
    if state := wanted.get("state"):
        rows = rows.filter(state=state)
    if code := wanted.get("reason"):
        tree = ReasonTree.load()
        rows = rows.filter(reason__in=tree.branch_ids(tree.by_code[_reason(code).code].id))
    if code := wanted.get("department"):
        rows = rows.filter(
            action_queries.of_department(DepartmentTree.load().branch_ids(_department(code).pk))
        )
    return rows


def _reason(code: str) -> ContactReason:
    reason = ContactReason.objects.without_tree_fields().filter(code=code).first()
    if reason is None:
        raise Refusal(_("Unknown reason '%(code)s'."), field="reason", code=code)
    return reason


def _department(code: str) -> Department:
    department = Department.objects.filter(code=code).first()
    if department is None:
        raise Refusal(_("Unknown department '%(code)s'."), field="department", code=code)
    return department


def _person(username: str) -> User:
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise Refusal(_("Unknown person '%(name)s'."), field="person", name=username)
    return person


def _assignment(role: dict[str, Any]) -> RoleAssignment:
    """A-1: a holder is a department or a person."""
    department, person = role.get("department"), role.get("person")
    if bool(department) == bool(person):
        raise Refusal(_("Choose a department or a person."), field="roles", rule="A-1")
    holder = (
        Holder(department_id=_department(department).pk)
        if department
        else Holder(person_id=_person(str(person)).pk)
    )
    return RoleAssignment(RaciRole(role["role"]), holder)


def _principle(number: int | None) -> VisionPrinciple | None:
    active = vision.active()
    if active is None or number is None:
        return None
    return next((row for row in active.principles.all() if row.number == number), None)
