"""What values, vision and channels refuse, by its rule and in the words of both readers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from contactreductie.core.refusals import Refusal
from raci.services import vision
from tests.factories import causes, channels, journeys, raci, reasons, values
from tests.factories.clock import MONDAY
from tests.refusals import in_both

pytestmark = pytest.mark.django_db
Does = Callable[[raci.Organisation], Any]


@pytest.fixture
def org() -> raci.Organisation:
    """A reason that two departments placed in the matrix, and a channel."""
    made = raci.organisation()
    raci.customer_vision(made.manager)
    values.score(made.reason, made.coordinator, -2, -2)
    values.score(made.reason, made.head, -1, -1)
    reasons.channel("phone")
    return made


def charter(org: raci.Organisation, **fields: Any) -> Any:
    phone = reasons.Channel.objects.get(code="phone")
    return channels.charter(phone, actor=org.coordinator, **{"owner": org.logistics, **fields})


def no_strategy(org: raci.Organisation) -> Any:
    return values.choose(org.reason, "niets", org.coordinator)


def no_label(org: raci.Organisation) -> Any:
    return values.label(org.reason, "mooi", org.coordinator)


def vision_without_principles(org: raci.Organisation) -> Any:
    return vision.publish_vision(statement="Zo.", principles=[], actor=org.manager, now=MONDAY)


def principle_without_end(org: raci.Organisation) -> Any:
    return vision.publish_vision(
        statement="Zo.", principles=["x" * 301], actor=org.manager, now=MONDAY
    )


def no_sentence_why(org: raci.Organisation) -> Any:
    return values.score(org.reason, org.coordinator, 1, 1, principle_why=" ")


def too_long_a_sentence(org: raci.Organisation) -> Any:
    return values.score(org.reason, org.coordinator, 1, 1, principle_why="x" * 301)


def too_long_a_purpose(org: raci.Organisation) -> Any:
    return charter(org, purpose="x" * 301)


def negative_cost(org: raci.Organisation) -> Any:
    return charter(org, cost_per_contact=Decimal("-1"))


def hours_the_wrong_way_round(org: raci.Organisation) -> Any:
    return charter(org, opening_hours={"1": [["18:00", "08:00"]]})


def cause_of_noise(org: raci.Organisation) -> Any:
    return causes.cause(reasons.reason("spam", kind="noise"), org.coordinator)


def journey_with_too_long_a_name(org: raci.Organisation) -> Any:
    return journeys.journey(org.coordinator, "x" * 201)


@pytest.mark.parametrize(
    ("does", "rule", "said"),
    [
        (no_strategy, "W-2", ["Kies een strategie.", "Choose a strategy."]),
        (no_label, "W-3", ["Kies satisfier of dissatisfier.", "Choose satisfier or dissatisfier."]),
        (
            vision_without_principles,
            "V-1",
            ["Geef minstens één principe.", "Give at least one principle."],
        ),
        (
            principle_without_end,
            "V-1",
            [
                "Een principe heeft maximaal 300 tekens.",
                "A principle has at most 300 characters.",
            ],
        ),
        (
            no_sentence_why,
            "V-2",
            [
                "Zeg in één zin hoe dit het principe dient.",
                "Say in one sentence how this serves the principle.",
            ],
        ),
        (
            too_long_a_sentence,
            "V-2",
            [
                "Eén zin is genoeg: hoogstens 300 tekens.",
                "One sentence is enough: at most 300 characters.",
            ],
        ),
        (
            too_long_a_purpose,
            "V-4",
            ["Het doel heeft hoogstens 300 tekens.", "The purpose has at most 300 characters."],
        ),
        (
            negative_cost,
            "V-4",
            [
                "De kosten per contact zijn een bedrag van 0 euro of meer.",
                "The cost per contact is an amount of 0 euros or more.",
            ],
        ),
        (
            hours_the_wrong_way_round,
            "V-4",
            [
                "Openingstijden lopen van vroeg naar laat en overlappen niet.",
                "Opening hours go from early to late and do not overlap.",
            ],
        ),
        (
            cause_of_noise,
            "C-10",
            [
                "Ruis is geen vraag van een klant: er is geen oorzaak.",
                "Noise is no question of a customer: it has no cause.",
            ],
        ),
        (
            journey_with_too_long_a_name,
            "R-10",
            ["Deze naam is te lang.", "This name is too long."],
        ),
    ],
)
def test_refused(org: raci.Organisation, does: Does, rule: str, said: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        does(org)
    assert (refused.value.rule, in_both(refused.value)) == (rule, said)
