"""Versions of the tree, as somebody hands them in and decides about them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from contactreductie.core.models import User
from raci import rules
from raci.ingest import tree_versions as ingest
from raci.models import TreeVersion
from raci.queries import tree_comparison
from raci.queries.tree_versions import Difference
from raci.services import tree_versions
from raci.services.tree_taking import Decisions
from raci.services.tree_versions import Seen
from tests.factories import signalen
from tests.factories.clock import MONDAY

WHY = "De boom van 2023."


def file(*rows: Mapping[str, str]) -> str:
    """The CSV of rows that name only what matters; the name is the code unless it is said."""
    named = [{"name_nl": row["code"].replace("-", " ").capitalize(), **row} for row in rows]
    return signalen.as_csv(named)


def row(code: str, parent: str = "", name: str = "", **cells: str) -> dict[str, str]:
    return {"code": code, "parent_code": parent} | ({"name_nl": name} if name else {}) | cells


def version(actor: User, content: str, *, now: datetime = MONDAY) -> TreeVersion:
    return tree_versions.deliver(file_name="boom.csv", content=content, actor=actor, now=now)


def difference(
    content: str, *, now: datetime = MONDAY, with_owners: bool = True, language: str = "nl"
) -> Difference:
    """How a file differs from the tree as it is."""
    today = timezone.localdate(now)
    reasons = ingest.parse(content, today=today).reasons
    return tree_comparison.compare(reasons, today=today, language=language, with_owners=with_owners)


def decided(difference: Difference, gone: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """What the page proposes for the reasons that are gone, and by code what is chosen instead."""
    chosen = gone or {}
    return {line.key: chosen.get(line.reason.code, line.suggestion) for line in difference.gone}


def apply(
    standing: TreeVersion,
    actor: User,
    *,
    gone: Mapping[str, str] | None = None,
    left: Iterable[str] = (),
    now: datetime = MONDAY,
    why: str = WHY,
) -> dict[str, int]:
    """As the page would: `left` and `gone` name codes, a decision may name a row by its code
    (`into:CODE`)."""
    today = timezone.localdate(now)
    reasons = ingest.parse(standing.content, today=today).reasons
    found = tree_comparison.compare(
        reasons, today=today, language="nl", with_owners=rules.may_edit_matrix(actor)
    )
    keys = {line.delivered.code: line.key for line in found.lines}
    decisions = Decisions(
        left=frozenset(keys[code] for code in left),
        gone={key: _named(choice, keys) for key, choice in decided(found, gone).items()},
    )
    seen = Seen(found.fingerprint, reasons, decisions)
    return tree_versions.apply(standing, seen, actor=actor, now=now, why=why)


def _named(choice: str, keys: Mapping[str, str]) -> str:
    what, sign, code = choice.partition(":")
    return f"{what}{sign}{keys.get(code, code)}"
