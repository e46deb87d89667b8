"""The sections of a report as text, for files that people read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contactreductie.core.figures import ABSENT, number, percent
from feedbackloop.enums import Missing, Severity
from feedbackloop.queries.names import in_language
from feedbackloop.reports.reading import Reading
from feedbackloop.reports.shown import Figures, ratio_text

LISTS = ("overdue", "opened", "verified")


def finding(row: Mapping[str, Any], page: Reading) -> dict[str, str]:
    code = row["department"]
    routed = [page.names.departments.get(code, code) if code else _("without owner")]
    if row["action"]:
        routed.append(_("Action %(number)s") % {"number": row["action"]})
    return {
        "severity": str(Severity(row["severity"]).label),
        "tone": row["severity"],
        "text": in_language(row["text"]),
        "routed": " · ".join(routed),
    }


def line_columns(page: Reading) -> list[str]:
    return [
        _("Reason"),
        page.title,
        _("Week before"),
        _("Mean of 8"),
        _("Last year"),
        _("Expected"),
        f"{_('Per 100')} {page.denominator_name.lower()}".strip(),
        _("Repeats"),
    ]


def lines(page: Reading, *, with_total: bool) -> list[dict[str, Any]]:
    """Two levels of reasons and deeper alarms, as on the page; the other formats show all."""
    rows = [_line(line) for line in page.lines]
    return [*rows, _total(page)] if with_total else rows


def groups(page: Reading) -> list[dict[str, Any]]:
    """Contacts per dimension value, with their ratio where the value has units of its own."""
    return [_group(group, page) for group in page.dimension_groups]


def actions(page: Reading) -> list[dict[str, str]]:
    """What is late first, then what is new and what turned out to work."""
    words = {"overdue": _("overdue"), "opened": _("new"), "verified": _("verified")}
    return [
        {"title": f"{row['action']}. {row['title']}", "word": words[name], "due": _due(row)}
        for name in LISTS
        for row in page.actions[name]
    ]


def published(content: Mapping[str, Any]) -> str:
    moment = timezone.localtime(datetime.fromisoformat(content["published_at"]))
    return date_format(moment, "j F Y H:i")


def alarm_word(alarm: str | None) -> str:
    words = {"spike": pgettext("alarm", "Spike"), "drop": pgettext("alarm", "Drop")}
    return words[alarm] if alarm else ""


def _line(line: Figures) -> dict[str, Any]:
    return {
        "depth": line["depth"],
        "name": line["label"],
        "department": line["department_name"] or _("without owner"),
        "alarm": alarm_word(line["alarm"]),
        "is_total": False,
        "cells": [*_counts(line), _ratio(line["ratio"]), percent(line["repeat_share"])],
    }


def _total(page: Reading) -> dict[str, Any]:
    repeats = percent(page.content["repeat"]["backward"]["any"])
    return {
        "depth": 0,
        "name": _("Total"),
        "department": "",
        "alarm": "",
        "is_total": True,
        "cells": [*_counts(page.totals), _ratio(page.ratio), repeats],
    }


def _counts(row: Figures) -> list[str]:
    names = ("contacts", "previous_week", "mean_8_weeks", "last_year")
    return [*(number(row[name]) for name in names), _range(row)]


def _range(row: Figures) -> str:
    if row["expected"] is None:
        return ABSENT
    return f"{number(row['expected_low'])}–{number(row['expected_high'])}"


def _ratio(ratio: Figures) -> str:
    """N-1: never 0, ∞ or blank where a denominator is missing."""
    if "missing" in ratio:
        return str(Missing(ratio["missing"]).label)
    return f"{ratio_text(ratio['per_100'])} ({number(ratio['low'], 1)}–{number(ratio['high'], 1)})"


def _group(group: Mapping[str, Any], page: Reading) -> dict[str, Any]:
    name = capfirst(group["name"])
    columns = [name, page.title, _("Week before")]
    if group["has_ratio"]:
        columns.append(f"{_('Per 100')} ({_('of its own units')})")
    return {
        "columns": columns,
        "rows": [
            [
                row["label"],
                number(row["contacts"]),
                number(row["previous_week"]),
                *([_value_ratio(row)] if group["has_ratio"] else []),
            ]
            for row in group["rows"]
        ],
    }


def _value_ratio(row: Figures) -> str:
    if row["per_100"] is None or row["low"] is None:
        return str(Missing.DENOMINATOR_MISSING.label)
    return _ratio(row)


def _due(row: Mapping[str, Any]) -> str:
    if row["due"] is None:
        return ""
    return _("due %(date)s") % {"date": date_format(row["due"], "j F Y")}
