"""Journeys with their steps, and which reasons are linked to which step (R-10)."""

from collections.abc import Sequence
from itertools import count

from django.db.models import Prefetch
from django.utils.translation import get_language

from contactreductie.core.models import User
from raci import rules
from raci.models import Journey, ProcessStep, StepReason
from raci.queries.departments import DepartmentTree
from reasons.queries.tree import ReasonNode, ReasonTree

LINKS = StepReason.objects.select_related("reason__merged_into")


def drawn(*, active_only: bool = True) -> list[Journey]:
    """The journeys in their order, each with steps, owners and links; three queries."""
    steps = ProcessStep.objects.select_related("department").prefetch_related(
        Prefetch("reason_links", LINKS.order_by("reason_id"))
    )
    journeys = Journey.objects.prefetch_related(Prefetch("steps", steps))
    return list(journeys.filter(is_active=True) if active_only else journeys)


def step_by_reason(journeys: Sequence[Journey]) -> dict[int, ProcessStep]:
    """The step of each linked reason, by the reason's id."""
    return {
        link.reason_id: step
        for journey in journeys
        for step in journey.steps.all()
        for link in step.reason_links.all()
    }


def free_code(model: type[Journey | ProcessStep], base: str) -> str:
    """The code asked for, or with the first number that is free."""
    taken = set(model._default_manager.filter(code__startswith=base).values_list("code", flat=True))
    codes = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(code for code in codes if code not in taken)


def linkable_steps(user: User, journeys: Sequence[Journey]) -> set[int]:
    """The ids of the steps that somebody may link reasons to; what the rule says of each alone."""
    steps = [step for journey in journeys for step in journey.steps.all()]
    if rules.may_edit_journeys(user) or not rules.may_link_reasons(user):
        return {step.pk for step in steps if rules.may_edit_journeys(user)}
    own = DepartmentTree.load().own_ids(user)
    return {step.pk for step in steps if step.department_id in own}


def linkable_reasons() -> list[tuple[str, str]]:
    """Leaf reasons by code, each with the way to it; what is taken says by which step."""
    language, tree = get_language() or "nl", ReasonTree.load()
    taken = {link.reason_id: link.step for link in StepReason.objects.select_related("step")}
    return [
        (node.code, _way_to(tree, node, language, taken.get(node.id)))
        for node in tree.nodes
        if tree.is_leaf(node.id) and not tree.is_noise(node.id) and node.merged_into_id is None
    ]


def _way_to(tree: ReasonTree, node: ReasonNode, language: str, step: ProcessStep | None) -> str:
    way = " › ".join(each.name_in(language) for each in tree.path(node))
    return f"{way} ({step.name})" if step else way
