"""The report: sections of markdown, the figures behind them, and the targets."""

from dataclasses import dataclass, field

from benchmarks.tables import table


@dataclass
class Report:
    """Lines of markdown as they come, and figures by name and size."""

    lines: list[str] = field(default_factory=list)
    figures: dict[tuple[str, int], float] = field(default_factory=dict)
    """Seconds or rates; `targets` looks at them."""

    def add(self, *lines: str) -> None:
        """Add lines, printed as they come."""
        for line in lines:
            print(line, flush=True)
        self.lines += lines

    def move_up(self, start: int, to: int) -> None:
        """What was added from line `start` on stands at line `to`; it is printed."""
        moved = self.lines[start:]
        self.lines[start:] = []
        self.lines[to:to] = moved

    def section(self, title: str, *texts: str) -> None:
        """Begin a section."""
        self.add("", f"## {title}", "")
        for text in texts:
            self.add(text, "")

    def table(self, title: str, heads: list[str], rows: list[list[str]]) -> None:
        """Add a table under a heading of its own."""
        self.add(f"### {title}", "", *table(heads, rows), "")

    def note(self, name: str, size: int, value: float) -> None:
        """Keep a figure."""
        self.figures[name, size] = value

    def get(self, name: str, size: int) -> float | None:
        """A figure that was kept."""
        return self.figures.get((name, size))
