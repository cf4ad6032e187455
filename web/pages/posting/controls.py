"""The controls of a form, from the description of a command's fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.fields.described import LAST, Description, may_be_blank, shape_of
from web.pages.components.buttons import Button
from web.pages.components.fields import Option, Select, TextArea, fieldset
from web.pages.components.texts import Unfold
from web.pages.markup import Content, element, identifier, joined
from web.pages.posting.existing import Existing
from web.pages.posting.filled import ADD
from web.pages.posting.groups import amounts, boxes, emptying, rows
from web.pages.posting.placed import first_upper, in_order, is_needed
from web.pages.posting.single import LONG, Told, single, with_given
from web.pages.posting.wording import hint_of
from web.pages.visit import Visit

_KEEP = ("amend_project",)
"""Commands that keep what is left out as it is: an empty field is told apart."""
LONG_FORM = 12
"""Fields of a form from which on they stand under headings."""
Filled = Mapping[str, Any]


@dataclass(frozen=True)
class Controls:
    """Makes the controls of one form, with what was filled in and what is wrong."""

    visit: Visit
    existing: Existing
    errors: Mapping[str, str] = field(default_factory=dict)
    """By the names of controls."""
    none: Sequence[str] = ()
    """Fields that are empty on purpose."""
    added: str = ""
    """The field of which one more row was asked for."""

    def of(
        self, command: str, described: Description, filled: Filled, above: str = ""
    ) -> Iterator[Content]:
        """The controls of all fields; those that few need unfold."""
        yield from self._own(command, described, filled, above)
        # The id of the command itself is the form's own.
        last = [each for each in LAST if each in described.schema]
        last = last if above else last[1:]
        if not last:
            return
        contents = joined(
            content
            for each in last
            for content in self._field(command, described, each, filled, above)
        )
        is_used = any(f in filled or f"{above}{f}" in self.errors for f in last)
        yield Unfold(self.visit.say("More"), contents, open=is_used)

    def _own(
        self, command: str, described: Description, filled: Filled, above: str
    ) -> Iterator[Content]:
        """In a long form what is needed and what is not have headings."""
        fields = in_order(described)
        needed = [each for each in fields if is_needed(described, each)]
        added = fields[fields.index(needed[-1]) + 1 :] if needed else []
        is_long = not above and len(fields) >= LONG_FORM and bool(added)
        for each in fields:
            if is_long and each == fields[0]:
                yield _heading(self.visit.say("What is needed"))
            if is_long and each == added[0]:
                yield _heading(self.visit.say("What may be added"))
            yield from self._field(command, described, each, filled, above)

    def _field(
        self,
        command: str,
        described: Description,
        name: str,
        filled: Filled,
        above: str,
    ) -> Iterator[Content]:
        schema, value, mark = (
            described.schema[name],
            filled.get(name),
            described.marks.get(name),
        )
        options = self.existing.of(command, name, mark)
        told = self._told(described, name, above)
        match shape_of(schema):
            case "command":
                yield from self._command(described, name, value or {}, told)
            case "rows":
                more = self.added == told.name
                yield rows(
                    *(schema["items"], value or [], told, self.errors, self.visit),
                    more=more,
                )
            case "list":
                is_open = mark is None
                yield from boxes(
                    value or [], options, told, self.visit, is_open=is_open
                )
            case "mapping":
                given = value or {}
                yield amounts(schema, given, options, told, self.errors, self.visit)
            case "framework":
                yield TextArea(*told.with_value(value or ""), rows=20)
            case _:
                yield single(schema, value, options, told, self.visit)
        if command in _KEEP and _can_be_emptied(described, name):
            yield emptying(told.name, self.visit, checked=told.name in self.none)

    def _told(self, described: Description, name: str, above: str) -> Told:
        schema = described.schema[name]
        by_line = name == "date" and described.by_line
        label = first_upper(self.visit.label("field", name))
        optional = "" if is_needed(described, name) else self.visit.say("optional")
        return Told(
            above + name,
            label,
            hint_of(schema, self.visit, label, by_line=by_line),
            self.errors.get(above + name, ""),
            self.visit.say("optional with a bank line") if by_line else optional,
        )

    def _command(
        self, described: Description, name: str, value: Filled, told: Told
    ) -> Iterator[Content]:
        """Which command, and its fields when it is chosen."""
        commands = described.holders[name].commands
        chosen = str(value.get("command", ""))
        choice = f"{told.name}.command"
        told_of_choice = told._replace(name=choice, error=self.errors.get(choice, ""))
        options = with_given(
            [Option(each, self._name(each)) for each in commands],
            [chosen] if chosen else [],
        )
        nothing = self.visit.say("choose")
        yield Select(*told_of_choice.with_value(chosen), options, nothing)
        place = identifier(f"{told.name}.command")
        text = self.visit.say("Show its fields")
        button = Button(text, "secondary", ADD, told.name, place)
        yield element("div", button)
        if chosen in commands:
            held = described.held(name, chosen)
            inner = joined(self.of(chosen, held, value, f"{told.name}."))
            yield fieldset(f"{told.name}.fields", self._name(chosen), iter([inner]))

    def _name(self, command: str) -> str:
        return first_upper(self.visit.label("command", command))


def _heading(text: str) -> Content:
    return element("h2", text, class_="utrecht-heading-2")


def _can_be_emptied(described: Description, name: str) -> bool:
    """It may be left out, and to be empty is something else."""
    schema = described.schema[name]
    if name in described.required or name in LAST or "default" in schema:
        return False
    is_told = schema.get("maxLength", 0) > LONG or "pattern" in schema
    is_text = may_be_blank(schema) and is_told and name != "reason"
    return is_text or shape_of(schema) in ("list", "rows", "mapping")
