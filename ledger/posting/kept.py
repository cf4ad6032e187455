"""What was read and is kept in memory, the least recently used dropped."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

KEPT = 20_000
"""States and timelines kept in memory; the least recently used go first."""
T = TypeVar("T")


class Kept(OrderedDict[Hashable, T]):
    """What was read, the least recently used dropped beyond a limit."""

    def remembered(self, key: Hashable, read: Callable[[], T]) -> T:
        """The kept value, or what `read` gives."""
        try:
            self.move_to_end(key)  # else what is used most would go first
        except KeyError:
            self.keep(key, read())
        return self[key]

    def keep(self, key: Hashable, value: T) -> None:
        """Keep what is known without reading."""
        self[key] = value
        self.move_to_end(key)
        if len(self) > KEPT:
            self.popitem(last=False)
