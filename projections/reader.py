"""What the read side asks of a database."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Reader(Protocol):
    """Something that answers SQL with `?` as its placeholder."""

    layout: int
    """The layout of its tables; those of later ones read as empty."""

    def execute(
        self, sql: str, parameters: Sequence[object] = ()
    ) -> Iterator[Sequence[Any]]:
        """Rows of a statement."""
