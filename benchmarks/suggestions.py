"""Suggestions of a reason: how often right about texts never seen, how often silent, how dear.

Banking77 and Bitext lie in the folder that BENCH_DATA names, by default beside the project.
"""

import csv
import gzip
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from benchmarks.engines import ROOT
from benchmarks.figures import Figure
from contactreductie import settings
from reasons.suggestions import examples, features, learning, storage
from reasons.suggestions.classifier import SUGGESTIONS, ReasonClassifier

FOLDER = "intents-banking77-bitext"
BANKING, BITEXT = "banking77_train.csv.gz", "bitext_customer_service_8k.csv.gz"
# What is about neither cards nor transfers nor accounts: a bank's classifier should be silent.
ELSEWHERE = {"DELIVERY", "FEEDBACK", "NEWSLETTER", "ORDER", "SHIPPING_ADDRESS"}
HELD_OUT = 0.2
FEW = 10
TOP3_TARGET, MOST_MB, MOST_MS, MOST_SECONDS = 95, 30, 20, 600
LARGE_NOTES, LARGE_REASONS, LARGE_WORDS = 30_000, 300, 20_000
Notes = list[tuple[str, int]]


class Texts(NamedTuple):
    """Each text with the number of its reason."""

    learned: Notes
    unseen: Notes


@dataclass(frozen=True)
class Result:
    """Shares between 0 and 1; `silent_right3` counts silence as a mistake."""

    right1: float
    right3: float
    spoken: float
    spoken_right3: float
    silent_right3: float
    megabytes: float
    seconds: float
    milliseconds: float
    classifier: ReasonClassifier


def measure(*, quick: bool) -> Iterator[Figure | str]:
    """Figures, or a line of text where the data is not here."""
    folder = Path(os.environ.get("BENCH_DATA") or ROOT / "../shared/data") / FOLDER
    if not folder.is_dir():
        yield f"suggestions: no {FOLDER} below BENCH_DATA"
        return
    banking = _numbered(folder / BANKING, "text", "category")
    bitext = _numbered(folder / BITEXT, "utterance", "intent")
    rounds = [_result(_split(banking, seed)) for seed in range(1 if quick else 5)]
    yield from _figures("Banking77", rounds)
    yield _silence_elsewhere(rounds[0].classifier, folder)
    few = [_result(_few(bitext, seed)) for seed in range(1 if quick else 5)]
    yield from _figures(f"Bitext, {FEW} notes per reason", few)
    if not quick:
        yield from _large()


def _figures(label: str, rounds: Sequence[Result]) -> Iterator[Figure | str]:
    name = f"suggestions: {label}"
    right3 = 100 * mean(each.right3 for each in rounds)
    right1, spoken, spoken_right3, silent_right3 = (
        f"{100 * mean(getattr(each, share) for each in rounds):.1f} %"
        for share in ("right1", "spoken", "spoken_right3", "silent_right3")
    )
    worst = f"{100 * min(each.right3 for each in rounds):.1f} %"
    ratio = right3 / TOP3_TARGET
    yield Figure(f"{name}, % right in three", right3, TOP3_TARGET, ratio, 1.0, at_least=True)
    yield f"  the first is right in {right1}; worst of {len(rounds)} splits: {worst} in three"
    yield f"  speaks about {spoken}, then right in three: {spoken_right3}"
    yield f"  right in three when every silence counts as a mistake: {silent_right3}"
    yield from _costs(name, rounds)


def _costs(name: str, rounds: Sequence[Result]) -> Iterator[Figure]:
    for title, attribute, most in (
        ("MB stored / allowed", "megabytes", MOST_MB),
        ("ms per suggestion / allowed", "milliseconds", MOST_MS),
        ("CPU s of learning / allowed", "seconds", MOST_SECONDS),
    ):
        value = mean(getattr(each, attribute) for each in rounds)
        yield Figure(f"{name}, {title}", value, most, value / most, 1.0)


def _result(texts: Texts) -> Result:
    began = time.process_time()
    found = examples.usable(texts.learned, each=settings.SUGGEST_MIN_PER_REASON)
    learned = learning.learn(found, unfamiliar=settings.SUGGEST_UNFAMILIAR_SHARE).classifier
    content = storage.pack(learned)
    seconds = time.process_time() - began
    return _judged(storage.unpack(content), texts.unseen, len(content), seconds)


