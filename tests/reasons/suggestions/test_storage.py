"""What is stored comes back; what is none of ours is refused and runs nothing."""

import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reasons.suggestions import learning, storage
from reasons.suggestions.classifier import ReasonClassifier
from tests.factories import notes


@pytest.fixture(scope="module")
def learned() -> ReasonClassifier:
    return learning.learn(notes.examples(notes.corpus()), unfamiliar=0.02).classifier


def written(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def arrays_of(content: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(content)) as file:
        return dict(file)


def test_stored_classifier_comes_back_the_same(learned: ReasonClassifier) -> None:
    content = storage.pack(learned)
    back = storage.unpack(content)

    text = "Pakket niet bezorgd"
    assert back.reasons == learned.reasons
    assert back.phrases.places == learned.phrases.places
    assert back.suggest(text, among={1, 2, 3}, minimum=0) == learned.suggest(
        text, among={1, 2, 3}, minimum=0
    )
    assert storage.pack(back) == content


@pytest.mark.parametrize("content", [b"", b"PK", b"\x80\x04K\x01.", b"x" * 1000, written(a=[1])])
def test_bytes_of_something_else_are_refused(content: bytes) -> None:
    with pytest.raises(storage.Unreadable):
        storage.unpack(content)


def test_damaged_bytes_are_refused_or_harmless(learned: ReasonClassifier) -> None:
    content = storage.pack(learned)
    rng = random.Random(1)
    refused = 0
    for _number in range(300):
        damaged = bytearray(content)
        damaged[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        try:
            assert storage.pack(storage.unpack(bytes(damaged))) == content
        except storage.Unreadable:
            refused += 1
    assert refused > 250
    for length in range(0, len(content), len(content) // 20):
        with pytest.raises(storage.Unreadable):
            storage.unpack(content[:length])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("reasons", [[1, 2, 3, 4, 5]]),
        ("reasons", [1.0, 2.0, 3.0, 4.0, 5.0]),
        ("reasons", [1, 2]),
        ("phrases", np.frombuffer(b"7", dtype=np.uint8)),
        ("phrases", np.frombuffer(b'["a", "a"]', dtype=np.uint8)),
        ("pieces", np.frombuffer(b"[1, 2]", dtype=np.uint8)),
        ("pieces", np.frombuffer(b"{", dtype=np.uint8)),
        ("weights", np.zeros((3, 5), dtype=np.float16)),
        ("bias", np.full(5, np.nan, dtype=np.float32)),
        ("judgement", [1.0]),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(
    learned: ReasonClassifier, name: str, other: Any
) -> None:
    arrays = arrays_of(storage.pack(learned)) | {name: np.asarray(other)}

    with pytest.raises(storage.Unreadable):
        storage.unpack(written(**arrays))


class Trap:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_reading_runs_no_program(learned: ReasonClassifier, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    arrays = arrays_of(storage.pack(learned))
    content = written(**{**arrays, "bias": np.array([Trap(trap)], dtype=object)})

    with pytest.raises(storage.Unreadable):
        storage.unpack(content)

    assert not trap.exists()
