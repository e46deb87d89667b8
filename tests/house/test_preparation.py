import json
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation
from pytest_django import Settings

from contactreductie import preparation

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Rain in May"
msgstr "Regen in mei"
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def source(settings: Settings, tmp_path: Path) -> Path:
    """Static files of our own in a folder of our own."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "page.css").write_text("a{}")
    settings.BUILD_DIR = tmp_path
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder


def test_text_compiled_here_is_read_by_this_very_process(
    settings: Settings, tmp_path: Path, said: list[str]
):
    """The first start writes mail in the process that compiled its texts."""
    folder = tmp_path / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    settings.LOCALE_PATHS, settings.BUILD_DIR = [tmp_path / "locale"], tmp_path / "build"
    (tmp_path / "build").mkdir()
    with translation.override("nl"):
        assert translation.gettext("Rain in May") == "Rain in May"
    (folder / "django.po").write_text(PO)

    preparation.prepare_texts(said.append)

    with translation.override("nl"):
        assert translation.gettext("Rain in May") == "Regen in mei"
    assert said == ["Translations compiled."]


@pytest.mark.once
@pytest.mark.slow
def test_chart_library_is_written_once(tmp_path: Path):
    assert preparation.build_chart_library(tmp_path) is True
    assert preparation.build_chart_library(tmp_path) is False
    vendor = tmp_path / "static" / "vendor"
    assert "window.vegaEmbed" in (vendor / "vega.js").read_text()
    assert json.loads((vendor / "vega-nl.json").read_text())["number"]["decimal"] == ","
    assert json.loads((vendor / "vega-en-gb.json").read_text())["time"]["date"] == "%d/%m/%Y"


def test_static_files_are_collected_again_only_after_a_change(source: Path, said: list[str]):
    collected = source.parent / "collected"
    preparation.collect_static_files(said.append)
    preparation.collect_static_files(said.append)
    assert (said, (collected / "page.css").read_text()) == (["Static files collected."], "a{}")

    (source / "page.css").write_text("a{color:red}")
    (source / "new.css").write_text("b{}")
    preparation.collect_static_files(said.append)
    assert said == ["Static files collected."] * 2
    assert sorted(path.name for path in collected.iterdir()) == ["new.css", "page.css"]


def test_static_files_gone_from_the_source_are_gone_when_served(source: Path, said: list[str]):
    (source / "old.css").write_text("b{}")
    preparation.collect_static_files(said.append)
    (source / "old.css").unlink()
    preparation.collect_static_files(said.append)
    assert [path.name for path in (source.parent / "collected").iterdir()] == ["page.css"]


@pytest.mark.django_db
def test_database_that_is_up_to_date_is_left_alone(said: list[str]):
    preparation.prepare_database(said.append)
    assert said == []


@pytest.mark.django_db
def test_demo_is_not_loaded_where_somebody_has_an_account(said: list[str]):
    get_user_model().objects.create(username="beheerder")
    preparation.load_demo_once(said.append)
    assert said == []
    assert get_user_model().objects.count() == 1
