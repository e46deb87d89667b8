"""Choosing what to write: the frozen document, or a view of it for one department."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from feedbackloop.exports import pages, tables
from feedbackloop.models import WeeklyReport
from feedbackloop.reports.document import canonical
from raci.models import Department

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
FORMATS = tuple(CONTENT_TYPES)
WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "json": lambda content: canonical(content).encode(),
    "csv": tables.csv_bytes,
    "xlsx": tables.xlsx_bytes,
    "pdf": pages.pdf_bytes,
    "html": pages.html_bytes,
}


@dataclass(frozen=True)
class ReportFile:
    """A file ready to be sent or stored."""

    name: str
    content_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def render(report: WeeklyReport, file_format: str, *, department: str = "") -> ReportFile:
    """The report in one of FORMATS, in the language now active.

    JSON of the whole report is the frozen document byte for byte. With `department` (a code)
    lines and findings are those of reasons that department is accountable for.
    """
    if file_format not in FORMATS:
        raise Refusal(_("Choose one of: %(formats)s."), field="format", formats=", ".join(FORMATS))
    name = "-".join(filter(None, ["rapport", str(report.week), f"v{report.version}", department]))
    if file_format == "json" and not department:
        body = report.document.encode()
    else:
        body = WRITERS[file_format](_content(report, department))
    return ReportFile(f"{name}.{file_format}", CONTENT_TYPES[file_format], body)


def _content(report: WeeklyReport, department: str) -> dict[str, Any]:
    content = report.content
    if not department:
        return content
    if not Department.objects.filter(code=department).exists():
        message = _("There is no department '%(code)s'.")
        raise Refusal(message, field="department", code=department)
    for section in ("lines", "findings"):
        content[section] = [row for row in content[section] if row["department"] == department]
    reasons = {line["reason"] for line in content["lines"]}
    content["dimensions"] = [row for row in content["dimensions"] if row["reason"] in reasons]
    return content
