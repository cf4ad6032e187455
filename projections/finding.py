"""A problem found in data: a value that is listed, never an exception."""

from collections.abc import Iterable
from typing import Literal

from domain.values.messages import Message, Value, as_data, english

Severity = Literal["error", "warning"]
FIELDS = ("check", "code", "severity", "message", "entries")
"""Of a finding's JSON, and the columns of its CSV."""


class Finding:
    """Which check, a stable code, how bad, what (template and values), which entries.

    Without values the template is the text.
    """

    def __init__(
        self,
        check: str,
        code: str,
        severity: Severity,
        template: str | Message,
        entries: Iterable[int] = (),
        /,
        **values: Value,
    ) -> None:
        self.check = check
        self.code = code
        self.severity = severity
        self.said = (
            template if isinstance(template, Message) else (Message(template, values))
        )
        self.entries = list(entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.as_json() == other.as_json()

    def __hash__(self) -> int:
        return hash((self.check, self.code, *self.entries))

    def __repr__(self) -> str:
        return f"Finding({self.as_json()})"

    @property
    def message(self) -> str:
        """What was found, in English."""
        return english(self.said)

    def as_json(self) -> dict[str, object]:
        """The shape of `check` in section 4 of the contract."""
        return {
            "check": self.check,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "entries": self.entries,
        }

    def as_data(self) -> dict[str, object]:
        """What was found without its prose: the same however it is worded."""
        return {
            "check": self.check,
            "code": self.code,
            "severity": self.severity,
            "values": {name: as_data(v) for name, v in self.said.values.items()},
            "entries": self.entries,
        }
