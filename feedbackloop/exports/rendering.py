"""Choosing what to write: the frozen document, or a view of it for one department."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from feedbackloop.exports import pages, tables, workbook
from feedbackloop.models import WeeklyReport
from feedbackloop.reports.document import canonical
from raci.queries.departments import DepartmentTree

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
FORMATS = tuple(CONTENT_TYPES)
# Content and the name of the department it is limited to, which only prose mentions.
WRITERS: dict[str, Callable[[dict[str, Any], str], bytes]] = {
    "json": lambda content, _scope: canonical(content).encode(),
    "csv": lambda content, _scope: tables.csv_bytes(content),
    "xlsx": lambda content, _scope: workbook.xlsx_bytes(content),
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
    lines, findings and actions are those of reasons that department or a team of it is
    accountable for.
    """
    if file_format not in FORMATS:
        raise Refusal(_("Choose one of: %(formats)s."), field="format", formats=", ".join(FORMATS))
    name = "-".join(filter(None, ["rapport", str(report.week), f"v{report.version}", department]))
    if department:
        scope, branch = _branch(department)
        body = WRITERS[file_format](_part(report, branch), scope)
    elif file_format == "json":
        body = report.document.encode()
    else:
        body = WRITERS[file_format](report.content, "")
    return ReportFile(f"{name}.{file_format}", CONTENT_TYPES[file_format], body)


def _branch(department: str) -> tuple[str, set[str]]:
    """The department's name, and its code with those of its teams; refused where there is none."""
    tree = DepartmentTree.load()
    node = tree.by_code.get(department)
    if node is None:
        message = _("There is no department '%(code)s'.")
        raise Refusal(message, field="department", code=department)
    return node.name, {tree.by_id[pk].code for pk in tree.branch_ids(node.id)}


def _part(report: WeeklyReport, departments: set[str]) -> dict[str, Any]:
    """What these departments answer for. The hash is that of the whole, so it is left out."""
    content = {**report.content, "sha256": None}
    for section in ("lines", "findings"):
        content[section] = [row for row in content[section] if row["department"] in departments]
    reasons = {line["reason"] for line in content["lines"]}
    content["dimensions"] = [row for row in content["dimensions"] if row["reason"] in reasons]
    content["actions"] = {
        name: [row for row in rows if row["reason"] in reasons]
        for name, rows in content["actions"].items()
    }
    return content
