"""What a user's own rules say of lines: `bank-rules.toml`, as it was read."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.values.words import Words


class Rule(NamedTuple):
    """One rule: what a line must say, and the command that it then is."""

    number: int
    text: str | None
    """A word, or several, that stand in the text, as they are looked for."""
    party: Words | None
    """Words that the party's name has."""
    receives: bool
    """The command is of money that came in."""
    command: str
    fields: Mapping[str, Any]

    def fits(self, named: frozenset[str], party: Words, *, received: bool) -> bool:
        """A line says what the rule asks for, and money moved that way."""
        return (
            received == self.receives
            and (self.text is None or self.text in named)
            and (self.party is None or self.party <= party)
        )
