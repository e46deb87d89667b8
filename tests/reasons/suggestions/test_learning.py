"""Learning against scikit-learn's own answers, and what must hold of any outcome."""

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import top_k_accuracy_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline

from reasons.suggestions import classifier, examples, features, learning, storage
from reasons.suggestions.examples import Example
from tests.factories import notes

UNFAMILIAR = 0.02


def sklearn_model() -> Pipeline:
    kinds = [
        (kind.__name__, TfidfVectorizer(analyzer=kind, min_df=2, sublinear_tf=True))
        for kind in (features.phrases, features.pieces)
    ]
    regression = LogisticRegression(
        C=10, solver="liblinear", dual=True, tol=0.1, max_iter=1000, random_state=0
    )
    return make_pipeline(FeatureUnion(kinds), OneVsRestClassifier(regression))


def split(found: list[Example]) -> tuple[list[tuple[str, ...]], list[int]]:
    return [example.words for example in found], [example.reason for example in found]


@pytest.fixture(scope="module")
def found() -> list[Example]:
    return notes.examples(notes.corpus())


@pytest.fixture(scope="module")
def learned(found: list[Example]) -> learning.Learned:
    return learning.learn(found, unfamiliar=UNFAMILIAR)


def test_scores_without_scikit_learn_equal_those_of_scikit_learn(
    found: list[Example], learned: learning.Learned
) -> None:
    """Up to the two bytes that a weight is stored in."""
    texts, _reasons = split(notes.examples(notes.corpus(seed=2)))
    texts = [*texts, ("volslagen", "onbekend"), ("pakket",) * 9]
    expected = sklearn_model().fit(*split(found)).decision_function(texts)

    ours = learned.classifier
    scores = np.array([ours.scores(text) for text in texts])

    assert ours.reasons == (1, 2, 3, 4, 5)
    np.testing.assert_allclose(scores, expected, atol=5e-3)
    np.testing.assert_allclose(
        classifier.probabilities(scores, ours.sharpness),
        softmax(ours.sharpness * expected, axis=1),
        atol=5e-3,
    )


def test_judgement_equals_that_of_scikit_learn_on_the_texts_held_out(
    found: list[Example], learned: learning.Learned
) -> None:
    unseen = [example for example in found if learning._is_held_out(example.words)]
    seen = [example for example in found if not learning._is_held_out(example.words)]
    texts, right = split(unseen)
    decisions = sklearn_model().fit(*split(seen)).decision_function(texts)

    assert 0.1 < len(unseen) / len(found) < 0.3
    assert {example.words for example in unseen}.isdisjoint(example.words for example in seen)
    for tries, share in ((1, learned.top1), (3, learned.top3)):
        assert share == pytest.approx(top_k_accuracy_score(right, decisions, k=tries))
    assert (decisions.max(axis=1) < learned.classifier.familiar).mean() <= UNFAMILIAR


def test_new_notes_get_their_reason_among_three(learned: learning.Learned) -> None:
    others = notes.examples(notes.corpus(seed=3))
    scores = np.array([learned.classifier.scores(example.words) for example in others])

    best = np.argsort(-scores, axis=1)[:, :3] + 1
    right = np.array([example.reason for example in others])

    assert (best == right[:, None]).any(axis=1).mean() > 0.98
    assert (best[:, 0] == right).mean() > 0.95


def test_confidence_is_as_often_right_as_it_says() -> None:
    """Notes of which three in ten stand under any reason: nobody can be surer than that."""
    rng = np.random.default_rng(5)
    pairs = [
        (note, str(rng.choice(list(notes.THEMES))) if rng.random() < 0.3 else code)
        for note, code in notes.corpus(each=120)
    ]
    learned = learning.learn(notes.examples(pairs), unfamiliar=UNFAMILIAR)
    ours = learned.classifier
    likely = np.array(
        [
            classifier.probabilities(ours.scores(example.words), ours.sharpness).max()
            for example in notes.examples(notes.corpus(each=120, seed=6))
        ]
    )

    assert learned.top1 == pytest.approx(0.76, abs=0.08)
    assert likely.mean() == pytest.approx(learned.top1, abs=0.08)


def test_same_examples_give_the_same_bytes(found: list[Example], learned: learning.Learned) -> None:
    again = learning.learn(found, unfamiliar=UNFAMILIAR)

    assert storage.pack(again.classifier) == storage.pack(learned.classifier)
    assert (again.top1, again.top3) == (learned.top1, learned.top3)


def test_features_are_no_more_than_fit(
    found: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    """600 reasons: the most frequent features, so that a classifier stays below 30 MB."""
    monkeypatch.setattr(learning, "MOST_WEIGHTS", 400)

    weights = learning.learn(found, unfamiliar=UNFAMILIAR).classifier.weights

    assert weights.shape == (80, 5)
    assert weights.dtype == np.float16


def test_reason_whose_notes_were_all_held_out_is_learned_in_the_end(found: list[Example]) -> None:
    number = next(n for n in range(100) if learning._is_held_out(("zeldzaam", f"geval{n}")))
    rare = [Example(("zeldzaam", f"geval{number}"), 9)] * 3

    learned = learning.learn([*found, *rare], unfamiliar=UNFAMILIAR)

    best = learned.classifier.suggest("Zeldzaam geval", among={1, 9}, minimum=0)
    assert best[0].reason == 9


def test_usable_examples_need_enough_different_notes() -> None:
    pairs = [("Pakket weg", 1), ("pakket  WEG!", 1), ("Pakket kwijt", 1), ("Factuur", 2), ("…", 2)]

    found = examples.usable(pairs, each=2)

    assert found == [
        Example(("pakket", "weg"), 1),
        Example(("pakket", "weg"), 1),
        Example(("pakket", "kwijt"), 1),
    ]
    assert examples.different(found) == 2
