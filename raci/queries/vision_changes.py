"""What a version of the vision changes against the one before it, and for what is open (V-2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from raci.models import CustomerVision, VisionPrinciple
from raci.queries import vision as vision_queries

REWORDED = 0.6  # as much alike as two wordings of one principle are


@dataclass(frozen=True)
class ComparedPrinciple:
    """A principle and what it was in the version before; None where it is new."""

    principle: VisionPrinciple
    before: VisionPrinciple | None

    @property
    def is_reworded(self) -> bool:
        return self.before is not None and wording(self.before) != wording(self.principle)

    @property
    def is_renumbered(self) -> bool:
        return self.before is not None and self.before.number != self.principle.number


@dataclass(frozen=True)
class VisionChange:
    """`to_recheck` and `unchanged` count the open items whose principle is worded otherwise, or
    gone, and those whose principle stays word for word what it was."""

    principles: list[ComparedPrinciple]
    dropped: list[VisionPrinciple]
    to_recheck: int
    unchanged: int


def wording(principle: VisionPrinciple) -> str:
    """Its words, however they are spaced."""
    return " ".join(principle.text.split())


def by_wording(vision: CustomerVision | None) -> dict[str, VisionPrinciple]:
    return {wording(row): row for row in vision.principles.all()} if vision else {}


def against(active: CustomerVision, draft: CustomerVision) -> VisionChange:
    """What approving the draft changes; three queries beside the versions themselves."""
    left = list(active.principles.all())
    found = {row.pk: _taken(left, row, 1.0) for row in draft.principles.all()}
    for row in draft.principles.all():
        found[row.pk] = found[row.pk] or _taken(left, row, REWORDED)
    rows = [ComparedPrinciple(row, found[row.pk]) for row in draft.principles.all()]
    kept = by_wording(draft)
    same = [wording(principle) in kept for principle in _named_by_open_items()]
    return VisionChange(rows, left, to_recheck=same.count(False), unchanged=same.count(True))


def _taken(
    left: list[VisionPrinciple], wanted: VisionPrinciple, least: float
) -> VisionPrinciple | None:
    """The most alike of what is left, which is then no longer left."""
    ranked = [(_alike(row, wanted), row) for row in left]
    ratio, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or ratio < least:
        return None
    left.remove(best)
    return best


def _alike(one: VisionPrinciple, other: VisionPrinciple) -> float:
    return SequenceMatcher(None, wording(one), wording(other), autojunk=False).ratio()


def _named_by_open_items() -> Iterator[VisionPrinciple]:
    for rows in (
        vision_queries.open_actions(),
        vision_queries.open_charters(),
        vision_queries.in_force(),
    ):
        for row in rows.select_related("principle"):
            if row.principle is not None:
                yield row.principle
