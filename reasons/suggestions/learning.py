"""Learning a classifier from notes. Needs scikit-learn, so only a worker or a command comes here.

Chosen by measuring (ADR 15): words, pairs of words and pieces of four letters, weighed by tf-idf;
one logistic regression per reason.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from reasons.suggestions import features
from reasons.suggestions.classifier import SUGGESTIONS, Array, ReasonClassifier, Vocabulary
from reasons.suggestions.examples import Example

HELD_OUT = 5  # every fifth text, on average
LEAST_NOTES = 2  # what stands in one note only is a name or a typing error
MOST_FEATURES = 20_000  # of each kind
MOST_WEIGHTS = 12_000_000  # of two bytes
LOOSENESS = 10.0  # scikit-learn's C: how closely the regressions follow the examples
NEVER = -20.0  # log odds of a reason without examples
ALWAYS_FAMILIAR = -1.0  # log odds: where notes are all alike, new ones may differ a little more

Columns = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Learned:
    """A classifier, and how often it was right about texts it had not seen: with its first
    suggestion, and with one of its three."""

    classifier: ReasonClassifier
    top1: float
    top3: float


def learn(examples: Sequence[Example], *, unfamiliar: float) -> Learned:
    """Learns from four fifths of the texts, is judged by the rest, then learns from all of them.

    `unfamiliar` is the share of texts like these that may be mistaken for something else. The
    same examples in the same order give the same classifier.
    """
    reasons, columns = np.unique([example.reason for example in examples], return_inverse=True)
    texts = [example.words for example in examples]
    unseen = np.array([_is_held_out(words) for words in texts])
    rehearsal = _fit([texts[row] for row in np.flatnonzero(~unseen)], columns[~unseen], reasons)
    scores = rehearsal.scores([texts[row] for row in np.flatnonzero(unseen)])
    right = columns[unseen]
    classifier = _fit(texts, columns, reasons).classifier(
        sharpness=_sharpness(scores, right),
        familiar=min(float(np.quantile(scores.max(axis=1), unfamiliar)), ALWAYS_FAMILIAR),
    )
    return Learned(classifier, _hits(scores, right, 1), _hits(scores, right, SUGGESTIONS))


@dataclass(frozen=True)
class _Fitted:
    reasons: npt.NDArray[np.integer]
    phrases: TfidfVectorizer
    pieces: TfidfVectorizer
    weights: Array
    bias: Array

    def scores(self, texts: Sequence[Sequence[str]]) -> Array:
        kinds = [kind.transform(texts) for kind in (self.phrases, self.pieces)]
        return sparse.hstack(kinds).tocsr() @ self.weights + self.bias

    def classifier(self, *, sharpness: float, familiar: float) -> ReasonClassifier:
        return ReasonClassifier(
            reasons=tuple(self.reasons.tolist()),
            phrases=_vocabulary(self.phrases),
            pieces=_vocabulary(self.pieces),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            sharpness=sharpness,
            familiar=familiar,
        )


def _fit(
    texts: Sequence[Sequence[str]], columns: Columns, reasons: npt.NDArray[np.integer]
) -> _Fitted:
    most = min(MOST_FEATURES, MOST_WEIGHTS // (2 * len(reasons)))
    phrases, pieces = _vectorizer(features.phrases, most), _vectorizer(features.pieces, most)
    kinds = [kind.fit_transform(texts) for kind in (phrases, pieces)]
    weights, bias = _against_all_others(sparse.hstack(kinds).tocsr(), columns, len(reasons))
    return _Fitted(reasons, phrases, pieces, weights, bias)


def _vectorizer(analyzer: Callable[[Sequence[str]], list[str]], most: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=analyzer, min_df=LEAST_NOTES, max_features=most, sublinear_tf=True
    )


def _against_all_others(
    matrix: sparse.csr_array, columns: Columns, count: int
) -> tuple[Array, Array]:
    weights = np.zeros((matrix.shape[1], count), dtype=np.float32)
    bias = np.full(count, NEVER, dtype=np.float32)
    for column in np.unique(columns):
        regression = LogisticRegression(
            C=LOOSENESS, solver="liblinear", dual=True, tol=0.1, max_iter=1000, random_state=0
        ).fit(matrix, columns == column)
        weights[:, column], bias[column] = regression.coef_[0], regression.intercept_[0]
    return weights, bias


def _vocabulary(vectorizer: TfidfVectorizer) -> Vocabulary:
    places = {name: int(place) for name, place in vectorizer.vocabulary_.items()}
    return Vocabulary(places, vectorizer.idf_.astype(np.float32))


def _is_held_out(words: Sequence[str]) -> bool:
    """By the text itself: the same words never stand on both sides."""
    return zlib.crc32(" ".join(words).encode()) % HELD_OUT == 0


def _sharpness(scores: Array, right: Columns) -> float:
    """With which the texts held out are likeliest to have the reasons they have.

    As if one more text had been wrong (after Platt 1999): nobody is sure because of fifty cases.
    """
    wrong = 1 / (len(right) + 2)
    wanted = np.full(scores.shape, wrong / (scores.shape[1] - 1))
    wanted[np.arange(len(right)), right] = 1 - wrong

    def surprise(logarithm: float) -> float:
        return float(-(wanted * log_softmax(np.exp(logarithm) * scores, axis=1)).sum())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4, 4), method="bounded").x))


def _hits(scores: Array, right: Columns, tries: int) -> float:
    best = np.argsort(-scores, axis=1)[:, :tries]
    return float((best == right[:, None]).any(axis=1).mean())
