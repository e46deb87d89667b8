"""When a suggestion is made, and when it is better to be silent."""

import subprocess
import sys

import pytest
from django.conf import settings

from reasons.suggestions import learning, storage
from reasons.suggestions.classifier import ReasonClassifier
from tests.factories import notes

ALL = {1, 2, 3, 4, 5}


@pytest.fixture(scope="module")
def learned() -> ReasonClassifier:
    found = notes.examples(notes.corpus(each=80))
    return learning.learn(found, unfamiliar=0.02).classifier


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Mijn pakket is niet bezorgd", 1),
        ("Pakketje noit aangekomen", 1),
        ("Ik wil deze schoenen terugsturen", 2),
        ("Your invoice is wrong, charged twice!", 3),
        ("WACHTWOORD VERGETEN", 4),
        ("De monteur is niet op komen dagen, ik wil een andere afspraak.", 5),
    ],
)
def test_suggestion_first_is_the_reason_of_notes_alike(
    learned: ReasonClassifier, text: str, reason: int
) -> None:
    found = learned.suggest(text, among=ALL, minimum=0.3)

    assert found[0].reason == reason
    assert len(found) == 3
    assert found[0].confidence > found[1].confidence >= found[2].confidence >= 0
    assert sum(suggestion.confidence for suggestion in found) <= 1 + 1e-6


@pytest.mark.parametrize(
    "text",
    ["", "…", "a", "5", "Hallo", "Le chat dort sur le canapé", "xkcd qwerty zxcvb", "of op in"],
)
def test_suggestion_is_withheld_when_nothing_like_it_was_learned(
    learned: ReasonClassifier, text: str
) -> None:
    assert learned.suggest(text, among=ALL, minimum=0.0) == []


def test_suggestion_is_withheld_when_unsure(learned: ReasonClassifier) -> None:
    text = "factuur pakket"
    best = learned.suggest(text, among=ALL, minimum=0.0)[0].confidence

    assert best < 0.9
    assert learned.suggest(text, among=ALL, minimum=best)[0].confidence == best
    assert learned.suggest(text, among=ALL, minimum=best + 1e-9) == []


def test_suggestion_is_only_of_reasons_that_may_be_chosen(learned: ReasonClassifier) -> None:
    text = "Pakket niet bezorgd"

    assert {s.reason for s in learned.suggest(text, among={2, 3}, minimum=0.0)} == {2, 3}
    assert learned.suggest(text, among={2, 3}, minimum=0.3) == []
    assert learned.suggest(text, among=set(), minimum=0.0) == []


def test_suggestion_needs_no_scikit_learn(learned: ReasonClassifier) -> None:
    code = (
        "import sys; sys.modules.update(sklearn=None, scipy=None)\n"
        "from reasons.suggestions import storage\n"
        "found = storage.unpack(sys.stdin.buffer.read())\n"
        "print(found.suggest('Pakket niet bezorgd', among={1, 2}, minimum=0.3)[0].reason)\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        input=storage.pack(learned),
        capture_output=True,
        check=True,
    ).stdout

    assert output.strip() == b"1"
