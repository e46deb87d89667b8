"""What the guard on notes takes for personal data, and what it leaves alone (C-7)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reasons import personal_data
from reasons.personal_data import Kind, bsns, ibans

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "personal_data.json").read_text()
)
INVISIBLE = ("", "\u200b", "\u00ad", "\u2060")
SPACES = (" ", "\u00a0", "\u202f", "\t")
DATE_FORMATS = (
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y %H.%M uur",
    "%d-%m-%y %H.%M",
    "%d/%m/%Y %H:%M:%S",
    "%d.%m.%Y - %H.%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y%m%d %H%M",
    "%d%m%Y",
    "%Y-%m-%dT%H:%M:%S",
    "%H.%M-%H.%M %d %m %Y",
    "%d %m %Y om %H:%M",
)

HOSTILE = (
    *("a", "a.", "a@", "a@a.", "a@a-", "{at}", "a at b punt ", "a @ b . "),
    *("1", "1 ", "0 ", "06 ", "0031 ", "+(0)6", "111.222.", "nl1", "n l ", "be12 "),
    *("\u200b", "e\u0301", "\u0666", "\ud800", " "),
)


def pieces(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, text[found.start : found.end]) for found in personal_data.find(text)]


@st.composite
def numbers_of_persons(draw: st.DrawFn) -> str:
    """Nine digits that pass the 11-test, the ninth worked out from the others."""
    eight = [draw(st.integers(1, 9))] + [draw(st.integers(0, 9)) for _ in range(7)]
    ninth = sum(weight * digit for weight, digit in zip(range(9, 1, -1), eight, strict=True)) % 11
    assume(ninth < 10)
    return "".join(map(str, [*eight, ninth]))


@st.composite
def written_in_groups(draw: st.DrawFn) -> str:
    digits = draw(numbers_of_persons())
    separator = draw(st.sampled_from((*SPACES, ".", "-", "\u2011", "/", " - ", " . ")))
    groups: list[str] = []
    while digits:
        size = draw(st.integers(1, 4))
        groups, digits = [*groups, digits[:size]], digits[size:]
    assume(len(groups) > 2 and not any(g[:2] in ("19", "20") for g in groups if len(g) == 4))
    return separator.join(groups)


@st.composite
def accounts(draw: st.DrawFn) -> str:
    """An IBAN of any country, with its check digits (ISO 13616: 98 minus the rest)."""
    country, length = draw(st.sampled_from(sorted(ibans.LENGTHS.items())))
    bank = draw(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=4) | st.just("1234"))
    number = draw(st.text("0123456789", min_size=length - 8, max_size=length - 8))
    value = int("".join(str(int(sign, 36)) for sign in f"{bank}{number}{country}00"))
    return f"{country}{98 - value % 97:02}{bank}{number}".upper()


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"]))
def test_case_gives_the_pieces_it_names(case: dict[str, Any]):
    assert pieces(case["text"]) == [tuple(found) for found in case["found"]]


def test_cases_hold_enough_of_both_sorts():
    kinds = [kind for case in CASES for kind, _piece in case["found"]]
    clean = [case for case in CASES if not case["found"]]
    assert len(CASES) >= 80
    assert len(clean) >= 40
    assert {kind: kinds.count(kind) >= 10 for kind in Kind} == dict.fromkeys(Kind, True)


@given(account=accounts(), data=st.data())
def test_iban_is_found_whatever_stands_between_its_signs(account: str, data: st.DataObject):
    between = st.sampled_from((*INVISIBLE, *SPACES, "-", ".", " - "))
    written = "".join(sign + data.draw(between) for sign in account[:-1]) + account[-1]

    assert ("iban", written) in pieces(f"graag op {written} storten")


@given(number=numbers_of_persons(), data=st.data())
def test_bsn_is_found_whatever_hides_between_its_digits(number: str, data: st.DataObject):
    hidden = "".join(digit + data.draw(st.sampled_from(INVISIBLE)) for digit in number[:-1])
    written = hidden + number[-1]

    assert pieces(f"klant ({written}) belde") == [("bsn", written)]


@given(written=written_in_groups())
def test_bsn_in_groups_is_found_with_any_separator(written: str):
    assert pieces(f"klant ({written}) belde") == [("bsn", written)]


@given(number=numbers_of_persons(), place=st.integers(0, 8))
def test_bsn_with_one_digit_changed_is_no_bsn(number: str, place: int):
    """The 11-test sees every single typing error."""
    changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]

    assert list(bsns.find(changed)) == []


@given(number=st.integers(1, 10**20).map(str))
def test_order_number_of_another_length_is_left_alone(number: str):
    assume(len(number) != 9 and not (len(number) == 11 and number.startswith("316")))

    assert pieces(f"Bestelling {number} en factuur F{number}, zie ORD-{number}") == []


@given(moment=st.floats(0, 2e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_moment_is_left_alone(moment: datetime):
    written = [moment.strftime(pattern) for pattern in DATE_FORMATS]

    assert [pieces(f"Op {text} geleverd, 3 stuks") for text in written] == [[]] * len(written)


@given(cents=st.integers(0, 10**11))
def test_amount_is_left_alone(cents: int):
    english = f"{cents / 100:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))

    assert pieces(f"Betaald: € {dutch}, dus {dutch} euro, geen {dutch}") == []


def test_masked_text_names_the_kinds_and_passes():
    text = "Mail jan@voorbeeld.nl, bel 06-12345678 😀 of NL91ABNA0417164300; 111222333!"

    masked = personal_data.masked(text)

    assert masked == "Mail [email], bel [phone] 😀 of [iban]; [bsn]!"
    assert personal_data.find(masked) == []


@given(text=st.text())
def test_any_text_gives_pieces_in_order_within_it(text: str):
    found = personal_data.find(text)
    bounds = [place for item in found for place in (item.start, item.end)]

    assert bounds == sorted(bounds)
    assert all(0 <= item.start < item.end <= len(text) for item in found)


@pytest.mark.parametrize("part", HOSTILE, ids=ascii)
def test_text_made_to_be_slow_is_read_to_its_end(part: str):
    """A pattern that tries its parts in every way would not come back from these."""
    text = part * (5_000 // len(part)) + " jan@voorbeeld.nl"

    assert personal_data.find(text)[-1].kind == Kind.EMAIL
