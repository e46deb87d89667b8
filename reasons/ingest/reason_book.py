"""The paths in a file, looked up in the reason tree; and the reasons that are still to be made."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import astuple
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons.enums import ReasonKind
from reasons.ingest.codes import free_code
from reasons.ingest.places import Place, from_tree
from reasons.queries.tree import ReasonNode, ReasonTree
from reasons.services.reason_drafts import CATCH_ALL_NAMES, ReasonDraft, name_key
from reasons.services.references import NewReason

Levels = tuple[str, ...]
T = TypeVar("T")
MAX_NAME = 200
CODE = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)
ROOT = 0


class ReasonBook:
    """Finds the leaf that a path means. An empty level is the catch-all of that level, and a path
    that ends above the leaves goes on to the catch-all.

    With `create`, what is missing on a path is planned on the way. A chunk of rows plans first
    and asks for its leaves after that: only then is it known which reasons have others below
    them. A leaf with contacts of its own that gets its first child passes these on to its
    catch-all: only leaves hold contacts (C-3).
    """

    def __init__(
        self,
        tree: ReasonTree,
        *,
        create: bool,
        has_contacts: Callable[[int], bool],
        check_new: Callable[[ReasonDraft], None],
    ) -> None:
        self.create, self.version = create, 0
        self._tree, self._has_contacts, self._check_new = tree, has_contacts, check_new
        places = from_tree(tree)
        self._root = places[ROOT]
        self._by_code = {place.code: place for place in places.values() if place.code}
        self._planned: dict[str, Place] = {}
        self._marked: dict[str, Place] = {}
        self._outgrown: dict[str, Place] = {}
        self._used: set[str] = set()
        self._found: dict[tuple[str, Levels], Place] = {}

    def plan(self, code: str, levels: Levels) -> None:
        """Plans what a row misses; what is wrong with it is said when its leaf is asked for."""
        if self.create:
            try:
                self.leaf(code, levels)
            except Refusal:
                return

    def leaf(self, code: str, levels: Levels) -> str:
        """The code of the reason of a row, given by its code or else by its path.

        Refusal when there is none. A code is taken as it stands: C-3 judges it.
        """
        place = self._found.get((code, levels))
        if place is None:
            place = self._by_given_code(code) if code else self._end(self._walk(levels))
            self._found[code, levels] = place
        return place.code

    def code_of(self, text: str, day: date) -> str:
        """The code for what people write on a list: the code itself, or the name of a reason that
        can be chosen on that day. What is unknown stays as it is, C-3 judges it."""
        if text in self._by_code:
            return text
        named = self._leaves_by_name.get(name_key(text), [])
        active = [leaf for leaf in named if leaf.is_active_on(day)]
        if len(active) > 1:
            message = _("'%(value)s' is the name of more than one reason. Give its code.")
            raise Refusal(message, field="reason", rule="C-3", value=text[:200])
        return active[0].code if active else text

    def needed(self, codes: Collection[str]) -> tuple[list[NewReason], dict[str, str], list[str]]:
        """What contacts with these reasons need of all that was planned: new reasons, parents
        first; outgrown leaves with the leaf that gets their contacts; new catch-alls."""
        self._used.update(codes)
        chosen = self._above(codes)
        heirs = {
            place.parent.code: self._end(place.parent).code
            for code, place in list(self._planned.items())
            if code in chosen and place.parent and place.parent.code in self._outgrown
        }
        chosen |= self._above(heirs.values())
        reasons = [_new_reason(place) for code, place in self._planned.items() if code in chosen]
        return reasons, heirs, [code for code in self._marked if code in chosen]

    def rows(self) -> list[tuple]:
        """The tree with everything planned in it, as `ReasonTree` takes it."""
        nodes = [astuple(node)[:-1] for node in self._tree.nodes]
        stored = [
            (*row[:6], ReasonKind.CATCH_ALL, *row[7:]) if row[1] in self._marked else row
            for row in nodes
        ]
        planned = [
            (
                *(p.id, p.code, _parent_id(p), 10_000 - p.id),
                *(p.name_nl, p.name_en, p.kind, None, None, None),
            )
            for p in self._planned.values()
        ]
        return [*stored, *planned]

    def inherited(self, by_reason: Mapping[int, T]) -> dict[int, T]:
        """What is known per reason id, handed down to the planned reasons."""
        result = dict(by_reason)
        for place in self._planned.values():
            parent = _parent_id(place)
            if parent in result:
                result[place.id] = result[parent]
        return result

    @cached_property
    def _leaves_by_name(self) -> dict[str, list[ReasonNode]]:
        found: dict[str, list[ReasonNode]] = {}
        for node in self._tree.nodes:
            if self._tree.is_leaf(node.id):
                for key in {name_key(name) for name in (node.name_nl, node.name_en) if name}:
                    found.setdefault(key, []).append(node)
        return found

    def _by_given_code(self, code: str) -> Place:
        place = self._by_code.get(code)
        if place is None and self.create and CODE.fullmatch(code):
            place = self._root.children.get(name_key(code))
            place = place or self._add(self._root, code=code, name_nl=code)
        if place is None:
            raise _unknown(code, "reason")
        return place

    def _walk(self, levels: Levels) -> Place:
        _check_names(levels)
        place = self._root
        for depth, name in enumerate(levels, start=1):
            below = self._below(place, name) if name else self._catch_all(place)
            if below is None:
                raise _unknown(" > ".join(levels[:depth]), "reason_path")
            place = below
        return place

    def _end(self, place: Place) -> Place:
        while place.children:
            place = self._catch_all(place)
        return place

    def _below(self, parent: Place, name: str) -> Place | None:
        found = parent.children.get(name_key(name))
        if found is None:
            by_code = self._by_code.get(name)
            found = by_code if by_code is not None and by_code.parent is parent else None
        if found is None and self.create:
            found = self._add(parent, name_nl=name)
        return found

    def _catch_all(self, parent: Place) -> Place:
        """The catch-all below; a child with the name of one becomes it, else one is planned."""
        if parent.catch_all is None and self.create:
            keys = [name_key(name) for name in CATCH_ALL_NAMES]
            child = next((parent.children[key] for key in keys if key in parent.children), None)
            if child is None:
                nl, en = CATCH_ALL_NAMES
                child = self._add(parent, name_nl=nl, name_en=en, kind=ReasonKind.CATCH_ALL)
            elif child.kind == ReasonKind.NORMAL:
                self._mark(child)
            parent.catch_all = child
        if parent.catch_all is None:
            message = _("This reason cannot be chosen (any more). Choose an active sub-reason.")
            raise Refusal(message, field="reason_path", rule="C-3")
        return parent.catch_all

    def _add(
        self,
        parent: Place,
        *,
        name_nl: str,
        name_en: str = "",
        kind: str = ReasonKind.NORMAL,
        code: str = "",
    ) -> Place:
        field = "reason" if code else "reason_path"
        code = code or free_code(name_nl, taken=self._by_code, parent=parent.code)
        self._check(ReasonDraft(code, name_nl, name_en, kind=kind), field)
        if not parent.children and parent is not self._root and self._holds_contacts(parent):
            self._outgrown[parent.code] = parent
        place = Place(-len(self._planned) - 1, code, parent, name_nl, name_en, kind)
        parent.attach(place)
        self._planned[code] = self._by_code[code] = place
        self._changed()
        return place

    def _check(self, draft: ReasonDraft, field: str) -> None:
        """What making it would refuse is refused for the row: nothing stops the file half way."""
        try:
            self._check_new(draft)
        except Refusal as refusal:
            message, rule = refusal.message, refusal.rule
            raise Refusal(message, field=field, rule=rule, **refusal.parameters) from refusal

    def _holds_contacts(self, place: Place) -> bool:
        return place.code in self._used or (not place.is_planned and self._has_contacts(place.id))

    def _mark(self, place: Place) -> None:
        place.kind = ReasonKind.CATCH_ALL
        if not place.is_planned:
            self._marked[place.code] = place
        self._changed()

    def _changed(self) -> None:
        self._found.clear()
        self.version += 1

    def _above(self, codes: Collection[str]) -> set[str]:
        places = (self._by_code[code] for code in codes if code in self._by_code)
        return {step.code for place in places for step in place.steps()}


def _check_names(levels: Levels) -> None:
    if len(levels) > settings.MAX_REASON_DEPTH:
        message = _("A contact reason has at most %(limit)s levels.")
        limit = settings.MAX_REASON_DEPTH
        raise Refusal(message, field="reason_path", rule="R-1", limit=limit)
    if any(len(name) > MAX_NAME for name in levels):
        message = _("A name has at most %(limit)s characters.")
        raise Refusal(message, field="reason_path", rule="R-2", limit=MAX_NAME)


def _unknown(shown: str, field: str) -> Refusal:
    return Refusal(_("unknown reason '%(value)s'."), field=field, rule="C-3", value=shown[:200])


def _parent_id(place: Place) -> int | None:
    return place.parent.id or None if place.parent else None


def _new_reason(place: Place) -> NewReason:
    parent = place.parent.code if place.parent else ""
    return NewReason(place.code, parent, place.name_nl, place.name_en, place.kind)
