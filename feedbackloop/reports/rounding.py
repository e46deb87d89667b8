"""How figures are rounded in a report: the same digits on every engine and machine."""

SHARE_DECIMALS = 6
FIGURE_DECIMALS = 4


def share(part: float, whole: float) -> float | None:
    """A fraction of 1 with six decimals; None of nothing."""
    return round(part / whole, SHARE_DECIMALS) if whole else None


def figure(value: float | None) -> float | None:
    """A mean, an expected level or a ratio per 100, with four decimals."""
    return None if value is None else round(float(value), FIGURE_DECIMALS)
