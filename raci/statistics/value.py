"""Where a reason stands in the value–irritant matrix (section 6, W-1, W-2). Pure.

Price and Jaffe, The Best Service Is No Service (2008): what to do with a contact follows from
what it is worth to the customer and to the organisation. The strategies are those of `raci.enums`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

ELIMINATE, AUTOMATE, SIMPLIFY, LEVERAGE = "eliminate", "automate", "simplify", "leverage"
CHOICES = (-2, -1, 1, 2)
"""From a clear irritant to very valuable; 0 would be no answer."""
TURNS_AWAY = (ELIMINATE, AUTOMATE)
"""The strategies that keep a customer from talking to us."""
QUADRANTS = {
    (False, False): ELIMINATE,
    (True, False): AUTOMATE,
    (False, True): SIMPLIFY,
    (True, True): LEVERAGE,
}
"""(valuable to the customer, valuable to the organisation) → strategy."""
COMPLAINT = re.compile(r"\b(klacht|klachten|complaints?)\b", re.IGNORECASE)


class Status(StrEnum):
    """How far the scoring of a reason is."""

    TOO_FEW_PEOPLE = "too_few_people"
    TOO_FEW_DEPARTMENTS = "too_few_departments"
    DISCUSS = "discuss"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class Score:
    """What one person thinks; `department` is the one it counts for."""

    person: int
    department: int
    customer: int
    organisation: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Both medians and who they come from; None before the first score."""

    status: Status
    people: int
    departments: int
    customer: float | None = None
    organisation: float | None = None

    @property
    def quadrant(self) -> str | None:
        """The strategy that follows; computed, never typed (W-1)."""
        if self.status != Status.PLACED or self.customer is None or self.organisation is None:
            return None
        return QUADRANTS[self.customer > 0, self.organisation > 0]


def standing(scores: Sequence[Score], *, min_people: int, min_departments: int) -> Standing:
    """Of scores from old to new: the newest of each person counts, the median decides (W-1)."""
    counted = list({score.person: score for score in scores}.values())
    people, departments = len(counted), len({score.department for score in counted})
    if not counted:
        return Standing(Status.TOO_FEW_PEOPLE, 0, 0)
    customer = median(score.customer for score in counted)
    organisation = median(score.organisation for score in counted)
    status = Status.PLACED
    if people < min_people:
        status = Status.TOO_FEW_PEOPLE
    elif departments < min_departments:
        status = Status.TOO_FEW_DEPARTMENTS
    elif customer == 0 or organisation == 0:
        status = Status.DISCUSS
    return Standing(status, people, departments, customer, organisation)


def course(scores: Sequence[Score], *, min_people: int, min_departments: int) -> list[Standing]:
    """Where the reason stood after each of its scores."""
    return [
        standing(scores[:end], min_people=min_people, min_departments=min_departments)
        for end in range(1, len(scores) + 1)
    ]


def is_impossible(strategy: str, *, quadrant: str | None, is_protected: bool) -> bool:
    """W-2: a complaint, a satisfier and what is worth something to both is not turned away."""
    return strategy in TURNS_AWAY and (is_protected or quadrant == LEVERAGE)


def is_complaint(*names: str) -> bool:
    """Whether a reason is a complaint by its own name, in either language."""
    return any(COMPLAINT.search(name) for name in names)
