"""The loop turns once over a real log: contacts in, true counts, an action at its owner."""

import csv
import gzip
import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from feedbackloop.models import WeeklyReport
from raci.enums import RaciRole
from raci.models import ActionRole, ImprovementAction
from reasons.models import ContactReason
from tests.factories import feedbackloop as build
from tests.factories import people

ROOT = Path(settings.BASE_DIR)
FILE = ROOT.parent / "shared/data/cfpb-klachten-2014/complaints_2014-10-10_2014-11-13.csv.gz"
MAPPING = ROOT / "docs/mappings/cfpb-complaints.toml"
WEEK, MOMENT = "2014-W43", "2014-10-27T07:00:00+01:00"
LEVELS = ("Product", "Sub-product", "Issue", "Sub-issue")

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FILE.exists(), reason=f"the complaints file is not there: {FILE.name}"),
]


def command(capsys, *arguments):
    """What a command prints as its JSON object."""
    capsys.readouterr()
    call_command(*arguments, "--json")
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])


def all_rows():
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def rows_of_the_week():
    for row in all_rows():
        day = datetime.strptime(row["Date received"], "%m/%d/%Y").date()  # noqa: DTZ007
        year, week, _weekday = day.isocalendar()
        if f"{year}-W{week:02}" == WEEK:
            yield row


def counted_in_the_file():
    """Contacts per path as far down as the levels are filled in without a gap, and per company."""
    branches: Counter[tuple[str, ...]] = Counter()
    companies: Counter[str] = Counter()
    for row in rows_of_the_week():
        companies[row["Company"]] += 1
        path: tuple[str, ...] = ()
        for level in LEVELS:
            if not row[level]:
                break
            path = (*path, row[level])
            branches[path] += 1
    return branches, companies


def largest_leaves(number):
    """The paths without a gap that no row in the file goes below, most contacts first."""
    gapless = {tuple(row[level] for level in LEVELS) for row in all_rows()}
    filled = {tuple(filter(None, path)) for path in gapless if "" not in path[: _depth(path)]}
    above = {path[:depth] for path in filled for depth in range(len(path))}
    counts = Counter(tuple(row[level] for level in LEVELS) for row in rows_of_the_week())
    leaves = {
        path[: _depth(path)]: n for path, n in counts.items() if "" not in path[: _depth(path)]
    }
    return sorted((p for p in leaves if p not in above), key=lambda p: -leaves[p])[:number]


def _depth(path):
    """How far down the path is filled in, gaps included."""
    return max(place for place, level in enumerate(path, start=1) if level)


def paths_of(lines):
    """The names of each line's reason, from the main reason down."""
    by_code = {line["reason"]: line for line in lines}

    def path(line):
        above = path(by_code[line["parent"]]) if line["parent"] else ()
        return (*above, line["name"]["en"])

    return {path(line): line["contacts"] for line in lines}


def test_loop_over_the_complaints_reports_what_is_in_the_file_and_routes_it(capsys, tmp_path):
    people.manager()
    imported = command(
        capsys, "import_contacts", str(FILE), f"--mapping={MAPPING}", "--create-reasons"
    )
    assert (imported["read"], imported["created"], imported["rejected"]) == (8340, 8340, 0)
    credit = build.department("credit")
    for product in ContactReason.objects.filter(parent=None):
        build.accountable(product, credit)

    result = command(capsys, "run_weekly_loop", f"--week={WEEK}", f"--now={MOMENT}")

    report = WeeklyReport.objects.get()
    content = report.content
    branches, companies = counted_in_the_file()
    assert content["totals"]["contacts"] == companies.total() == 2691
    reported = paths_of(content["lines"])
    assert {path: reported.get(path) for path in branches} == dict(branches)
    cells = {row["value"]: row["contacts"] for row in content["dimensions"] if not row["reason"]}
    assert sorted(cells.values()) == sorted(n for n in companies.values() if n >= 5)
    _assert_routed(result, content, credit)
    _assert_repeatable(capsys, report, tmp_path)


def _assert_routed(result, content, credit):
    """The large reasons became actions at the department that owns them."""
    opened = [finding for finding in content["findings"] if finding["action"]]
    named = [finding["text"]["en"].split("’")[0].removeprefix("‘") for finding in opened]
    assert named == [" › ".join(path) for path in largest_leaves(3)]
    assert result["actions_opened"] == 3
    assert (result["unrouted"], result["skipped"]) == (0, False)
    for finding in opened:
        action = ImprovementAction.objects.get(pk=finding["action"])
        assert (action.reason.code, finding["department"]) == (finding["reason"], "credit")
        accountable = ActionRole.objects.get(action=action, role=RaciRole.ACCOUNTABLE)
        assert accountable.department == credit


def _assert_repeatable(capsys, report, tmp_path):
    """Running again changes nothing, and the file is the frozen document byte for byte."""
    before = ImprovementAction.objects.count()
    again = command(capsys, "run_weekly_loop", f"--week={WEEK}")
    assert (again["skipped"], again["actions_opened"]) == (True, 0)
    assert ImprovementAction.objects.count() == before
    file = tmp_path / "report.json"
    exported = command(
        capsys, "export_report", f"--week={WEEK}", "--format=json", f"--output={file}"
    )
    assert file.read_bytes() == report.document.encode()
    assert exported["bytes"] == len(report.document.encode())
    assert WeeklyReport.objects.get().document == report.document
