"""Figures as a table: what was measured, how much, and the target if there is one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def is_good(self) -> bool:
        is_little = self.most is None or self.value <= self.most
        return is_little and (self.least is None or self.value >= self.least)

    @property
    def target(self) -> str:
        if self.least is not None:
            return f"at least {self.least:,}"
        return "" if self.most is None else f"at most {self.most:,}"


def show(title: str, figures: list[Figure]) -> bool:
    """Print the table; whether every target was met."""
    print(f"\n{title}")
    for figure in figures:
        verdict = "" if figure.is_good else "  MISSED"
        value = f"{figure.value:,.1f}" if figure.value % 1 else f"{figure.value:,.0f}"
        print(f"  {figure.name:<46}{value:>12} {figure.unit:<8}{figure.target}{verdict}")
    return all(figure.is_good for figure in figures)
