"""BSNs: nine digits that pass the 11-test."""

import re
from collections.abc import Iterator
from itertools import accumulate

from reasons.personal_data import numbers
from reasons.personal_data.numbers import Chain, Run

LENGTH = 9
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
AMOUNT_BEFORE = re.compile(r"(?:[€$£]|(?<![a-z])euro?) ?$")
AMOUNT_AFTER = re.compile(r",(?:-|[0-9]{1,2}(?![0-9]))| ?(?:€|euro?(?![a-z]))")


def find(plain: str) -> Iterator[tuple[int, int]]:
    runs, done = numbers.runs(plain), 0
    for index, run in enumerate(runs):
        if run.start < done or not numbers.starts_at(plain, run.start):
            continue
        # One run more than can belong to it, to see whether it goes on.
        joined = runs[index : index + LENGTH + 1]
        for chain in numbers.chains(plain, joined, most_digits=LENGTH):
            if (
                _passes(chain.digits)
                and _is_written_so(chain, joined)
                and numbers.ends_at(plain, chain.end)
                and not _is_amount(plain, run.start, chain.end)
            ):
                done = chain.end
                yield run.start, done


def _passes(digits: str) -> bool:
    if len(digits) != LENGTH or digits == "0" * LENGTH:
        return False
    pairs = zip(WEIGHTS, digits, strict=True)
    return sum(weight * int(digit) for weight, digit in pairs) % 11 == 0


def _is_written_so(chain: Chain, joined: list[Run]) -> bool:
    """Whether people group a BSN like this: not at all, or in small groups with one separator.

    Two groups are an invoice number or a postcode abroad, and a year is part of a date.
    """
    sizes, gaps = chain.sizes, set(chain.gaps)
    if len(sizes) == 1:
        return True
    if len(sizes) == 2 or max(sizes) > 4 or len(gaps) > 1 or _has_year(chain):
        return False
    after = joined[len(sizes)].gap if len(sizes) < len(joined) else ""
    goes_on = not gaps.isdisjoint((joined[0].gap, after))
    return not goes_on or sizes in ((3, 3, 3), (4, 2, 3))


def _has_year(chain: Chain) -> bool:
    ends = zip(accumulate(chain.sizes), chain.sizes, strict=True)
    years = (chain.digits[end - 4 : end - 2] for end, size in ends if size == 4)
    return not {"19", "20"}.isdisjoint(years)


def _is_amount(plain: str, start: int, end: int) -> bool:
    before = AMOUNT_BEFORE.search(plain[max(0, start - 6) : start])
    return before is not None or AMOUNT_AFTER.match(plain, end) is not None
