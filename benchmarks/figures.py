"""One measured ratio and how it reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Ours against the limit in the same run; `target` is the largest ratio we accept, if any, or
    with `at_least` the smallest."""

    name: str
    ours: float
    limit: float
    ratio: float
    target: float | None
    at_least: bool = False

    def __str__(self) -> str:
        measured = f"{self.ours:>9.2f} {self.limit:>9.2f} {self.ratio:>7.2f}"
        return f"{self.name:<62} {measured}  {self.verdict}"

    @property
    def verdict(self) -> str:
        if self.target is None:
            return "(no target yet)"
        met = self.ratio >= self.target if self.at_least else self.ratio <= self.target
        sign = "≥" if self.at_least else "≤"
        return f"target {sign} {self.target:g}" + ("" if met else "  MISSED")


HEADER = f"{'':<62} {'ours':>9} {'limit':>9} {'ratio':>7}"
