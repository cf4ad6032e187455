"""A problem found in data: a value that is listed, never an exception."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, Self

from domain.values.messages import Message, Value, as_data, english

Severity = Literal["error", "warning"]
FIELDS = ("check", "code", "severity", "message", "entries")
"""What is said of a problem by the audit commands, JSON and CSV."""
NAMED = ("check", "code", "finding", "severity", "message", "entries", "accepted")
"""What `check` says of it, by its stable name."""


class Acceptance(NamedTuple):
    """The entry by which a finding was accepted as it is, and why."""

    entry: int
    reason: str
    decision: str | None = None

    def as_json(self) -> dict[str, object]:
        """The shape of `accepted` in section 4 of the contract."""
        return dict(self._asdict())


def _part(each: object) -> str:
    """A part of a name; amounts as the contract writes them."""
    return str(as_data(each))


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
        self.scope: tuple[str, ...] = ()
        """What it is about, and its figure: with the code its stable name."""
        self.accepted: Acceptance | None = None

    def of(self, *scope: object) -> Self:
        """The same finding, named by what it is about and by its figure.

        It is known by that name from day to day, and is another one when the figure
        changes. Without a name of its own a finding is known by its entries.
        """
        self.scope = tuple(_part(each) for each in scope)
        return self

    @property
    def name(self) -> str:
        """Its stable name, such as `KEY_GAP/2011/3200.00`."""
        scope = self.scope or (("-".join(map(str, self.entries)),) * bool(self.entries))
        return "/".join((self.code, *scope))

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
        """What the audit commands say of it."""
        return {
            "check": self.check,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "entries": self.entries,
        }

    def as_row(self) -> dict[str, object]:
        """The shape of `check` in section 4 of the contract."""
        accepted = None if self.accepted is None else self.accepted.as_json()
        found = {"finding": self.name, "accepted": accepted, **self.as_json()}
        return {name: found[name] for name in NAMED}

    def as_data(self) -> dict[str, object]:
        """What was found without its prose: the same however it is worded."""
        return {
            "check": self.check,
            "code": self.code,
            "finding": self.name,
            "severity": self.severity,
            "values": {name: as_data(v) for name, v in self.said.values.items()},
            "entries": self.entries,
        }
