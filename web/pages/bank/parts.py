"""The parts that a line is split into, as a form has them: `parts.0.command` and on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.entries.command import Command
from domain.entries.parsing import command_from_mapping
from domain.entries.register import command_model
from domain.values.errors import BadForm, Refusal
from domain.values.messages import Euro
from domain.values.money import amount_from_typed, parse_amount
from ledger.fields.described import description_of
from web.pages.bank.one_line import OneLine
from web.pages.components.fields import Field, Option, Select, TextField
from web.pages.posting.existing import Existing
from web.pages.posting.placed import first_upper
from web.pages.posting.single import Told, single
from web.pages.posting.wording import hint_of
from web.pages.visit import Visit

MOST_PARTS = 20
_PREFIX = "parts"
OPEN = "open"
_CENTS = re.compile("-?[0-9]{1,15}")
_PLACES = frozenset(map(str, range(MOST_PARTS)))
_OF_LINE = ("id", "note", "amount", "date", "document", "document_sha256", "bank_line")
"""What the line gives, or no short form asks."""
_ALSO = ("cost_kind",)
"""Fields that may be left out, and yet are asked: a framework may want them."""


@dataclass
class Part:
    """One part: what it is, how much, and its own fields as they were typed."""

    number: int
    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def command(self) -> str:
        """The name of its command; empty where none is chosen."""
        return self.typed.get("command", "")

    @property
    def is_empty(self) -> bool:
        """Nothing was filled in."""
        return not any(text.strip() for text in self.typed.values())

    def name(self, of: str) -> str:
        """The name of one of its fields in the form."""
        return f"{_PREFIX}.{self.number}.{of}"

    @property
    def fields(self) -> Sequence[str]:
        """The names of its command's own fields."""
        model = command_model(self.command) if self.command else None
        if model is None:
            return ()
        return [
            name
            for name, each in model.model_fields.items()
            if name not in _OF_LINE and (each.is_required() or name in _ALSO)
        ]

    @cached_property
    def cents(self) -> int:
        """What was typed as its amount; 0 for what is none."""
        try:
            return parse_amount(amount_from_typed(self.typed.get("amount", "")))
        except Refusal:
            return 0


class Parts:
    """All parts of a line, as they were sent."""

    def __init__(self, line: OneLine, least: int = 2) -> None:
        self.line = line
        self.visit: Visit = line.visit
        self.looks_again = False
        """What the form says is open is no longer so."""
        sent = self._sent()
        number = max([least, *(n + 1 for n in sent)])
        self.parts = [Part(n, sent.get(n, {})) for n in range(number)]

    def _sent(self) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for name, values in self.visit.asked.form.items():
            prefix, _, rest = name.partition(".")
            number, _, of = rest.partition(".")
            if prefix == _PREFIX and number in _PLACES and of:
                found.setdefault(int(number), {})[of] = values[-1]
        return found

    def add(self) -> None:
        """One more."""
        if len(self.parts) < MOST_PARTS:
            self.parts.append(Part(len(self.parts), {}))

    @property
    def have_new_fields(self) -> bool:
        """A command was chosen whose fields were not on the form."""
        return any(name not in e.typed for e in self.parts for name in e.fields)

    @property
    def filled(self) -> list[Part]:
        """Those in which something was filled in."""
        return [each for each in self.parts if not each.is_empty]

    @property
    def left(self) -> int:
        """What is open of the line beyond the parts; euro cents, of its sign."""
        return self.open - self.line.sign * sum(each.cents for each in self.parts)

    @property
    def open(self) -> int:
        """What was open when the form was shown: sent twice it is posted once."""
        text = self.visit.asked.form.get(OPEN, ("",))[-1]
        if self.looks_again or not _CENTS.fullmatch(text):
            return self.line.open
        return int(text)

    def commands(self) -> list[Command]:
        """A command for each part; raises `BadForm`, with its fault at each part.

        Codes: those of `command_from_mapping`; `BAD_AMOUNT` where they don't add up.
        """
        found = [made for each in self.filled if (made := self._command(each))]
        wrong = [each for each in self.parts if each.errors]
        if wrong:
            raise BadForm(
                "BAD_COMMAND",
                "some parts are not right: each says why. Nothing was recorded.",
            )
        if self.left:
            raise BadForm(
                "BAD_AMOUNT",
                "the parts don't add up to what is open: {left} is left.",
                left=Euro(self.left),
            )
        return found

    def _command(self, part: Part) -> Command | None:
        names = self.line.commands
        if part.command not in names:
            part.errors["command"] = self.visit.say("Choose what it is.")
            return None
        try:
            amount_from_typed(part.typed.get("amount", ""))
        except Refusal as refusal:
            part.errors["amount"] = self.visit.told(refusal.said)
            return None
        own = {
            name: part.typed[name].strip()
            for name in part.fields
            if part.typed.get(name, "").strip()
        }
        cents = self.line.sign * part.cents
        given = self.line.answered({"command": part.command, **own}, cents)
        try:
            return command_from_mapping(given)
        except BadForm as error:
            self._tell(part, error)
            return None

    def _tell(self, part: Part, error: BadForm) -> None:
        for fault in error.faults:
            name = str(fault.path[0]) if fault.path else "command"
            part.errors.setdefault(name, self.visit.told(fault.said))
        if not error.faults:
            part.errors["command"] = self.visit.told(error.said)


class PartFields:
    """The controls of parts, as those of the commands' own forms."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._visit = parts.visit
        self._existing = Existing(parts.visit)

    def of(self, part: Part) -> Iterator[Field]:
        """What it is, how much, then what that command asks."""
        visit = self._visit
        yield Select(
            part.name("command"),
            visit.say("What it is"),
            part.command,
            error=part.errors.get("command", ""),
            options=[
                Option(each, visit.label("command", each))
                for each in self._parts.line.commands
            ],
            nothing=visit.say("choose"),
        )
        yield TextField(
            part.name("amount"),
            visit.say("Amount"),
            part.typed.get("amount", ""),
            error=part.errors.get("amount", ""),
            inputmode="decimal",
            width="short",
        )
        for name in part.fields:
            yield self._field(part, name)

    def _field(self, part: Part, name: str) -> Field:
        model = command_model(part.command)
        assert model is not None  # noqa: S101  # else it had no fields
        described = description_of(model)
        schema, mark = described.schema[name], described.marks.get(name)
        told = Told(
            part.name(name),
            first_upper(self._visit.label("field", name)),
            hint_of(schema, self._visit),
            part.errors.get(name, ""),
            self._visit.say("may stay empty") if name in _ALSO else "",
        )
        options = self._existing.of(part.command, name, mark)
        return single(schema, part.typed.get(name), options, told, self._visit)
