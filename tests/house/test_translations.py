from pathlib import Path

import polib
import pytest

from contactreductie.translations import catalogue, compiling
from contactreductie.translations.extraction import Message, find_messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

class Page:
    title = _("One " "text")
    label = pgettext_lazy("of a year", "May")
    not_for_people = log("contact.saved")

def count(n):
    return ngettext("%(n)s action", "%(n)s actions", n) % {"n": n}
"""
TEMPLATE = """
{% load i18n %}
  <h1 class="big">{% translate "100% sure" %}</h1>
    {% translate "Close" context "of a week" %}
  {% blocktranslate trimmed count counter=weeks|length with name=reason.name %}
     {{ counter }} week of {{ name }}
  {% plural %}
     {{ counter }} weeks of {{ name }}
  {% endblocktranslate %}
{{ _("In a variable")|upper }} {# {% translate "In a comment" %} #}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "templates" / "raci").mkdir(parents=True)
    (tmp_path / "page.py").write_text(PYTHON)
    (tmp_path / "templates" / "raci" / "page.html").write_text(TEMPLATE)
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_initial.py").write_text('_("Frozen in a migration")')
    return tmp_path


def translated(**translations: str) -> polib.POFile:
    dutch = polib.POFile()
    dutch.extend(polib.POEntry(msgid=key, msgstr=text) for key, text in translations.items())
    return dutch


def test_messages_in_python_and_templates_are_found(source: Path):
    assert find_messages([source]) == [
        Message("%(counter)s week of %(name)s", "%(counter)s weeks of %(name)s"),
        Message("%(n)s action", "%(n)s actions"),
        Message("100%% sure"),
        Message("Close", "", "of a week"),
        Message("In a variable"),
        Message("May", "", "of a year"),
        Message("One text"),
    ]


def test_message_with_and_without_plural_is_one_entry(tmp_path: Path):
    (tmp_path / "page.py").write_text('_("week"); ngettext("week", "weeks", n)')
    assert find_messages([tmp_path]) == [Message("week", "weeks")]


def test_synchronise_keeps_translations_and_drops_what_is_gone():
    dutch = translated(kept="gehouden", gone="weg")
    catalogue.synchronise(dutch, [Message("kept"), Message("new")])
    assert [(entry.msgid, entry.msgstr) for entry in dutch] == [("kept", "gehouden"), ("new", "")]


def test_written_catalogue_is_the_same_whatever_the_order(tmp_path: Path):
    messages = [Message("week", "weeks"), Message("b"), Message("a", "", "letter"), Message("a")]
    for name, order in (("one.po", messages), ("two.po", messages[::-1])):
        dutch = catalogue.read(tmp_path / name)
        catalogue.synchronise(dutch, order)
        catalogue.write(dutch, tmp_path / name)
    assert (tmp_path / "one.po").read_text() == (tmp_path / "two.po").read_text()
    assert "Date" not in (tmp_path / "one.po").read_text()


def test_fill_takes_singular_plural_and_context_and_names_strangers():
    dutch = polib.POFile()
    catalogue.synchronise(
        dutch, [Message("week", "weeks"), Message("May"), Message("May", "", "month")]
    )
    strangers = catalogue.fill(
        dutch, {"week": ["week", "weken"], "May": "Mag", "month\x04May": "mei", "x": "y"}
    )
    assert strangers == ["x"]
    assert {(entry.msgctxt, entry.msgid): entry.msgstr for entry in dutch} == {
        (None, "week"): "",
        (None, "May"): "Mag",
        ("month", "May"): "mei",
    }
    assert dutch.find("week").msgstr_plural == {0: "week", 1: "weken"}


@pytest.mark.parametrize(
    ("msgid", "msgstr", "problem"),
    [
        ("kept", "gehouden", None),
        ("kept", "", "empty: 'kept'"),
        ("%(n)s of %(all)s", "%(all)s, waarvan %(n)s", None),
        ("%(n)s of %(all)s", "%(n)s van alles", "other placeholders"),
        ("at most {n} levels", "hoogstens {n} niveaus", None),
        ("at most {n} levels", "hoogstens {m} niveaus", "other placeholders"),
        ("{share:.1f} of all", "{share:.0f} van alles", None),
        ("%(n)s%% noise", "%(n)s% ruis", "other placeholders"),
        ("100%% sure", "100%% zeker", None),
        ("Save", " Opslaan", "other white space at the start"),
    ],
)
def test_problems_of_one_translation(msgid: str, msgstr: str, problem: str | None):
    found = catalogue.problems(translated(**{msgid: msgstr}), [Message(msgid)])
    assert [line[: len(problem or "")] for line in found] == ([problem] if problem else [])


def test_problems_name_missing_obsolete_and_fuzzy():
    dutch = translated(gone="weg", doubtful="twijfelachtig")
    dutch.find("doubtful").flags.append("fuzzy")
    assert catalogue.problems(dutch, [Message("new"), Message("doubtful")]) == [
        "fuzzy: 'doubtful'",
        "missing: 'new'",
        "obsolete: 'gone'",
    ]


@pytest.mark.parametrize(
    ("forms", "problems"),
    [
        ({0: "één week", 1: "%(n)s weken"}, []),
        ({0: "%(n)s week", 1: "%(n)s weken"}, []),
        ({0: "één week", 1: ""}, ["empty: '1 week'"]),
        ({0: "één week", 1: "weken"}, ["other placeholders: '1 week' -> 'weken'"]),
    ],
)
def test_problems_of_a_plural(forms: dict[int, str], problems: list[str]):
    entry = polib.POEntry(msgid="1 week", msgid_plural="%(n)s weeks", msgstr_plural=forms)
    dutch = polib.POFile()
    dutch.append(entry)
    assert catalogue.problems(dutch, [Message("1 week", "%(n)s weeks")]) == problems


def test_compile_writes_once_and_again_after_a_change(tmp_path: Path):
    source = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    catalogue.write(translated(week="week"), source)
    assert compiling.compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    assert compiling.compile_catalogues(tmp_path) == []
    catalogue.write(translated(week="7 dagen"), source)
    assert compiling.compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    assert polib.mofile(str(source.with_suffix(".mo"))).find("week").msgstr == "7 dagen"
