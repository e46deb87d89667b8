"""What an import of a tree would do, told without doing it; and what it may not undo."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from contactreductie.core.models import AuditEvent
from raci.models import ReasonResponsibility
from reasons.models import ContactReason, Dimension, ListsState, TreeChange
from reasons.services import restructuring
from tests.factories import people, raci
from tests.factories.clock import MONDAY
from tests.factories.tree_versions import file, row
from tests.raci.commands.command import Runner

pytestmark = pytest.mark.django_db
PRESENT = file(
    row("levering"),
    row("te-laat", "levering"),
    row("kwijt", "levering"),
    row("geld"),
    row("factuur", "geld"),
    row("kosten", "geld", department_code="finance"),
)
NEWER = file(
    row("levering", name="Bezorging"),
    row("te-laat", "geld"),
    row("geld"),
    row("factuur", "geld", synonyms="rekening"),
    row("kosten", "geld", department_code="logistics"),
    row("ruilen", "levering", required_dimensions="maat"),
    row("fout", "nergens"),
)
FIGURES = {"read": 7, "created": 1, "updated": 4, "rejected": 1}


@pytest.fixture
def command(tmp_path, capsys):
    raci.department("finance")
    raci.department("logistics")
    runner = Runner("import_taxonomy", tmp_path / "taxonomy.csv", capsys)
    assert runner(PRESENT)[0] == 0
    return runner


def state():
    models = (ContactReason, Dimension, ListsState, TreeChange, ReasonResponsibility, AuditEvent)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_dry_run_tells_the_difference_and_writes_nothing(command):
    before = state()

    code, answer = command(NEWER, "--dry-run")

    told = {"same": 1, "moved": 1, "renamed": 1, "changed": 2, "gone": 1, "gone_codes": ["kwijt"]}
    assert (code, answer) == (1, FIGURES | told)
    assert command.errors == ["Rij 8, kolom parent_code: Onbekende reden 'nergens'."]
    assert state() == before


def test_import_then_does_what_the_dry_run_told(command):
    assert command(NEWER) == (1, FIGURES)
    code, answer = command.again("--dry-run")
    assert (code, answer["same"], answer["updated"]) == (1, 6, 0)
    assert answer["gone_codes"] == ["kwijt"]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "nl",
            [
                "Verplaatst: Levering › Te laat → Geld › Te laat",
                "Andere naam: Levering → Bezorging",
                "Gewijzigd: Geld › Factuur",
                "Gewijzigd: Geld › Kosten",
                "Nieuw: Bezorging › Ruilen",
                "Niet meer genoemd: Levering › Kwijt",
            ],
        ),
        (
            "en",
            [
                "Moved: Levering › Te laat → Geld › Te laat",
                "Other name: Levering → Bezorging",
                "Changed: Geld › Factuur",
                "Changed: Geld › Kosten",
                "New: Bezorging › Ruilen",
                "No longer there: Levering › Kwijt",
            ],
        ),
    ],
)
def test_people_read_a_line_for_each_reason(command, capsys, language, lines):
    command.path.write_text(NEWER, "utf-8")
    with pytest.raises(SystemExit):
        call_command("import_taxonomy", str(command.path), "--dry-run", "--language", language)
    *told, figures = capsys.readouterr().out.splitlines()
    assert told == lines
    assert figures == (
        "read: 7, created: 1, updated: 4, rejected: 1, same: 1, moved: 1, renamed: 1, "
        "changed: 2, gone: 1"
    )


def test_dry_run_knows_reasons_by_their_code_as_the_import_does(command):
    """Another code below the same main reason is a second reason of that name: R-2 refuses it."""
    code, answer = command(file(row("geld"), row("x", "geld", "Factuur")), "--dry-run")
    assert (code, answer["rejected"], answer["same"]) == (1, 1, 1)
    assert command.errors == ["Rij 3, kolom name_nl: Deze reden bestaat al onder deze hoofdreden."]


def test_reason_that_was_merged_is_not_taken_back_by_the_file_of_before(command):
    """R-7: it ended when it was merged; the other rows go in."""
    reasons = ContactReason.objects.in_bulk(field_name="code")
    restructuring.merge_reasons(
        reasons["te-laat"],
        into=reasons["kwijt"],
        actor=people.coordinator(),
        now=MONDAY - timedelta(days=1),
        why="Dubbel",
    )

    code, answer = command.again()

    assert (code, answer["updated"], answer["rejected"]) == (1, 0, 1)
    assert command.errors == ["Rij 3, kolom code: Deze reden is al samengevoegd."]
    assert ContactReason.objects.get(code="te-laat").merged_into == reasons["kwijt"]
