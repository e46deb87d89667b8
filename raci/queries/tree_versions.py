"""How a delivered tree differs from ours, reason by reason (R-7)."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from raci.models import TreeVersion
from raci.queries.delivered_reasons import DeliveredReason, Match, Recognised
from raci.queries.tree_successors import Successor
from reasons.enums import TreeChangeKind
from reasons.models import ContactReason, TreeChange

OWNERS, UNDONE = "owners", "undone"
"""In the outcome of a version: whose owners it set with who was it before, and who undid it."""
END, KEEP, SAME, INTO = "end", "keep", "same", "into"
"""What can be done with a reason that is gone; the last two name a row: `same:row-7`."""


class Part(StrEnum):
    """What became of a reason; each is in the first that fits."""

    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """One thing about a reason, as the model holds it; `parent` is the code above it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Line:
    """One reason of the file. `above` is the way to it now, `new_above` as the file has it."""

    part: Part
    key: str
    name: str
    above: str
    new_name: str
    new_above: str
    delivered: DeliveredReason
    reason: ContactReason | None = None
    how: Recognised | None = None
    changes: tuple[Change, ...] = ()

    def change_of(self, field: str) -> Change | None:
        return next((change for change in self.changes if change.field == field), None)


@dataclass(frozen=True)
class Gone:
    """A reason in use that the file does not name; `suggestion` is what is done unless somebody
    decides otherwise."""

    key: str
    name: str
    above: str
    reason: ContactReason
    successors: tuple[Successor, ...]
    suggestion: str


@dataclass(frozen=True)
class Difference:
    """Parents before children; and which reason of ours each row of the file is."""

    lines: tuple[Line, ...]
    gone: tuple[Gone, ...]
    found: Mapping[str, Match]

    def of(self, part: Part) -> list[Line]:
        return [line for line in self.lines if line.part == part]

    @cached_property
    def counts(self) -> dict[Part, int]:
        counted = Counter(line.part for line in self.lines)
        return {part: counted[part] for part in Part} | {Part.GONE: len(self.gone)}

    @cached_property
    def fingerprint(self) -> str:
        """The same for as long as there is the same to decide about, in every language."""
        lines = [
            (line.part, line.key, line.reason and line.reason.pk, line.changes)
            for line in self.lines
            if line.part != Part.SAME
        ]
        told = (lines, [gone.key for gone in self.gone])
        return hashlib.sha256(repr(told).encode()).hexdigest()


def changes_of(version: TreeVersion) -> QuerySet[TreeChange]:
    """What taking it over did to the tree and still stands, the newest first."""
    by_it = Q(at=version.applied_at, actor=version.applied_by, why=version.why)
    done = TreeChange.objects.filter(by_it, undone_by=None)
    return done.exclude(kind=TreeChangeKind.UNDONE).order_by("-pk")


def is_undone(version: TreeVersion) -> bool:
    return UNDONE in version.outcome


def versions() -> QuerySet[TreeVersion]:
    """Every version that was delivered, the newest first, without its content."""
    return TreeVersion.objects.defer("content").select_related("delivered_by", "applied_by")
