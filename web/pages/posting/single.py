"""Controls of one value: of what exists, of the program's own names, or written."""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.fields.described import Schema, shape_of
from web.pages.components.fields import Field, Option, Select, TextArea, TextField
from web.pages.posting.placed import first_upper
from web.pages.posting.things import MOST
from web.pages.visit import Visit

LONG = 200
"""Characters of a text from which on it has more lines than one."""
Options = Sequence[Option]


class Told(NamedTuple):
    """What any control is told with."""

    name: str
    label: str
    hint: str
    error: str
    optional: str
    """The word for it; empty of a field that is needed."""

    def with_value(self, value: str) -> tuple[str, str, str, str, str, str]:
        """In the order of a field's attributes."""
        return self.name, self.label, value, self.hint, self.error, self.optional

    @property
    def said(self) -> tuple[str, str, str]:
        """What a group is told with, besides its name and legend."""
        return self.hint, self.error, self.optional


def single(
    schema: Schema, value: str | None, options: Options | None, told: Told, visit: Visit
) -> Field:
    """The control of one value."""
    options = _own_names(schema, told, visit) or options
    if value is None:
        value = _default(schema)
    if not options:
        return _written(schema, value, told)
    if len(options) > MOST:
        known = [each.value for each in options[:MOST]]
        return TextField(*told.with_value(value), suggestions=known)
    nothing = visit.say("none") if told.optional else visit.say("choose")
    chosen = with_given(options, [value] if value else [])
    return Select(*told.with_value(value), chosen, nothing)


def with_given(options: Options, given: Sequence[str]) -> Options:
    """What exists, and what was given beside it, so that nothing is lost."""
    known = {each.value for each in options}
    return [*options, *(Option(each, each) for each in given if each not in known)]


def _own_names(schema: Schema, told: Told, visit: Visit) -> Options:
    """Yes and no, or the names that the program has for the values of a field."""
    if shape_of(schema) == "truth":
        words = (("true", "yes"), ("false", "no"))
        return [Option(said, visit.label("value", word)) for said, word in words]
    is_field = told.name.rpartition(".")[2] == "field"  # of an entry that is annotated
    return [
        Option(each, first_upper(visit.label("field" if is_field else "value", each)))
        for each in schema.get("enum", ())
    ]


def _written(schema: Schema, value: str, told: Told) -> Field:
    match schema.get("format"):
        case "euro-amount" | "signed-euro-amount" | "percentage" | "hours":
            return TextField(*told.with_value(value), "decimal", "short")
        case "date":
            return TextField(*told.with_value(value), width="short")
    if schema.get("type") == "integer":
        return TextField(*told.with_value(value), "numeric", "short")
    most = schema.get("maxLength")
    if most is not None and most > LONG:
        return TextArea(*told.with_value(value))
    return TextField(*told.with_value(value), most=most)


def _default(schema: Schema) -> str:
    """What is chosen where nothing was; what is written begins empty."""
    default = schema.get("default")
    if isinstance(default, bool):
        return str(default).lower()
    return str(default) if default is not None and "enum" in schema else ""
