"""Numbers as people read them, in the language that is active. An absent figure is a dash."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

Figure = int | float | Decimal | None
ABSENT = "–"
MINUS = "\N{MINUS SIGN}"


def number(value: Figure, places: int = 0) -> str:
    """1234.5 → "1.235" in Dutch; halves are rounded away from zero."""
    if value is None:
        return ABSENT
    rounded = rounded_half_up(value, places)
    text = number_format(abs(rounded), decimal_pos=places, force_grouping=True)
    return f"{MINUS}{text}" if rounded < 0 else text


def percent(fraction: Figure, places: int = 0) -> str:
    """A fraction of 1 as a percentage: 0.08 → "8%"."""
    if fraction is None:
        return ABSENT
    return f"{number(Decimal(str(fraction)) * 100, places)}%"


def signed(value: Figure, places: int = 0) -> str:
    text = number(value, places)
    return f"+{text}" if value is not None and rounded_half_up(value, places) > 0 else text


def signed_percent(fraction: Figure, places: int = 0) -> str:
    text = percent(fraction, places)
    grew = fraction is not None and rounded_half_up(Decimal(str(fraction)) * 100, places) > 0
    return f"+{text}" if grew else text


def change(now: Figure, before: Figure) -> Decimal | None:
    """Relative change; none where one of the two is absent or where it started at zero."""
    if now is None or before is None or before == 0:
        return None
    return Decimal(str(now)) / Decimal(str(before)) - 1


def rounded_half_up(value: int | float | Decimal, places: int) -> Decimal:
    """Half away from zero, not half to even; never minus zero."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded + 0
