import pytest

from reasons.suggestions import features


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Één keer TE VEEL betaald!", ["een", "keer", "te", "veel", "betaald"]),
        ("Straße, señor; naïef", ["strasse", "senor", "naief"]),
        ("Bestelling 12345 van 3-1", ["bestelling", "0", "van", "0", "0"]),
        ("x2²y", ["x0y"]),
        ("Где посылка?", ["где", "посылка"]),
        (" \n…!", []),
    ],
)
def test_words_are_without_case_accents_and_numbers(text: str, found: list[str]) -> None:
    assert features.words(text) == found


def test_phrases_are_words_and_pairs_of_neighbours() -> None:
    assert features.phrases(["waar", "is", "het"]) == ["waar", "is", "het", "waar is", "is het"]
    assert features.phrases([]) == []


def test_pieces_are_runs_of_four_within_each_word_and_its_edges() -> None:
    assert features.pieces(["pakket", "ik", "a"]) == [
        " pak", "pakk", "akke", "kket", "ket ", " ik ", " a ",
    ]  # fmt: skip
