"""IBANs of any country: its length, and the check digits of ISO 13616 (mod 97)."""

import re
from collections.abc import Iterator

from reasons.personal_data import numbers

LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        "([a-z]+)([0-9]+)",
        "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 bi27 br29 by28 ch21 cr22 cy28 cz24 de22 dj27 "
        "dk18 do28 ee20 eg29 es24 fi18 fk18 fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hn28 hr21 hu28 "
        "ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 lc32 li21 lt20 lu20 lv21 ly25 mc27 md24 me22 "
        "mk19 mn20 mr27 mt31 mu30 ni28 nl18 no15 om23 pk24 pl28 ps29 pt25 qa29 ro24 rs22 ru33 sa24 "
        "sc31 sd18 se24 si19 sk24 sm27 so23 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20 ye30",
    )
}
START = re.compile(r"([a-z])[ ._/-]{0,3}([a-z])(?=[ ._/-]{0,3}[0-9])")
SIGN = re.compile(r"[ ._/-]{0,3}([a-z0-9])")


def find(plain: str) -> Iterator[tuple[int, int]]:
    done = 0
    for match in START.finditer(plain):
        start, length = match.start(), LENGTHS.get(match[1] + match[2], 0)
        if length and start >= done and numbers.starts_at(plain, start):
            end = _end(plain, start, length)
            if end and plain[end : end + 1] not in numbers.DIGITS:
                done = end
                yield start, end


def _end(plain: str, start: int, length: int) -> int:
    """Where the IBAN that starts here ends; 0 when there is none."""
    signs, end = "", start
    while len(signs) < length:
        match = SIGN.match(plain, end)
        if match is None:
            return 0
        signs, end = signs + match[1], match.end()
    # Words that follow something like "be12" are mostly letters; an IBAN is not.
    mostly_digits = 2 * sum(sign in numbers.DIGITS for sign in signs) >= length
    number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
    return end if mostly_digits and int(number) % 97 == 1 else 0
