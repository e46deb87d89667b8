"""A report to read on paper or to pass on: PDF and a self-contained HTML page.

Both say what the page of the report says, in its words and with its rounding.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import typst
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from contactreductie.core.figures import number
from feedbackloop.exports import key_figures, sections
from feedbackloop.queries.names import Names
from feedbackloop.reports.reading import Reading

TEMPLATE = Path(__file__).with_name("report.typ")


def html_bytes(content: dict[str, Any], scope: str = "") -> bytes:
    """One page that needs nothing beside itself."""
    return render_to_string("feedbackloop/report_export.html", readable(content, scope)).encode()


def pdf_bytes(content: dict[str, Any], scope: str = "") -> bytes:
    """A PDF of the same text; the same report and names give the same bytes."""
    published = datetime.fromisoformat(content["published_at"])
    text = readable(content, scope)
    text["date"] = [published.year, published.month, published.day]
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(text, ensure_ascii=False)},
        timestamp=int(published.timestamp()),
    )


def readable(content: dict[str, Any], scope: str = "") -> dict[str, Any]:
    """Every figure as text in the language now active, with the words around it. `scope` is the
    name of the department that the lines are limited to."""
    page = Reading(content=content, names=Names.of(content))
    return {
        "language": "en" if (translation.get_language() or "nl").startswith("en") else "nl",
        "title": _("Weekly report %(week)s") % {"week": page.week},
        "period": page.span,
        "notices": [text for text in (_completeness(page), _scope(scope)) if text],
        "headline": _headline(page),
        "totals": key_figures.totals(page),
        "findings_title": _("Findings"),
        "findings": [sections.finding(row, page) for row in content["findings"]],
        "no_findings": _("Nothing asks for attention this week."),
        "lines_title": _("Reasons"),
        "lines_note": _lines_note(page),
        "columns": sections.line_columns(page),
        "lines": sections.lines(page, with_total=not scope),
        "groups_title": _("Breakdown"),
        "groups": sections.groups(page),
        "actions_title": _("Actions"),
        "actions": sections.actions(page),
        "no_actions": _("No action was opened, verified or overdue this week."),
        "footer": _footer(content),
    }


def _headline(page: Reading) -> str:
    """The sentence of the page, without its links."""
    markup = render_to_string("feedbackloop/partials/_headline.html", {"page": page})
    return " ".join(unescape(strip_tags(markup)).split())


def _completeness(page: Reading) -> str:
    if page.complete:
        return ""
    text = _("This week is incomplete: no contacts came in by %(channels)s.")
    return text % {"channels": ", ".join(page.missing_channels)}


def _scope(department: str) -> str:
    text = _("Only the reasons of %(department)s; the key figures are of the whole organisation.")
    return text % {"department": department} if department else ""


def _lines_note(page: Reading) -> str:
    expected = _("Expected: the range that a quiet week stays within.")
    chance = _("By chance alone at most %(chance)s of %(shown)s reasons leave it upwards.")
    others = _("Per 100: with its 95% range. Repeats: from 30 contacts.")
    shown = {"chance": number(page.false_alarms, 1), "shown": number(page.judged)}
    return " ".join([expected, *([chance % shown] if page.judged else []), others])


def _footer(content: Mapping[str, Any]) -> str:
    parts = [
        _("version %(number)s") % {"number": content["version"]},
        _("published %(moment)s") % {"moment": sections.published(content)},
    ]
    if content["sha256"]:
        parts.append(f"SHA-256 {content['sha256'][:16]}…")
    return " · ".join(parts)
