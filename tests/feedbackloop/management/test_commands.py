import json

import pytest
from django.core.management import call_command

from feedbackloop.models import DayCount, Volume
from tests.factories import feedbackloop as build
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """Exit code, JSON object and error text of a command, in English."""

    def execute(*arguments):
        capsys.readouterr()
        code = 0
        try:
            call_command(*map(str, arguments), "--json", "--language=en")
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        lines = said.out.strip().splitlines()
        return code, json.loads(lines[-1]) if lines else None, said.err

    return execute


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "volumes.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_import_volumes_twice_creates_once(run, file):
    path = file("period,denominator,units\n2026-W10,orders,1000\n2026-03-09,orders,150\n")

    first, second = run("import_volumes", path), run("import_volumes", path)

    assert first[:2] == (0, {"read": 2, "created": 2, "updated": 0, "rejected": 0})
    assert second[:2] == (0, {"read": 2, "created": 0, "updated": 0, "rejected": 0})


def test_import_volumes_keeps_right_rows_and_lists_wrong_ones(run, file):
    path = file(
        "period,denominator,dimension,value,units\n"
        "2026-W10,orders,,,1000\n2026-W11,orders,,,-1\n2026-W12,orders\n2026-W99,orders,,,5\n"
    )

    code, figures, errors = run("import_volumes", path)

    assert (code, figures) == (1, {"read": 4, "created": 1, "updated": 0, "rejected": 3})
    assert errors.splitlines() == [
        "Row 3, column units: The denominator must be a whole number of 0 or more.",
        "Row 4: this row has 2 cells where the header has 5.",
        "Row 5, column period: '2026-W99' is not an ISO week such as 2026-W10 and not a date.",
    ]
    assert Volume.objects.count() == 1


def test_import_volumes_of_a_file_without_a_column_is_refused(run, file):
    code, figures, errors = run("import_volumes", file("period,units\n2026-W10,5\n"))

    assert (code, figures) == (1, {"error": errors.strip()})
    assert "denominator" in errors


def test_import_volumes_of_a_missing_file_is_a_wrong_call(run, tmp_path):
    assert run("import_volumes", tmp_path / "none.csv")[0] == 2


def test_rebuild_facts_counts_every_day(run):
    make.reason("invoice")
    make.channel("phone")
    build.contacts(W10, 7, reason="invoice")

    assert run("rebuild_facts")[:2] == (0, {"days": 7})
    assert DayCount.objects.count() == 7


@pytest.fixture
def shop():
    make.reason("invoice")
    make.channel("phone")
    people.manager()
    build.contacts(W10, 7, reason="invoice")


def test_run_weekly_loop_says_what_it_did(run, shop):
    moment = "--now=2026-03-09T06:00:00+01:00"

    code, figures, _errors = run("run_weekly_loop", "--week=2026-W10", moment)

    assert code == 0
    assert figures == {
        "week": "2026-W10",
        "version": 1,
        "findings": 1,
        "actions_opened": 0,
        "unrouted": 1,
        "skipped": False,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--week=2026-W60"], 2, "2026-W60 is not an ISO week such as 2026-W10."),
        (["--week=2026-W10", "--now=soon"], 2, "soon is not a moment"),
        (["--week=2026-W09"], 1, "Week 2026-W09 has no contacts; there is nothing to report."),
        (
            ["--week=2026-W10", "--now=2026-03-08T23:59"],
            1,
            "Week 2026-W10 is still running (until Sunday 8 March).",
        ),
        (
            ["--week=2026-W10", "--now=2026-03-01T12:00"],
            1,
            "Week 2026-W10 has not begun (it starts on Monday 2 March).",
        ),
    ],
)
def test_run_weekly_loop_refuses_plainly(run, shop, arguments, code, message):
    found, figures, errors = run("run_weekly_loop", *arguments)

    assert (found, figures) == (code, {"error": errors.strip()})
    assert errors.startswith(message)


def test_export_report_writes_the_file_and_tells_its_size_and_hash(run, shop, tmp_path):
    build.run_loop()
    path = tmp_path / "report.csv"

    code, figures, _errors = run(
        "export_report", "--week=2026-W10", "--format=csv", f"--output={path}"
    )

    assert code == 0
    assert list(figures) == ["week", "version", "bytes", "sha256"]
    assert figures["bytes"] == path.stat().st_size


def test_export_report_without_a_report_is_refused(run, shop, tmp_path):
    code, _figures, errors = run(
        "export_report", "--week=2026-W10", "--format=json", f"--output={tmp_path / 'x'}"
    )

    assert (code, errors) == (1, "There is no report of week 2026-W10.\n")


def test_export_report_into_a_missing_folder_is_a_wrong_call(run, shop, tmp_path):
    build.run_loop()
    path = tmp_path / "none" / "x"

    code, _figures, errors = run(
        "export_report", "--week=2026-W10", "--format=json", f"--output={path}"
    )

    assert code == 2
    assert str(path) in errors
