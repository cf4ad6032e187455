"""The texts of one column, looked at together.

A long table has thousands of cells, and nearly all of them are plain: what would be
asked of each is asked of their column, and of a cell only where the column isn't plain.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from cli.render.wrapping import longest_word, padded, widths_of


class Texts:
    """What stands in a column, row by row."""

    def __init__(self, told: Sequence[str]) -> None:
        self.told = told

    @cached_property
    def widths(self) -> list[int]:
        """The columns of a terminal that each of them takes."""
        return widths_of(self.told)

    @cached_property
    def widest(self) -> int:
        """The most of these."""
        return max(self.widths, default=0)

    @cached_property
    def longest_word(self) -> int:
        """The width of the widest word in them."""
        return longest_word("\n".join(self.told))

    def padded(self, width: int, *, right: bool) -> list[str]:
        """Each with the spaces that fill its column."""
        if not self._are_even:
            return [padded(text, width, right=right) for text in self.told]
        if right:
            return [text.rjust(width) for text in self.told]
        return [text.ljust(width) for text in self.told]

    def unfit(self, width: int) -> Iterator[int]:
        """The rows whose text takes more than one line of that width."""
        if self.widest <= width and not self._has_breaks:
            return
        for row, (text, taken) in enumerate(zip(self.told, self.widths, strict=True)):
            if taken > width or "\n" in text:
                yield row

    @cached_property
    def _are_even(self) -> bool:
        """Each character takes one column."""
        return self.widths == list(map(len, self.told))

    @cached_property
    def _has_breaks(self) -> bool:
        return "\n" in "".join(self.told)
