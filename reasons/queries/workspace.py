"""What the register page of one agent needs to be quick: an index to search, and habits."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek
from contactreductie.core.models import User
from reasons.models import Contact, ContactReason, PinnedReason
from reasons.queries import choices
from reasons.queries.catalog import Catalog


@dataclass(frozen=True)
class ReasonIndex:
    """All reasons that can be chosen on a day, as JSON for the browser to search in. The version
    follows from the content: a browser may keep the index for as long as the version lasts."""

    body: str

    @cached_property
    def version(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()[:16]

    @classmethod
    @lru_cache(maxsize=1)  # made once a day, for as long as this process remembers the lists
    def load(cls, catalog: Catalog, today: date) -> "ReasonIndex":
        tree = catalog.tree
        rows = ContactReason.objects.without_tree_fields().values_list(
            "code", "synonyms", "explanation_nl", "explanation_en"
        )
        further = {code: rest for code, *rest in rows}
        parents: dict[int, int] = {}
        entries = []
        for node in choices.active_leaves(tree, today):
            synonyms, explain_nl, explain_en = further[node.code]
            entries.append(
                {
                    "code": node.code,
                    "nl": node.name_nl,
                    "en": node.name_in("en"),
                    "words": synonyms,
                    "path": [
                        parents.setdefault(step.id, len(parents)) for step in tree.ancestors(node)
                    ],
                    "explain_nl": explain_nl,
                    "explain_en": explain_en or explain_nl,
                    "demands": [dimension.code for dimension in catalog.required.get(node.id, [])],
                }
            )
        names = [tree.by_id[pk] for pk in parents]
        index = {
            "reasons": entries,
            "parents": [{"nl": node.name_nl, "en": node.name_in("en")} for node in names],
        }
        return cls(json.dumps(index, ensure_ascii=False, separators=(",", ":")))


def habit_span(now: datetime) -> tuple[datetime, datetime]:
    """The span whose contacts tell somebody's habits: whole weeks up to this Monday, so that
    what follows from them changes on Mondays only."""
    monday = IsoWeek.at(now).monday
    end = datetime(monday.year, monday.month, monday.day, tzinfo=AMSTERDAM)
    return end - timedelta(weeks=settings.HABIT_WEEKS), end


def own_use(agent: User, now: datetime) -> dict[str, int]:
    """How often this person used each reason in the weeks before this one, by code."""
    rows = (
        Contact.objects.filter(agent=agent, recorded_at__range=habit_span(now))
        .order_by()
        .values_list("reason__code")
        .annotate(contact_count=Count("pk"))
    )
    return dict(Counter(dict(rows)).most_common(settings.HABIT_REASONS))


def recent(agent: User, *, limit: int = 9) -> list[str]:
    """Codes of the reasons this person used last, the newest first, each once."""
    rows = Contact.objects.filter(agent=agent).order_by("-recorded_at")
    return list(dict.fromkeys(rows.values_list("reason__code", flat=True)[:50]))[:limit]


def pins(agent: User) -> dict[int, str]:
    """The reasons this person gave a fixed place, by place."""
    rows = PinnedReason.objects.filter(agent=agent).values_list("slot", "reason__code")
    return dict(rows.order_by("slot"))


def habits(agent: User, now: datetime) -> dict[str, Any]:
    """Everything about one person that ranks reasons and fills the nine keys."""
    return {"own": own_use(agent, now), "recent": recent(agent), "pins": pins(agent)}
