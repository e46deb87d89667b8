import pytest

from contactreductie.core.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("007", 7),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("1.000", None),
        ("٣", None),
        ("\x00", None),
    ],
)
def test_parse_number_takes_what_fits_and_nothing_else(text: str, number: int | None) -> None:
    assert parse_number(text) == number
