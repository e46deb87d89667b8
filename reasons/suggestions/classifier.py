"""The learned classifier: how well each reason fits a text, and how sure that is.

One logistic regression per reason on tf-idf weights (Jones 1972), each against all other reasons.
The scores become probabilities by a softmax with one temperature, fitted on notes that had been
kept out of learning (Guo et al., On Calibration of Modern Neural Networks, 2017).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reasons.suggestions import features

Array = npt.NDArray[np.floating]
SUGGESTIONS = 3
SHORTEST = 3  # letters in known words; less says nothing


class Suggestion(NamedTuple):
    """A reason's id and the probability, between 0 and 1, that it is the right one."""

    reason: int
    confidence: float


@dataclass(frozen=True)
class Vocabulary:
    """Features of one kind: `places` numbers them from 0, `rarity` is their inverse document
    frequency."""

    places: Mapping[str, int]
    rarity: Array

    def weigh(self, found: Iterable[str]) -> tuple[npt.NDArray[np.intp], Array]:
        """Places of the known features, and their weights; a vector of length 1."""
        counts = Counter(feature for feature in found if feature in self.places)
        places = np.array([self.places[feature] for feature in counts], dtype=np.intp)
        weights = (1 + np.log(np.array(list(counts.values()), dtype=float))) * self.rarity[places]
        return places, weights / (np.linalg.norm(weights) or 1.0)


@dataclass(frozen=True)
class ReasonClassifier:
    """`weights` has a row per feature, phrases before pieces, and a column per reason.

    `sharpness` is the inverse temperature of the softmax. `familiar` is the lowest best score of
    a text that resembles what was learned from: below it, no reason known here fits.
    """

    reasons: tuple[int, ...]
    phrases: Vocabulary
    pieces: Vocabulary
    weights: Array
    bias: Array
    sharpness: float
    familiar: float

    def suggest(self, text: str, *, among: Collection[int], minimum: float) -> list[Suggestion]:
        """At most three of the reasons `among` which may be chosen, likeliest first.

        Nothing when the best of them is less likely than `minimum`, or the text says too little
        or speaks of something else than was ever learned.
        """
        found = features.words(text)
        if sum(len(word) for word in found if word in self.phrases.places) < SHORTEST:
            return []
        scores = self.scores(found)
        if scores.max() < self.familiar:
            return []
        likely = probabilities(scores, self.sharpness)
        ranked = (
            Suggestion(self.reasons[place], float(likely[place]))
            for place in np.argsort(-likely, kind="stable")
            if self.reasons[place] in among
        )
        best = list(islice(ranked, SUGGESTIONS))
        return best if best and best[0].confidence >= minimum else []

    def scores(self, found: Sequence[str]) -> Array:
        """Per reason the logarithm of its odds against all others."""
        phrases, phrase_weights = self.phrases.weigh(features.phrases(found))
        pieces, piece_weights = self.pieces.weigh(features.pieces(found))
        places = np.concatenate([phrases, pieces + len(self.phrases.places)])
        weights = np.concatenate([phrase_weights, piece_weights])
        return weights @ self.weights[places].astype(np.float32) + self.bias


def probabilities(scores: Array, sharpness: float) -> Array:
    """Softmax over the last axis."""
    powers = np.exp(sharpness * (scores - scores.max(axis=-1, keepdims=True)))
    return powers / powers.sum(axis=-1, keepdims=True)
