"""Phone numbers: Dutch and Belgian ones as they are written, others with + or 00."""

import re
from collections.abc import Iterator

from reasons.personal_data import numbers
from reasons.personal_data.numbers import Chain

PLUS = re.compile(r"\+ ?\(?$")
MOST_DIGITS = 18
SERVICE = ("0800", "0900", "0906", "0909")  # never a person's own number
BARE_MOBILE = re.compile("316[1-58][0-9]{7}")  # as messaging apps copy it
NATIONAL = re.compile("0[1-9][0-9]{7,8}")
BELGIAN = ((2, 3, 2, 2), (3, 2, 2, 2))
# Country code, and how many digits a number has after it.
ABROAD = {
    code: (int(least), int(most))
    for code, least, most in re.findall(
        "([0-9]+)-([0-9]+)-([0-9]+)",
        "1-10-10 7-10-10 20-9-10 27-9-9 30-10-10 31-9-9 32-8-9 33-9-9 34-9-9 36-8-9 39-7-11 "
        "40-9-9 41-9-9 43-7-11 44-9-10 45-8-8 46-7-10 47-8-8 48-9-9 49-7-12 61-9-9 62-8-12 "
        "86-10-11 90-10-10 91-10-10 212-9-9 213-8-9 233-9-9 234-8-10 297-7-7 351-9-9 352-8-9 "
        "353-7-9 354-7-7 356-8-8 357-8-8 358-7-11 359-7-9 370-8-8 371-8-8 372-7-8 380-9-9 "
        "381-8-9 385-8-9 386-8-8 387-8-8 389-8-8 420-9-9 421-9-9 597-6-7 599-7-8 963-8-9 "
        "964-8-10",
    )
}


def find(plain: str) -> Iterator[tuple[int, int]]:
    runs, done = numbers.runs(plain), 0
    for index, run in enumerate(runs):
        plus = PLUS.search(plain[max(0, run.start - 3) : run.start])
        start = run.start - len(plus[0]) if plus else run.start
        if start < done or not numbers.starts_at(plain, start):
            continue
        joined = runs[index : index + MOST_DIGITS]
        for chain in numbers.chains(plain, joined, most_digits=MOST_DIGITS):
            is_one = _is_abroad(chain.digits, plus=True) if plus else _is_phone(chain)
            if is_one and numbers.ends_at(plain, chain.end):
                done = chain.end
        if done > start:
            yield start, done


def _is_phone(chain: Chain) -> bool:
    if chain.digits.startswith("00"):
        return _is_abroad(chain.digits[2:], plus=False)
    return _is_national(chain) or BARE_MOBILE.fullmatch(chain.digits) is not None


def _is_abroad(digits: str, *, plus: bool) -> bool:
    """Countries not in the list need the plus, or every number from 00 would be a phone number."""
    for size in (1, 2, 3):
        if limits := ABROAD.get(digits[:size]):
            number = digits[size:].removeprefix("0")  # +31 (0)6
            return limits[0] <= len(number) <= limits[1]
    return plus and digits[0] != "0" and 9 <= len(digits) <= 15


def _is_national(chain: Chain) -> bool:
    """Ten digits from a zero, grouped as people group phone numbers.

    After the area code they keep to one separator, unlike in "09.30-12.00 14.15".
    """
    digits = chain.digits
    if not NATIONAL.fullmatch(digits) or digits.startswith(SERVICE):
        return False
    sizes, gaps = chain.sizes, chain.gaps
    if len(set(gaps[1:])) > 1 or sizes[:3] == (2, 2, 4):  # 06-12-2026 14
        return False
    if len(digits) == 9:
        return sizes in BELGIAN
    if sizes[0] == 1:
        return len(sizes) == 10 and digits[1] == "6"
    if sizes[0] == 2:
        return digits[1] == "6" or (sizes == (2,) * 5 and len(set(gaps)) == 1)
    return sizes == (10,) or (sizes[0] in (3, 4) and min(sizes) > 1)
