"""Laying a delivered tree beside ours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from raci.enums import RaciRole
from raci.models import ReasonResponsibility
from raci.queries import delivered_reasons
from raci.queries.delivered_reasons import DeliveredReason
from raci.queries.tree_successors import Successor, Successors, Target
from raci.queries.tree_versions import END, KEEP, SAME, Change, Difference, Gone, Line, Part
from reasons.enums import ReasonKind
from reasons.models import ContactReason
from reasons.queries import choices
from reasons.queries.tree import FIELDS, ReasonNode, ReasonTree

PLAIN = ("name_nl", "name_en", "kind", "valid_from", "valid_until")
EXPLAINED = ("explanation_nl", "explanation_en")


def compare(
    delivered: Sequence[DeliveredReason],
    *,
    today: date,
    language: str,
    by_name: bool = True,
    with_owners: bool = True,
) -> Difference:
    """The difference between a file and the tree as it is now; three queries.

    `by_name`: codes that are not ours are recognised by their names. A rejected row changes
    nothing, and what it is about is not gone.
    """
    return _Comparison(delivered, today, language, by_name, with_owners).difference()


class _Comparison:
    """Both trees beside each other."""

    def __init__(
        self,
        delivered: Sequence[DeliveredReason],
        today: date,
        language: str,
        by_name: bool,
        with_owners: bool,
    ) -> None:
        present = ContactReason.objects.without_tree_fields().in_bulk()
        rows = ContactReason.required_dimensions.through.objects.values_list(
            "contactreason_id", "dimension__code"
        )
        self.demanded: dict[int, set[str]] = {}
        for reason_id, code in rows:
            self.demanded.setdefault(reason_id, set()).add(code)
        fields = ([getattr(reason, name) for name in FIELDS] for reason in present.values())
        self.tree = ReasonTree([tuple(row) for row in fields])
        self.today, self.language = today, language
        self.present, self.rows = present, {row.code: row for row in delivered}
        self.owners = _owners() if with_owners else None
        self.found = delivered_reasons.match(delivered, present.values(), by_name=by_name)
        self.branches = {row.parent_code for row in delivered}

    def difference(self) -> Difference:
        lines = [self._line(row) for row in self.rows.values() if not row.is_rejected]
        return Difference(tuple(lines), tuple(self._gone(lines)), self.found)

    def _line(self, row: DeliveredReason) -> Line:
        match, key = self.found.get(row.code), f"row-{row.row}"
        name, above = row.name_in(self.language), self._above(row.parent_code)
        reason = match.reason if match else None
        changes = tuple(self._changes(row, reason))
        line = Line(Part.NEW, key, name, above, name, above, row, changes=changes)
        if match is None:
            return line
        node = self.tree.by_id[match.reason.pk]
        return replace(
            line,
            part=_part_of({change.field for change in changes}),
            name=node.name_in(self.language),
            above=self._way(node),
            reason=reason,
            how=match.how,
        )

    def _changes(self, row: DeliveredReason, reason: ContactReason | None) -> list[Change]:
        """What would be written; for a new reason what it has beside its name and place."""
        blank = ContactReason(name_nl=row.name_nl)
        present, pk = reason or blank, reason.pk if reason else 0
        pairs = [(name, getattr(present, name), getattr(row, name)) for name in PLAIN]
        pairs += [
            (name, getattr(present, name), getattr(row, name))
            for name in EXPLAINED
            if getattr(row, name)
        ]
        pairs.append(("synonyms", tuple(present.synonyms), row.synonyms))
        demanded = tuple(sorted(self.demanded.get(pk, ())))
        pairs.append(("required_dimensions", demanded, tuple(sorted(set(row.dimension_codes)))))
        if self.owners is not None and row.department_code:
            pairs.append(("department", self.owners.get(pk, ""), row.department_code))
        if reason is not None:
            pairs.insert(0, ("parent", self._code_above(reason), self._place(row)))
        return [Change(*pair) for pair in pairs if pair[1] != pair[2]]

    def _code_above(self, reason: ContactReason) -> str:
        return self.present[reason.parent_id].code if reason.parent_id else ""

    def _place(self, row: DeliveredReason) -> str:
        """The code above a row: ours where that reason is known."""
        above = self.found.get(row.parent_code)
        return above.reason.code if above else row.parent_code

    def _above(self, code: str) -> str:
        """The way to what lies below a code of the file, in the names of the file."""
        names: list[str] = []
        while code in self.rows:
            names.insert(0, self.rows[code].name_in(self.language))
            code = self.rows[code].parent_code
        node = self.tree.by_code.get(code)
        steps = [step.name_in(self.language) for step in self.tree.path(node)] if node else []
        return choices.SEPARATOR.join([*steps, *names])

    def _way(self, node: ReasonNode) -> str:
        names = (step.name_in(self.language) for step in self.tree.ancestors(node))
        return choices.SEPARATOR.join(names)

    def _gone(self, lines: Sequence[Line]) -> list[Gone]:
        """Reasons in use that the file does not name, nor puts anything below."""
        named = {match.reason.pk for match in self.found.values()}
        for code in self.branches - self.rows.keys():
            if code in self.tree.by_code:
                named |= {step.id for step in self.tree.path(self.tree.by_code[code])}
        gone = [n for n in self.tree.nodes if n.id not in named and self._is_used_from_now(n)]
        filled = self._filled(lines, {node.id for node in gone})
        successors = Successors(self._targets(lines))
        return [self._let_go(node, filled, successors) for node in gone]

    def _is_used_from_now(self, node: ReasonNode) -> bool:
        ends = node.valid_until is not None and node.valid_until <= self.today
        return node.merged_into_id is None and not ends

    def _filled(self, lines: Sequence[Line], gone: set[int]) -> set[str]:
        """The codes that something stays below, as the file has it."""
        named = {line.reason.pk for line in lines if line.reason}
        filled = {self._place(line.delivered) for line in lines}
        return filled | {
            self._code_above(self.present[node.id])
            for node in self.tree.nodes
            if node.id not in gone and node.id not in named and self._is_used_from_now(node)
        }

    def _let_go(self, node: ReasonNode, filled: set[str], successors: Successors) -> Gone:
        reason = self.present[node.id]
        offered: tuple[Successor, ...] = ()
        if self.tree.is_leaf(node.id) and node.kind != ReasonKind.CATCH_ALL:
            name, is_noise = node.name_in(self.language), self.tree.is_noise(node.id)
            offered = successors.of(name, self._code_above(reason), is_noise=is_noise)
        return Gone(
            f"gone-{node.id}",
            node.name_in(self.language),
            self._way(node),
            reason=reason,
            successors=offered,
            suggestion=self._suggestion(node, filled, offered),
        )

    def _suggestion(self, node: ReasonNode, filled: set[str], offered: Sequence[Successor]) -> str:
        """To end it, unless something stays below it or R-3 needs it as the rest."""
        parent = self.tree.parent(node)
        is_rest = node.kind == ReasonKind.CATCH_ALL and parent is not None and parent.code in filled
        not_yet = node.valid_from is not None and node.valid_from > self.today
        if is_rest or not_yet or node.code in filled:
            return KEEP
        clear = next((one.target.key for one in offered if one.is_clear), None)
        return f"{SAME}:{clear}" if clear else END

    def _targets(self, lines: Sequence[Line]) -> list[Target]:
        """What can be chosen when everything of the file is taken over."""
        return [
            Target(
                key=line.key,
                name=line.new_name,
                above=line.new_above,
                place=self._place(line.delivered),
                is_new=line.part == Part.NEW,
                is_noise=self._is_noise(line.delivered),
            )
            for line in lines
            if self._is_choice(line, line.delivered)
        ]

    def _is_choice(self, line: Line, row: DeliveredReason) -> bool:
        starts = row.valid_from is None or row.valid_from <= self.today
        runs = starts and (row.valid_until is None or row.valid_until >= self.today)
        is_leaf = line.reason is None or self.tree.is_leaf(line.reason.pk)
        return runs and is_leaf and row.code not in self.branches

    def _is_noise(self, row: DeliveredReason) -> bool:
        while row.kind != ReasonKind.NOISE and row.parent_code in self.rows:
            row = self.rows[row.parent_code]
        node = self.tree.by_code.get(row.parent_code)
        return row.kind == ReasonKind.NOISE or (node is not None and self.tree.is_noise(node.id))


def _owners() -> dict[int, str]:
    """The department that answers, for each reason that the matrix itself names."""
    rows = ReasonResponsibility.objects.filter(role=RaciRole.ACCOUNTABLE, department__isnull=False)
    return dict(rows.values_list("reason_id", "department__code"))


def _part_of(changed: set[str]) -> Part:
    if "parent" in changed:
        return Part.MOVED
    if changed & {"name_nl", "name_en"}:
        return Part.RENAMED
    return Part.CHANGED if changed else Part.SAME
