import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from contactreductie import environment


def test_docs_list_every_variable_as_the_code_has_it():
    output = io.StringIO()
    call_command("describe_environment", stdout=output)
    assert (settings.BASE_DIR / "docs" / "environment.md").read_text() == output.getvalue()


def test_contract_variables_are_all_read():
    contract = {
        "DATABASE_URL",
        "CELERY_BROKER_URL",
        "SECRET_KEY",
        "CUSTOMER_KEY_SECRET",
        "ALLOWED_HOSTS",
        "DATA_DIR",
        "PORT",
    }
    assert contract <= {variable.name for variable in environment.VARIABLES}


def test_empty_environment_gives_sqlite_and_a_folder_of_the_project():
    values = environment.read({})
    assert values["DATABASE_URL"] == {}
    assert values["CELERY_BROKER_URL"] == ""
    assert values["DATA_DIR"] == settings.BASE_DIR / "var"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("HTTPS", "perhaps"),
        ("DATABASE_URL", "mysql://root@db/contact"),
        ("CELERY_BROKER_URL", "sqs://"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", "x" * 32 + ",short"),
        ("CUSTOMER_KEY_SECRET", "short"),
    ],
)
def test_bad_value_is_refused_by_the_name_of_its_variable(name: str, value: str):
    with pytest.raises(ValueError, match=f"^{name}="):
        environment.read({name: value})


def test_bad_secret_is_refused_without_being_shown():
    with pytest.raises(ValueError, match=r"^SECRET_KEY=…: ") as refusal:
        environment.read({"SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refusal.value)


def test_stored_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path):
    first = environment.stored_secret(tmp_path, "secret_key")
    assert len(first) >= 32
    assert environment.stored_secret(tmp_path, "secret_key") == first
    assert (tmp_path / "secrets" / "secret_key").stat().st_mode & 0o077 == 0
