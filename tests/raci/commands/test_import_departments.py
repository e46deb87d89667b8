import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci.models import Department
from tests.factories import people
from tests.factories import raci as make
from tests.raci.commands.command import Runner

pytestmark = pytest.mark.django_db
HEADER = "code,name,is_customer_service,head_email\n"
FILE = HEADER + (
    "logistics,Logistiek,false,bakker@example.org\n"
    "service,Klantenservice,true,regie@example.org\n"
    "finance,Finance,false,\n"
)


@pytest.fixture
def command(tmp_path, capsys):
    return Runner("import_departments", tmp_path / "departments.csv", capsys)


def counted(read, created, updated, rejected):
    return {"read": read, "created": created, "updated": updated, "rejected": rejected}


def test_departments_and_their_heads_are_made(command):
    assert command(FILE) == (0, counted(3, 3, 0, 0))
    heads = {row.code: row.head and row.head.email for row in Department.objects.all()}
    assert heads == {
        "logistics": "bakker@example.org",
        "service": "regie@example.org",
        "finance": None,
    }
    head = User.objects.get(email="bakker@example.org")
    assert head.roles == {Role.DEPARTMENT_OWNER}
    assert head.membership.department.code == "logistics"
    assert not head.has_usable_password()
    assert User.objects.get(email="regie@example.org").roles == {Role.TEAM_LEADER}


def test_same_file_twice_changes_nothing(command):
    command(FILE)
    assert command.again() == (0, counted(3, 0, 0, 0))


def test_changed_rows_are_updated(command):
    command(FILE)
    changed = FILE.replace("Logistiek", "Vervoer").replace("finance,Finance,false,", "")
    assert command(changed.replace("bakker@", "mulder@")) == (0, counted(2, 0, 1, 0))
    logistics = Department.objects.get(code="logistics")
    assert (logistics.name, logistics.head.email) == ("Vervoer", "mulder@example.org")


def test_empty_head_leaves_the_head(command):
    command(FILE)
    assert command(FILE.replace("bakker@example.org", "")) == (0, counted(3, 0, 0, 0))


def test_known_person_becomes_head_with_the_role_it_takes(command):
    person = people.user("bakker", Role.AGENT)
    command(FILE)
    person = User.objects.get(pk=person.pk)
    assert person.roles == {Role.AGENT, Role.DEPARTMENT_OWNER}
    assert Department.objects.get(code="logistics").head == person


def test_customer_service_moves_within_one_file(command):
    command(FILE)
    moved = FILE.replace("service,Klantenservice,true", "service,Klantenservice,false")
    moved = moved.replace("finance,Finance,false", "finance,Finance,ja")
    assert command(moved) == (0, counted(3, 0, 2, 0))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",Leeg,false,", "Rij 2, kolom code: Vul dit veld in."),
        ("x,,false,", "Rij 2, kolom name: Vul dit veld in."),
        ("x,X,misschien,", "Rij 2, kolom is_customer_service: 'misschien' is geen ja of nee."),
        ("x,X,false,geen-mail", "Rij 2, kolom head_email: 'geen-mail' is geen e-mailadres."),
        ("x,X", "Rij 2: deze rij heeft 2 cellen, de kopregel 4."),
        (f"x,{'X' * 130},false,", "Rij 2, kolom name: Maximaal 120 tekens."),
        (f"{'x' * 61},X,false,", "Rij 2, kolom code: Maximaal 60 tekens."),
        (
            f"x,X,false,{'a' * 50}@{'.'.join(['b' * 60] * 2)}.{'c' * 17}.nl",
            "Rij 2, kolom head_email: Maximaal 150 tekens.",
        ),
        (
            "x,X,true,",
            "Rij 2, kolom is_customer_service: Er is al een afdeling klantenservice.",
        ),
        (
            "x,X,false,agent@example.org",
            (
                "Rij 2, kolom head_email: Klantenservice kan faciliteren, maar niet "
                "eindverantwoordelijk zijn. Kies een A buiten klantenservice."
            ),
        ),
    ],
)
def test_bad_row_is_rejected_and_the_others_are_kept(command, row, message):
    make.organisation()
    assert command(f"{HEADER}{row}\ngoed,Goed,false,\n") == (1, counted(2, 1, 0, 1))
    assert command.errors == [message]
    assert not Department.objects.filter(code="x").exists()


def test_messages_come_in_english_too(command):
    command(f"{HEADER}x,,false,\n", "--language", "en")
    assert command.errors == ["Row 2, column name: Fill in this field."]


def test_code_twice_in_a_file_is_rejected(command):
    assert command(f"{HEADER}x,X,false,\nx,Y,false,\n") == (1, counted(2, 1, 0, 1))
    assert command.errors == ["Rij 3, kolom code: 'x' staat al in rij 2."]


def test_accountable_department_cannot_become_customer_service(command):
    make.organisation()
    Department.objects.filter(code="service").update(is_customer_service=False)
    code, figures = command(f"{HEADER}logistics,Logistics,true,\n")
    assert (code, figures) == (1, counted(1, 0, 0, 1))
    assert command.errors[0].startswith(
        "Rij 2, kolom is_customer_service: Klantenservice kan faciliteren"
    )
    assert not Department.objects.get(code="logistics").is_customer_service


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        ("", 1, "Het bestand is leeg."),
        ("code,name\nx,X\n", 1, "Kolom ontbreekt: is_customer_service, head_email."),
        (
            f"{HEADER}x,Geëxporteerd,false,\n".encode("cp1252"),
            1,
            "Rij 2: het bestand is niet in de codering UTF-8.",
        ),
        (
            b"PK\x03\x04",
            2,
            "'departments.csv' is geen CSV-bestand maar een ander soort bestand (XLSX/ZIP).",
        ),
    ],
)
def test_unfit_file_is_refused_as_a_whole(command, content, code, message):
    assert command(content) == (code, {})
    assert command.errors == [message]
    assert not Department.objects.exists()


def test_missing_file_is_called_wrongly(command):
    assert command.again() == (2, {})
    assert command.errors == ["Er is geen bestand 'departments.csv'."]
