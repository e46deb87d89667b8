"""The menu: what this person may open, for every page alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contactreductie.core import rules as core_rules
from contactreductie.core.access import Predicate, user_of
from contactreductie.core.models import User
from feedbackloop import rules as loop_rules
from raci import rules as raci_rules
from reasons import rules as reason_rules
from reasons.views import queued


@dataclass(frozen=True)
class Item:
    """One entry: `short` is its label in the phone's bottom bar, for the few that are there.
    `below` are pages that are opened from it; only the command palette names them too."""

    label: Promise
    url_name: str
    icon: str
    predicate: Predicate
    short: Promise | str = ""
    below: tuple["Item", ...] = ()


TEAM_CONTACTS = Item(
    _("Contacts of the team"),
    "raci:team_contacts",
    "phone",
    reason_rules.may_register_late,
)
QUALITY = Item(
    _("Quality of the tree"), "feedbackloop:tree_quality", "search", reason_rules.may_edit_tree
)
REVIEW = Item(
    _("Review of the tree"), "feedbackloop:tree_review", "check", reason_rules.may_edit_tree
)
EDITOR = Item(_("Edit the reasons"), "reasons:editor", "edit", reason_rules.may_edit_tree)
VERSIONS = Item(
    _("Versions of the tree"), "raci:tree_versions", "import", reason_rules.may_edit_tree
)
MENU: tuple[tuple[Promise | str, tuple[Item, ...]], ...] = (
    (
        "",
        (
            Item(
                _("Register"),
                "reasons:register",
                "register",
                reason_rules.may_register,
                _("Register"),
            ),
            Item(_("Tally"), "reasons:tally", "tally", reason_rules.may_register),
            Item(
                _("My contacts"),
                "reasons:mine",
                "phone",
                reason_rules.may_register,
                below=(TEAM_CONTACTS,),
            ),
            Item(_("Signals"), "reasons:signals", "comment", reason_rules.may_answer),
        ),
    ),
    (
        _("Understand"),
        (
            Item(
                _("Dashboard"),
                "feedbackloop:dashboard",
                "dashboard",
                loop_rules.may_read_dashboard,
                _("Dashboard"),
            ),
            Item(
                _("Reports"),
                "feedbackloop:reports",
                "report",
                loop_rules.may_read_report,
                _("Reports"),
            ),
            Item(_("Team"), "feedbackloop:team", "people", loop_rules.may_see_team),
            Item(_("Channels"), "feedbackloop:channels", "chat", loop_rules.may_read_channels),
            Item(
                _("Process map"),
                "feedbackloop:process_map",
                "right",
                loop_rules.may_read_process_map,
            ),
            Item(
                _("Reasons"),
                "reasons:tree",
                "reason",
                reason_rules.may_read_lists,
                below=(EDITOR, QUALITY, REVIEW, VERSIONS),
            ),
        ),
    ),
    (
        _("Improve"),
        (
            Item(_("Actions"), "raci:actions", "action", raci_rules.may_see_action, _("Actions")),
            Item(_("Value matrix"), "feedbackloop:matrix", "star", loop_rules.may_read_values),
            Item(_("Targets"), "feedbackloop:targets", "target", loop_rules.may_read_targets),
            Item(_("Without owner"), "feedbackloop:unrouted", "inbox", loop_rules.may_see_unrouted),
            Item(
                _("Responsibilities"),
                "raci:responsibilities",
                "user",
                raci_rules.may_see_matrix,
            ),
            Item(_("Customer vision"), "raci:vision", "vision", raci_rules.may_see_vision),
        ),
    ),
    (
        _("Manage"),
        (
            Item(_("Imports"), "reasons:imports", "import", reason_rules.may_import),
            Item(_("Dimensions"), "reasons:dimensions", "list", reason_rules.may_edit_tree),
            Item(_("People and lists"), "admin:index", "lock", core_rules.is_administrator),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu and the account of a signed-in person; nothing for anybody else."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    user = user_of(request)
    groups = (
        {"label": label, "items": list(_items(items, request, user))} for label, items in MENU
    )
    return {
        "navigation": [group for group in groups if group["items"]],
        "account": {"name": str(user), "role": ", ".join(_role_labels(user))},
        "queue": queued.browser_settings(user) if reason_rules.may_register(user) else None,
    }


def _items(items: Iterable[Item], request: HttpRequest, user: User) -> Iterable[dict[str, Any]]:
    for item in items:
        if item.predicate(user):
            url = reverse(item.url_name)
            below = list(_items(item.below, request, user))
            is_here = request.path.startswith(url) or any(page["current"] for page in below)
            yield {
                "label": item.label,
                "short": item.short,
                "icon": item.icon,
                "url": url,
                "current": is_here,
                "below": below,
            }


def _role_labels(user: User) -> list[str]:
    return [str(role.label) for role in sorted(user.roles)]
