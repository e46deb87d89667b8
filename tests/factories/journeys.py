"""A journey with its steps and their reasons, through the rules."""

from contactreductie.core.models import User
from raci.models import Department, Journey, ProcessStep, StepReason
from raci.services import journeys, step_reasons
from raci.services.journeys import JourneyDraft, StepDraft
from reasons.models import ContactReason
from tests.factories import reasons
from tests.factories.clock import MONDAY
from tests.factories.raci import Organisation


def journey(actor: User, name: str = "Bestellen") -> Journey:
    return journeys.create_journey(JourneyDraft(name), actor=actor, now=MONDAY)


def step(
    where: Journey, actor: User, name: str = "Bezorgen", department: Department | None = None
) -> ProcessStep:
    draft = StepDraft(name, department=department)
    return journeys.create_step(where, draft, actor=actor, now=MONDAY)


def link(where: ProcessStep, reason: ContactReason, actor: User) -> StepReason:
    return step_reasons.link_reason(where, reason, actor=actor, now=MONDAY)


def linked_step(org: Organisation) -> StepReason:
    """A step of logistics with one reason."""
    made = step(journey(org.coordinator), org.coordinator, department=org.logistics)
    return link(made, reasons.reason("gestapt"), org.coordinator)
