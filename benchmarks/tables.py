"""Tables in markdown, and figures as they are read."""

from collections.abc import Sequence

from benchmarks.measuring import Usage

THOUSAND = 1_000
MILLION = 1_000_000


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A markdown table; the first column is text, the others figures."""
    widths = [
        max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))
    ]
    sides = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return [_line(row, widths) for row in (heads, sides, *rows)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]
    return f"| {' | '.join(cells)} |"


def size(count: int) -> str:
    """1k, 10k, 1M; other numbers as they are."""
    if count % MILLION == 0:
        return f"{count // MILLION}M"
    return f"{count // THOUSAND}k" if count % THOUSAND == 0 else str(count)


def seconds(value: float) -> str:
    """A duration in the unit that suits it."""
    if value < 1e-3:  # noqa: PLR2004  # where a figure gets fewer digits
        return f"{value * 1e6:.0f} µs"
    if value < 1:
        return f"{value * 1e3:.{0 if value >= 0.01 else 1}f} ms"  # noqa: PLR2004  # where a figure gets fewer digits
    return f"{value:.1f} s"


def cost(usage: Usage | None) -> str:
    """Wall time and peak memory of a process."""
    return "failed" if usage is None else f"{seconds(usage.wall)}, {usage.peak:.0f} MB"


def rate(per_second: float) -> str:
    """So many a second."""
    return f"{per_second:,.0f}/s"


def times(ratio: float) -> str:
    """A ratio."""
    return f"{ratio:.2f}x" if ratio < 10 else f"{ratio:,.0f}x"  # noqa: PLR2004  # where a figure gets fewer digits
