"""The tree as people look through it: every reason with what is special about it, and advice."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.conf import settings

from reasons.models import ContactReason, DimensionValue
from reasons.queries import choices
from reasons.queries.tree import ReasonNode, ReasonTree


class Validity(StrEnum):
    """Whether something of a list can be used today."""

    ACTIVE = "active"
    ENDED = "ended"
    FUTURE = "future"


class Topic(StrEnum):
    """What a notice about the tree is about (R-1, R-4): advice, never a refusal."""

    FEW_REASONS = "few_reasons"
    MANY_REASONS = "many_reasons"
    MANY_CHILDREN = "many_children"
    DEEP = "deep"


@dataclass
class Line:
    """One reason of the outline. `closing` are the branches that end with it, deepest first."""

    node: ReasonNode
    name: str
    required: list[str]
    validity: Validity
    words: str
    leaves: int
    is_branch: bool = False
    closing: list["Line"] = field(default_factory=list)


@dataclass(frozen=True)
class Advice:
    """`count` is what there is, `limit` what is still well."""

    topic: Topic
    count: int
    limit: int
    name: str = ""


def outline(tree: ReasonTree, *, today: date, language: str, query: str = "") -> list[Line]:
    """The reasons in the tree's own order; with a query only those found, and all above them.

    Two queries, whatever the size of the tree.
    """
    words = {code: fold(text) for code, text in choices.search_words().items()}
    shown = _found(tree, words, query)
    required, leaves = _required(language), tree.fold(_active_leaves(tree, today))
    lines = [
        Line(
            node=node,
            name=node.name_in(language),
            required=required[node.id],
            validity=validity(node, today),
            words=words[node.code],
            leaves=leaves[node.id],
        )
        for node in tree.nodes
        if node.id in shown
    ]
    _find_branches(lines)
    return lines


def advice(tree: ReasonTree, *, today: date, language: str) -> list[Advice]:
    """R-1, R-4: what makes this tree hard to choose from or too coarse to act on."""
    active = [node for node in tree.nodes if node.is_active_on(today)]
    main = sum(node.depth < 2 for node in active)
    notices = []
    if active and main < settings.FEW_REASONS:
        notices.append(Advice(Topic.FEW_REASONS, main, settings.FEW_REASONS))
    if main > settings.MANY_REASONS:
        notices.append(Advice(Topic.MANY_REASONS, main, settings.MANY_REASONS))
    for node, children in crowded(tree, today=today):
        limit, name = settings.MANY_CHILDREN, node.name_in(language)
        notices.append(Advice(Topic.MANY_CHILDREN, children, limit, name))
    deepest = max((node.depth + 1 for node in active), default=0)
    if deepest > settings.NORMAL_REASON_DEPTH:
        notices.append(Advice(Topic.DEEP, deepest, settings.NORMAL_REASON_DEPTH))
    return notices


def crowded(tree: ReasonTree, *, today: date) -> list[tuple[ReasonNode, int]]:
    """R-4: reasons with more directly below them than one can choose from, and how many."""
    counted = [
        (node, sum(child.is_active_on(today) for child in tree.children(node.id)))
        for node in tree.nodes
        if node.is_active_on(today)
    ]
    return [(node, children) for node, children in counted if children > settings.MANY_CHILDREN]


def _find_branches(lines: list[Line]) -> None:
    """Which lines have others below them here, and where each of those branches ends."""
    following = [*(line.node.depth for line in lines[1:]), 0] if lines else []
    open_branches: list[Line] = []
    for line, next_depth in zip(lines, following, strict=True):
        line.is_branch = next_depth > line.node.depth
        line.closing = [open_branches.pop() for _level in range(next_depth, line.node.depth)]
        if line.is_branch:
            open_branches.append(line)


def fold(text: str) -> str:
    """Without case and accents, so that "ideeen" finds "Ideeën"."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def _found(tree: ReasonTree, words: dict[str, str], query: str) -> set[int]:
    """Reasons that hold every word of the query, with all above and below them."""
    wanted = fold(query).split()
    found: set[int] = set()
    for node in tree.nodes:
        if all(word in words[node.code] for word in wanted):
            found.update(step.id for step in tree.path(node))
            found |= tree.branch_ids(node.id) if wanted else set()
    return found


def _required(language: str) -> dict[int, list[str]]:
    """Names of the dimensions that a reason itself demands (C-8)."""
    pairs = ContactReason.required_dimensions.through.objects.order_by(
        "dimension__position", "dimension__code"
    ).values_list("contactreason_id", "dimension__name_nl", "dimension__name_en")
    names: dict[int, list[str]] = defaultdict(list)
    for reason_id, dutch, english in pairs:
        names[reason_id].append((english or dutch) if language.startswith("en") else dutch)
    return names


def _active_leaves(tree: ReasonTree, today: date) -> dict[int, int]:
    leaves: Iterator[ReasonNode] = choices.active_leaves(tree, today)
    return {node.id: 1 for node in leaves}


def validity(node: ReasonNode | DimensionValue, today: date) -> Validity:
    if node.is_active_on(today):
        return Validity.ACTIVE
    ended = node.valid_until is not None and node.valid_until < today
    return Validity.ENDED if ended else Validity.FUTURE
