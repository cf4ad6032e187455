"""Refusals and failures, one small tree with stable codes.

    LedgerError
    ├── Refusal            exit 1   a business rule or bad data; nothing is recorded
    │   └── BadForm                 values that have not the form they need
    ├── UsageError         exit 2   the call itself is wrong
    └── IntegrityError     exit 3   stored data contradicts itself

A code never changes its meaning: other programs match on it. Problems that are
*found in data* by `zuidas check` are values (findings), not exceptions.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from domain.values.messages import Message, Value, as_data, english

Details = Mapping[str, object]


class LedgerError(Exception):
    """A failure: a stable code, a template with its values, details for programs.

    `details` are what a program may read of it, in JSON's own types: those given, else
    the values of the template. Without values the template is the text.
    """

    exit_code = 1

    def __init__(
        self,
        code: str,
        template: str | Message,
        details: Details | None = None,
        /,
        **values: Value,
    ) -> None:
        said = template if isinstance(template, Message) else Message(template, values)
        super().__init__(said.template)
        self.code = code
        self.said = said
        if details is None:
            details = {name: as_data(value) for name, value in said.values.items()}
        self.details: dict[str, object] = dict(details)
        self.line: int | None = None
        """Line of the file being posted, from 1; None outside bulk posting."""

    @property
    def message(self) -> str:
        """What happened, with the sum done and the way out, in English."""
        return english(self.said)

    def at_line(self, line: int) -> Self:
        """Name the line of the posted file that was refused."""
        self.line = line
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Processes tell each other what failed, with all that belongs to it."""
        return _again, (type(self), self.args, self.__dict__)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r})"

    def __str__(self) -> str:
        place = "" if self.line is None else f"line {self.line}: "
        return f"[{self.code}] {place}{self.message}"


def _again(
    kind: type[LedgerError], arguments: tuple[object, ...], inner: dict[str, object]
) -> LedgerError:
    """The failure that another process told."""
    found = kind.__new__(kind, *arguments)
    found.__dict__.update(inner)
    return found


class Refusal(LedgerError):
    """A command or query that the rules or the data do not allow.

    `BAD_DATE` is both a fault of form and a rule about an order of dates: its details
    say which under `fault`.
    """

    fault = "rule"

    def __init__(
        self,
        code: str,
        template: str | Message,
        details: Details | None = None,
        /,
        **values: Value,
    ) -> None:
        super().__init__(code, template, details, **values)
        if code == "BAD_DATE":
            self.details["fault"] = self.fault


class Fault(NamedTuple):
    """One fault of form: where, under which code, and what."""

    path: tuple[str | int, ...]
    code: str
    said: Message

    @property
    def place(self) -> str:
        """Where, as people write it: `third_parties.0.contribution`."""
        return ".".join(map(str, self.path))

    @property
    def pointer(self) -> str:
        """Where, as a JSON Pointer (RFC 6901)."""
        steps = (str(s).replace("~", "~0").replace("/", "~1") for s in self.path)
        return "".join(f"/{step}" for step in steps)

    def as_json(self) -> dict[str, str]:
        """The shape of an error of form in HTTP's problem details."""
        return {
            "pointer": self.pointer,
            "code": self.code,
            "detail": english(self.said),
        }


class BadForm(Refusal):
    """Values that have not the form they need; `faults` are all of them.

    Its code and message are those of the first one.
    """

    fault = "form"

    def __init__(
        self,
        code: str,
        template: str | Message,
        details: Details | None = None,
        /,
        faults: Sequence[Fault] = (),
        **values: Value,
    ) -> None:
        super().__init__(code, template, details, **values)
        self.faults = tuple(faults)
        if self.faults:
            self.details["errors"] = [fault.as_json() for fault in self.faults]


class UsageError(LedgerError):
    """A call that can't be understood, such as an unknown option."""

    exit_code = 2


class IntegrityError(LedgerError):
    """Stored data that contradicts itself."""

    exit_code = 3
