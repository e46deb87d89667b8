"""What stands on the page of the customer vision, for this person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from contactreductie.core.access import user_of
from contactreductie.core.models import User
from raci import rules
from raci.forms import PrincipleForm, VisionForm
from raci.models import (
    ChannelCharter,
    CustomerVision,
    ImprovementAction,
    StrategyChoice,
    VisionPrinciple,
)
from raci.queries import actions, serving, vision_changes
from raci.queries import vision as vision_queries
from reasons import rules as reason_rules

Item = ImprovementAction | ChannelCharter | StrategyChoice


@dataclass(frozen=True)
class Recheck:
    """An open item of an older version, with the form of who may read it again."""

    kind: str
    pk: int
    name: str
    url: str
    principle: VisionPrinciple
    why: str
    form: PrincipleForm | None

    @property
    def is_refused(self) -> bool:
        return self.form is not None and self.form.is_bound


@dataclass(frozen=True)
class Unchanged:
    """A principle worded as before, with what names it in an older version: read again at once
    by whoever may, which is for `may` of them."""

    principle: VisionPrinciple
    items: list[Recheck]

    @property
    def may(self) -> int:
        return sum(item.form is not None for item in self.items)


def show(
    request: HttpRequest,
    *,
    form: VisionForm | None = None,
    sent: tuple[str, int, PrincipleForm] | None = None,
) -> HttpResponse:
    """The page; with a `form` or a `sent` recheck that was refused, it shows that (422)."""
    user, active, draft = user_of(request), vision_queries.active(), vision_queries.draft()
    may_draft = rules.may_draft_vision(user)
    waiting = list(_to_recheck(user, active, sent)) if active else []
    context = {
        "vision": active,
        "draft": draft if may_draft else None,
        "change": vision_changes.against(active, draft) if active and draft and may_draft else None,
        "form": (form or vision_form(draft or active)) if may_draft else None,
        "may_approve": rules.may_publish_vision(user),
        "earlier": vision_queries.earlier(active),
        "served": serving.of_version(active) if active else [],
        **sorted_out(waiting, active),
        "may_see_actions": rules.may_see_action(user),
        "may_see_targets": reason_rules.may_read_counts(user),
    }
    status = 422 if form or sent else 200
    return render(request, "raci/vision.html", context, status=status)


def sorted_out(waiting: Iterable[Recheck], active: CustomerVision | None) -> dict[str, list[Any]]:
    """What is read again one by one, and what names a principle that is worded the same now."""
    same = vision_changes.by_wording(active)
    groups = {words: Unchanged(principle, []) for words, principle in same.items()}
    one_by_one = []
    for item in waiting:
        group = groups.get(vision_changes.wording(item.principle))
        if group is None or item.is_refused:
            one_by_one.append(item)
        else:
            group.items.append(item)
    unchanged = [group for group in groups.values() if group.items]
    return {"to_recheck": one_by_one, "unchanged": unchanged}


def carried_over(done: int) -> str:
    said = ngettext(
        "Noted: %(count)s item with an unchanged principle still fits.",
        "Noted: %(count)s items with an unchanged principle still fit.",
        done,
    )
    return said % {"count": done}


def vision_form(source: CustomerVision | None, data: QueryDict | None = None) -> VisionForm:
    if source is None:
        return VisionForm(data)
    principles = "\n".join(principle.text for principle in source.principles.all())
    return VisionForm(data, initial={"statement": source.statement, "principles": principles})


def recheck_form(
    kind: str, pk: int, active: CustomerVision | None, data: QueryDict | None = None
) -> PrincipleForm:
    return PrincipleForm(data, prefix=f"{kind}-{pk}", vision=active)


def _to_recheck(
    user: User, active: CustomerVision, sent: tuple[str, int, PrincipleForm] | None
) -> Iterator[Recheck]:
    may_all = rules.may_recheck_all(user)
    for kind, item, name, url in _open_items(active):
        may = rules.may_plan(user, item) if isinstance(item, ImprovementAction) else may_all
        form = recheck_form(kind, item.pk, active) if may else None
        if sent and sent[:2] == (kind, item.pk):
            form = sent[2]
        assert item.principle is not None  # noqa: S101 - an action is listed by its principle
        yield Recheck(kind, item.pk, name, url, item.principle, item.principle_why, form)


def _open_items(active: CustomerVision) -> Iterator[tuple[str, Item, str, str]]:
    for action in actions.with_history(vision_queries.to_recheck(active)):
        yield "action", action, action.title, reverse("raci:action", args=[action.number])
    for charter in vision_queries.charters_to_recheck(active):
        url = reverse("feedbackloop:channel", args=[charter.channel.code])
        yield "channel", charter, str(charter.channel), url
    for choice in vision_queries.strategies_to_recheck(active):
        name = f"{choice.reason}: {choice.get_strategy_display()}"
        yield "strategy", choice, name, reverse("feedbackloop:value", args=[choice.reason.code])
