"""Numbers out of addresses and hidden fields."""

MOST_DIGITS = 9


def parse_number(text: str) -> int | None:
    """A whole number that fits any number we keep; None for everything else."""
    if not text.isascii() or not text.isdecimal() or len(text) > MOST_DIGITS:
        return None
    return int(text)
