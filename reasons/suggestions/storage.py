"""The classifier as bytes and back: arrays and JSON only, so that reading them runs nothing."""

import io
import json
import zipfile
import zlib
from typing import Any

import numpy as np

from reasons.suggestions.classifier import ReasonClassifier, Vocabulary

Arrays = dict[str, np.ndarray[Any, Any]]
KINDS = {
    "reasons": "<i8",
    "phrases": "|u1",
    "pieces": "|u1",
    "phrase_rarity": "<f4",
    "piece_rarity": "<f4",
    "weights": "<f2",
    "bias": "<f4",
    "judgement": "<f8",
}


# What numpy, zipfile, zlib and json raise on bytes that are none of theirs.
UNREADABLE = (
    AttributeError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class Unreadable(ValueError):
    """Not what `pack` wrote."""


def pack(classifier: ReasonClassifier) -> bytes:
    """The same classifier gives the same bytes."""
    arrays = {
        "reasons": classifier.reasons,
        "phrases": _listed(classifier.phrases),
        "pieces": _listed(classifier.pieces),
        "phrase_rarity": classifier.phrases.rarity,
        "piece_rarity": classifier.pieces.rarity,
        "weights": classifier.weights,
        "bias": classifier.bias,
        "judgement": (classifier.sharpness, classifier.familiar),
    }
    file = io.BytesIO()
    np.savez_compressed(
        file,
        allow_pickle=False,
        **{name: np.asarray(array, dtype=KINDS[name]) for name, array in arrays.items()},
    )
    return file.getvalue()


def unpack(content: bytes) -> ReasonClassifier:
    """Refuses with Unreadable whatever does not fit together to the last number."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in KINDS}
        phrases, pieces = json.loads(bytes(arrays["phrases"])), json.loads(bytes(arrays["pieces"]))
    except UNREADABLE as error:
        raise Unreadable("not a stored classifier") from error
    _check(arrays, phrases, pieces)
    sharpness, familiar = arrays["judgement"].tolist()
    return ReasonClassifier(
        reasons=tuple(arrays["reasons"].tolist()),
        phrases=Vocabulary(_numbered(phrases), arrays["phrase_rarity"]),
        pieces=Vocabulary(_numbered(pieces), arrays["piece_rarity"]),
        weights=arrays["weights"],
        bias=arrays["bias"],
        sharpness=sharpness,
        familiar=familiar,
    )


def _check(arrays: Arrays, phrases: Any, pieces: Any) -> None:
    if not (_is_vocabulary(phrases) and _is_vocabulary(pieces)):
        raise Unreadable("no list of different features")
    reasons = arrays["reasons"].size
    shapes = {
        "phrase_rarity": (len(phrases),),
        "piece_rarity": (len(pieces),),
        "weights": (len(phrases) + len(pieces), reasons),
        "bias": (reasons,),
        "judgement": (2,),
    }
    sound = (
        arrays["reasons"].shape == (reasons,)
        and reasons > 0
        and all(arrays[name].dtype.str == kind for name, kind in KINDS.items())
        and all(arrays[name].shape == shape for name, shape in shapes.items())
        and all(np.isfinite(arrays[name]).all() for name in shapes)
    )
    if not sound:
        raise Unreadable("parts that do not fit together")


def _is_vocabulary(listed: Any) -> bool:
    named = isinstance(listed, list) and all(isinstance(feature, str) for feature in listed)
    return named and len(set(listed)) == len(listed)


def _listed(vocabulary: Vocabulary) -> np.ndarray[Any, Any]:
    names = sorted(vocabulary.places, key=lambda name: vocabulary.places[name])
    return np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), dtype=np.uint8)


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}
