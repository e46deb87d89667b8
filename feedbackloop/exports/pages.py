"""A report to read on paper or to pass on: PDF and a self-contained HTML page."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contactreductie.core.figures import ABSENT, change, number, percent, signed_percent
from contactreductie.core.iso_week import IsoWeek
from feedbackloop.enums import Missing, Severity

TEMPLATE = Path(__file__).with_name("report.typ")
MAX_DEPTH = 2  # paper shows main reasons and two levels below; the other formats show all


def html_bytes(content: dict[str, Any]) -> bytes:
    """One page that needs nothing beside itself."""
    return render_to_string("feedbackloop/report_export.html", readable(content)).encode()


def pdf_bytes(content: dict[str, Any]) -> bytes:
    """A PDF made from the figures alone; the same report gives the same bytes."""
    published = datetime.fromisoformat(content["published_at"])
    text = {**readable(content), "date": [published.year, published.month, published.day]}
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(text, ensure_ascii=False)},
        timestamp=int(published.timestamp()),
    )


def readable(content: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure as text in the language now active, with the words around it."""
    language = "en" if (translation.get_language() or "nl").startswith("en") else "nl"
    week = IsoWeek.parse(content["week"])
    return {
        "language": language,
        "title": _("Weekly report %(week)s") % {"week": week},
        "period": f"{date_format(week.monday, 'j F')} – {date_format(week.sunday, 'j F Y')}",
        "notice": _completeness(content["completeness"]),
        "totals": _totals(content),
        "findings_title": _("Findings"),
        "findings": [_finding(row, language) for row in content["findings"]],
        "no_findings": _("Nothing asks for attention this week."),
        "lines_title": _("Reasons"),
        "columns": [
            _("Reason"),
            _("Contacts"),
            _("Week before"),
            _("Mean of 8 weeks"),
            _("Expected"),
            _("Per 100"),
            _("Repeats"),
            _("Department"),
        ],
        "lines": [_line(row, language) for row in content["lines"] if row["depth"] <= MAX_DEPTH],
        "footer": f"{_('Version')} {content['version']} · SHA-256 {content['sha256'][:16]}…",
    }


def _completeness(section: Mapping[str, Any]) -> str:
    if section["complete"]:
        return ""
    missing = ", ".join(section["missing_channels"])
    return f"{_('This week is incomplete: no contacts came in by')} {missing}."


def _totals(content: Mapping[str, Any]) -> list[dict[str, str]]:
    totals, repeat = content["totals"], content["repeat"]
    versus = signed_percent(change(totals["contacts"], totals["previous_week"]))
    shown = [
        (_("Contacts"), number(totals["contacts"])),
        (_("Compared with the week before"), versus),
        (_("Mean of 8 weeks"), number(totals["mean_8_weeks"])),
        (_("Same week last year"), number(totals["last_year"])),
        (_("Expected"), _range(totals)),
        (_("Repeat contacts"), percent(repeat["backward"]["any"], 1)),
        (
            _("Right the first time (%(week)s)") % {"week": repeat["forward"]["week"]},
            percent(repeat["forward"]["fcr"], 1),
        ),
        (_("Known customers"), percent(repeat["coverage"])),
        (_("Noise, not counted"), number(totals["noise"])),
    ]
    return [{"label": label, "value": value} for label, value in shown]


def _finding(row: Mapping[str, Any], language: str) -> dict[str, str]:
    routed = [row["department"] or ""]
    if row["action"]:
        routed.append(_("Action %(number)s") % {"number": row["action"]})
    return {
        "severity": str(Severity(row["severity"]).label),
        "tone": row["severity"],
        "text": row["text"][language],
        "routed": " · ".join(filter(None, routed)),
    }


def _line(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    alarms = {"spike": pgettext("alarm", "Spike"), "drop": pgettext("alarm", "Drop")}
    return {
        "depth": row["depth"],
        "name": row["name"][language],
        "alarm": alarms[row["alarm"]] if row["alarm"] else "",
        "cells": [
            number(row["contacts"]),
            number(row["previous_week"]),
            number(row["mean_8_weeks"]),
            _range(row),
            _ratio(row["ratio"]),
            percent(row["repeat_share"]),
            row["department"] or ABSENT,
        ],
    }


def _range(row: Mapping[str, Any]) -> str:
    if row["expected"] is None:
        return ABSENT
    return f"{number(row['expected_low'])}–{number(row['expected_high'])}"


def _ratio(ratio: Mapping[str, Any]) -> str:
    """N-1: never 0, ∞ or blank where a denominator is missing."""
    if "missing" in ratio:
        return str(Missing(ratio["missing"]).label)
    return number(ratio["per_100"], 1)
