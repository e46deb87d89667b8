import json

import pytest

from contactreductie.core.csv_files import Rejection, UnusableFile
from contactreductie.core.management.base import CalledWrongly, Outcome, ReportingCommand
from contactreductie.core.refusals import Refusal

pytestmark = pytest.mark.django_db


def run(outcome, *arguments, capsys):
    """Exit code, standard output and standard error of a command with this outcome."""

    class Command(ReportingCommand):
        def run(self, *, now, **options):
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

    code = 0
    try:
        Command().run_from_argv(["manage.py", "command", *arguments])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_done_command_prints_its_figures(capsys):
    assert run(Outcome({"read": 3, "created": 2}), capsys=capsys) == (
        0,
        "read: 3, created: 2\n",
        "",
    )


def test_json_is_the_last_line_of_standard_output(capsys):
    code, out, _err = run(Outcome({"read": 3, "rejected": 0}), "--json", capsys=capsys)
    assert code == 0
    assert json.loads(out.splitlines()[-1]) == {"read": 3, "rejected": 0}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ([], "Rij 17, kolom name: Vul dit veld in.\n"),
        (["--language", "en"], "Row 17, column name: Fill in this field.\n"),
    ],
)
def test_rejected_rows_are_listed_and_fail(capsys, language, line):
    rejected = [Rejection(17, Refusal("Fill in this field.", field="name"))]
    outcome = Outcome({"read": 1, "rejected": 1}, rejected)
    code, out, err = run(outcome, "--json", *language, capsys=capsys)
    assert (code, json.loads(out), err) == (1, {"read": 1, "rejected": 1}, line)


def test_rejected_rows_kept_elsewhere_fail_too(capsys):
    assert run(Outcome({"rejected": 2}), capsys=capsys)[0] == 1


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (Refusal("The file is empty."), 1),
        (UnusableFile("The file is empty."), 2),
        (CalledWrongly("The file is empty."), 2),
    ],
)
def test_refusal_is_one_line_and_a_code(capsys, refusal, code):
    assert run(refusal, capsys=capsys) == (code, "", "Het bestand is leeg.\n")


def test_stopped_command_says_how_to_go_on(capsys):
    code, _out, err = run(KeyboardInterrupt(), capsys=capsys)
    assert (code, err) == (130, "Gestopt. Start opnieuw om verder te gaan.\n")


def test_unknown_argument_is_called_wrongly(capsys):
    code, _out, err = run(Outcome({}), "--nothing", capsys=capsys)
    assert code == 2
    assert "--nothing" in err


def test_progress_draws_nothing_beside_a_terminal(capsys):
    assert list(ReportingCommand().progress([1, 2, 3], total=3)) == [1, 2, 3]
    assert capsys.readouterr().err == ""


def test_refusal_ends_in_json_too(capsys):
    code, out, _err = run(Refusal("The file is empty."), "--json", capsys=capsys)
    assert (code, json.loads(out)) == (1, {"error": "Het bestand is leeg."})
