"""What could have become of a reason that a newer tree no longer names."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reasons.queries.alike import ALIKE
from reasons.queries.similar import plain

OFFERED = 20
COMPARED = 60  # at most so many names: a tree of thousands takes no minutes
TELLING = 100  # a word that more choices have tells nothing
WORD_LENGTH = 4  # shorter words are in every name


@dataclass(frozen=True)
class Target:
    """A choice of the newer tree; `place` is the same for all below one reason."""

    key: str
    name: str
    above: str
    place: Hashable
    is_new: bool
    is_noise: bool


@dataclass(frozen=True)
class Successor:
    """A choice that may go on with it. `is_clear`: new, below the same reason, and hardly called
    anything else."""

    target: Target
    is_clear: bool


class Successors:
    """Choices of the newer tree by place and by word."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._plain = {target.key: plain(target.name) for target in targets}
        self._beside: dict[Hashable, list[Target]] = defaultdict(list)
        self._with_word: dict[str, list[Target]] = defaultdict(list)
        for target in targets:
            self._beside[target.place].append(target)
            for word in _words(self._plain[target.key]):
                self._with_word[word].append(target)

    def of(self, name: str, place: Hashable, *, is_noise: bool) -> tuple[Successor, ...]:
        """Those below the same reason and those with a word in common, the most alike first."""
        wanted, shared = plain(name), Counter[str]()
        found = {target.key: target for target in self._beside[place]}
        for word in _words(wanted):
            with_word = self._with_word[word]
            if len(with_word) <= TELLING:
                shared.update(target.key for target in with_word)
                found |= {target.key: target for target in with_word}
        fitting = [target for target in found.values() if target.is_noise == is_noise]
        fitting.sort(key=lambda target: (-shared[target.key], target.place != place))
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        ranked = [(self._ratio(matcher, target), target) for target in fitting[:COMPARED]]
        ranked.sort(key=lambda pair: (-pair[0], pair[1].place != place))
        return tuple(
            Successor(target, ratio >= ALIKE and target.is_new and target.place == place)
            for ratio, target in ranked[:OFFERED]
        )

    def _ratio(self, matcher: SequenceMatcher[str], target: Target) -> float:
        matcher.set_seq1(self._plain[target.key])
        return matcher.ratio()


def _words(text: str) -> set[str]:
    return {word for word in text.split() if len(word) >= WORD_LENGTH}