def _judged(ours: ReasonClassifier, unseen: Notes, size: int, seconds: float) -> Result:
    ranked = [_ranked(ours, text) for text, _reason in unseen]
    began = time.perf_counter()
    said = [_said(ours, text) for text, _reason in unseen]
    milliseconds = (time.perf_counter() - began) / len(unseen) * 1000
    right = [reason for _text, reason in unseen]
    heard = [(found, reason) for found, reason in zip(said, right, strict=True) if found]
    return Result(
        right1=mean(best[0] == reason for best, reason in zip(ranked, right, strict=True)),
        right3=mean(reason in best for best, reason in zip(ranked, right, strict=True)),
        spoken=len(heard) / len(unseen),
        spoken_right3=mean(reason in found for found, reason in heard),
        silent_right3=mean(reason in found for found, reason in zip(said, right, strict=True)),
        megabytes=size / 1e6,
        seconds=seconds,
        milliseconds=milliseconds,
        classifier=ours,
    )


def _ranked(ours: ReasonClassifier, text: str) -> list[int]:
    """The three likeliest, however unlikely."""
    best = (-ours.scores(features.words(text))).argsort(kind="stable")[:SUGGESTIONS]
    return [ours.reasons[place] for place in best]


def _said(ours: ReasonClassifier, text: str) -> list[int]:
    found = ours.suggest(text, among=ours.reasons, minimum=settings.SUGGEST_MIN_CONFIDENCE)
    return [suggestion.reason for suggestion in found]


def _silence_elsewhere(ours: ReasonClassifier, folder: Path) -> str:
    texts = [row["utterance"] for row in _rows(folder / BITEXT) if row["category"] in ELSEWHERE]
    silent = mean(not _said(ours, text) for text in texts)
    return f"  silent about {100 * silent:.1f} % of a web shop's texts (Bitext)"


def _large() -> Iterator[Figure]:
    """Made-up notes as long as they may be: an upper bound of what a night costs."""
    rng = random.Random(1)
    letters = "aeiou", "bdfgklmnprstvz"
    words = [
        "".join(rng.choice(letters[place % 2]) for place in range(rng.randint(2, 12)))
        for _number in range(LARGE_WORDS)
    ]
    common = list(accumulate(1 / (rank + 5) for rank in range(LARGE_WORDS)))
    topics = [rng.sample(words, 30) for _number in range(LARGE_REASONS)]

    def note(reason: int) -> str:
        own, others = rng.choices(topics[reason], k=6), rng.choices(words, cum_weights=common, k=34)
        return " ".join(rng.sample(own + others, 40))[: settings.NOTE_MAX_LENGTH]

    pairs = [(note(number % LARGE_REASONS), number % LARGE_REASONS) for number in range(33_000)]
    result = _result(Texts(pairs[:LARGE_NOTES], pairs[LARGE_NOTES:]))
    label = f"suggestions: {LARGE_NOTES:,} long notes of {LARGE_REASONS} reasons"
    yield from _costs(label, [result])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _numbered(path: Path, text: str, reason: str) -> Notes:
    numbers: dict[str, int] = {}
    return [(row[text], numbers.setdefault(row[reason], len(numbers) + 1)) for row in _rows(path)]


def _split(notes: Notes, seed: int) -> Texts:
    """A fifth of every reason's texts is never learned from."""
    parts = Texts([], [])
    for texts in _by_reason(notes, seed):
        cut = round(len(texts) * HELD_OUT)
        parts.unseen.extend(texts[:cut])
        parts.learned.extend(texts[cut:])
    return parts


def _few(notes: Notes, seed: int) -> Texts:
    """A handful of every reason is learned from."""
    parts = Texts([], [])
    for texts in _by_reason(notes, seed):
        parts.learned.extend(texts[:FEW])
        parts.unseen.extend(texts[FEW:])
    return parts


def _by_reason(notes: Notes, seed: int) -> Iterator[Notes]:
    groups: dict[int, Notes] = defaultdict(list)
    for text, reason in notes:
        groups[reason].append((text, reason))
    for texts in groups.values():
        random.Random(seed).shuffle(texts)
        yield texts
