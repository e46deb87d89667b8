"""Making our tree what was decided about a delivered one, line by line (R-1 to R-7)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import RaciRole
from raci.models import Department, ReasonResponsibility
from raci.queries.delivered_reasons import DeliveredReason
from raci.queries.tree_versions import END, INTO, KEEP, SAME, Difference, Gone, Line, Part
from raci.services import delivered_reasons, responsibilities
from reasons.enums import ReasonKind
from reasons.models import ContactReason, Dimension
from reasons.services import restructuring, taxonomy

LEFT, ENDED, MERGED = "left", "ended", "merged"


@dataclass(frozen=True)
class Decisions:
    """By the key of a line. `left` are those not to be taken over; `gone` says END, KEEP, SAME or
    INTO for each reason that the file does not name, without an answer: KEEP."""

    left: frozenset[str] = frozenset()
    gone: Mapping[str, str] = field(default_factory=dict)


class Taking:
    """One version being taken over, within the transaction of its caller."""

    def __init__(
        self,
        difference: Difference,
        decisions: Decisions,
        *,
        actor: User,
        now: datetime,
        why: str,
    ) -> None:
        self.difference, self.decisions = difference, decisions
        self.by: dict[str, Any] = {"actor": actor, "now": now, "why": why}
        reasons = ContactReason.objects.without_tree_fields()
        self.reasons = {row.pk: row for row in reasons.prefetch_related("required_dimensions")}
        for reason in self.reasons.values():
            reason.parent = self.reasons.get(reason.parent_id or 0)
        self.by_code = {reason.code: reason for reason in self.reasons.values()}
        self.by_code |= {
            code: self.reasons[match.reason.pk] for code, match in difference.found.items()
        }
        self.by_key: dict[str, ContactReason] = {}
        self.dimensions = {row.code: row for row in Dimension.objects.all()}
        self.departments = {row.code: row for row in Department.objects.select_related("parent")}
        self.done: Counter[str] = Counter()
        self.owners: list[dict[str, int | None]] = []

    def take(self) -> dict[str, int]:
        """What is named first, parents before what comes below them; then what goes, from
        below."""
        self._recognise(self._renamed())
        waiting = self.difference.lines
        while waiting:
            waiting = self._round(waiting)
        for gone in self._leaving():
            with _about(gone.key):
                self._let_go(gone)
        return dict(self.done)

    def _round(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Takes what can be taken; a line that is refused waits for those behind it, which may
        free a name (R-2) or the place of the catch-all (R-3). Raises when none can go on."""
        refused: dict[Line, Refusal] = {}
        for line in lines:
            try:
                with _about(line.key):
                    self._take(line)
            except NotAllowed:
                raise
            except Refusal as refusal:
                refused[line] = refusal
        if len(refused) == len(lines):
            raise next(iter(refused.values()))
        return tuple(refused)

    def _renamed(self) -> dict[str, ContactReason]:
        """Rows that are a reason of ours under another name, by decision."""
        renamed: dict[str, ContactReason] = {}
        new = {line.key for line in self.difference.of(Part.NEW)}
        for gone in self.difference.gone:
            choice, key = self._decided(gone)
            if choice == SAME:
                if key in renamed or key not in new:
                    message = _("Another reason became this one already: merge this one into it.")
                    raise Refusal(message, field=gone.key, rule="R-7")
                renamed[key] = self.reasons[gone.reason.pk]
        return renamed

    def _recognise(self, renamed: Mapping[str, ContactReason]) -> None:
        """Which reason each line is about; new ones are not there yet."""
        for line in self.difference.lines:
            if line.key in renamed:
                self.by_code[line.delivered.code] = self.by_key[line.key] = renamed[line.key]
            elif line.reason is not None:
                self.by_key[line.key] = self.reasons[line.reason.pk]

    def _take(self, line: Line) -> None:
        row, known = line.delivered, self.by_key.get(line.key)
        if line.part == Part.SAME:
            return
        was_gone = line.part == Part.NEW and known is not None
        if line.key in self.decisions.left and not was_gone:
            self.done[LEFT] += 1
            return
        draft = delivered_reasons.draft_of(
            row,
            known=known,
            parent=self._parent(row),
            dimensions=[self.dimensions[code] for code in row.dimension_codes],
        )
        if known is None:
            known = taxonomy.create_reason(draft, **self.by)
        else:
            taxonomy.update_reason(known, draft, **self.by)
        self.by_code[row.code] = self.by_key[line.key] = known
        if line.change_of("department"):
            self._assign(known, row.department_code)
        self.done[Part.RENAMED if was_gone else line.part] += 1

    def _parent(self, row: DeliveredReason) -> ContactReason | None:
        if not row.parent_code:
            return None
        if row.parent_code not in self.by_code:
            message = _("Take over the reason above it as well.")
            raise Refusal(message, rule="R-7")
        return self.by_code[row.parent_code]

    def _assign(self, reason: ContactReason, department_code: str) -> None:
        department, role = self.departments[department_code], RaciRole.ACCOUNTABLE
        before = ReasonResponsibility.objects.filter(reason=reason, role=role).first()
        self.owners.append(
            {
                "reason": reason.pk,
                "given": department.pk,
                "department": before.department_id if before else None,
                "person": before.person_id if before else None,
            }
        )
        responsibilities.assign_responsibility(
            reason=reason,
            role=role,
            department=department,
            actor=self.by["actor"],
            now=self.by["now"],
        )

    def _leaving(self) -> list[Gone]:
        """Merges first, then ends: the deepest first, and catch-alls after their siblings."""

        def order(gone: Gone) -> tuple[bool, int, bool]:
            merges = self._decided(gone)[0] == INTO
            depth = _depth(self.reasons[gone.reason.pk])
            return not merges, -depth, gone.reason.kind == ReasonKind.CATCH_ALL

        return sorted(self.difference.gone, key=order)

    def _let_go(self, gone: Gone) -> None:
        reason, (choice, key) = self.reasons[gone.reason.pk], self._decided(gone)
        if choice == KEEP:
            self.done[LEFT] += 1
        elif choice == END:
            last_day = timezone.localdate(self.by["now"])
            taxonomy.end_reason(reason, last_day=last_day, **self.by)
            self.done[ENDED] += 1
        elif choice == INTO:
            if key not in self.by_key:
                raise Refusal(_("Take over the reason that goes on with it as well."), rule="R-7")
            restructuring.merge_reasons(reason, into=self.by_key[key], **self.by)
            self.done[MERGED] += 1

    def _decided(self, gone: Gone) -> tuple[str, str]:
        """What is done with it, and the row that this names."""
        choice, _sign, key = self.decisions.gone.get(gone.key, KEEP).partition(":")
        return choice, key


def _depth(reason: ContactReason) -> int:
    return 1 + _depth(reason.parent) if reason.parent else 0


@contextmanager
def _about(key: str) -> Iterator[None]:
    """A refusal names the line it is about."""
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        refusal.field = key
        raise
