"""Controls of several values: boxes to tick, a value for each key, rows of fields."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ledger.fields.described import Schema, keys_of, properties, values_of
from web.pages.components.fields import Choices, Field, Option, TextArea
from web.pages.components.forms import AmountOf, Amounts, Repeated
from web.pages.markup import Content, element, identifier
from web.pages.posting.filled import NONE
from web.pages.posting.placed import first_upper
from web.pages.posting.single import Options, Told, single, with_given
from web.pages.posting.things import MOST
from web.pages.posting.wording import hint_of
from web.pages.visit import Visit

Errors = Mapping[str, str]
"""What is wrong, by the names of controls."""
_TITLES = {"euro-amount": "amount", "percentage": "share", "hours": "hours"}


def boxes(
    values: Sequence[str],
    options: Options | None,
    told: Told,
    visit: Visit,
    *,
    is_open: bool,
) -> Iterator[Content]:
    """Boxes of what exists; where more may be said, a line for each below them."""
    a_line_each = visit.say("One on each line.")
    if not options or len(options) > MOST:
        told = told._replace(hint=f"{told.hint} {a_line_each}")
        yield TextArea(*told.with_value("\n".join(values)))
        return
    known = {each.value for each in options}
    others = [each for each in values if each not in known]
    offered = options if is_open else with_given(options, others)
    yield Choices(told.name, told.label, offered, values, *told.said)
    if is_open:
        yield TextArea(
            f"{told.name}.0",
            visit.say("Others: {what}", what=told.label),
            "\n".join(others),
            a_line_each,
            optional=visit.say("optional"),
        )


def amounts(
    schema: Schema,
    values: Mapping[str, str],
    options: Options | None,
    told: Told,
    errors: Errors,
    visit: Visit,
) -> Amounts:
    """A value for each of what can have one."""
    own = keys_of(schema)
    keys = options or [Option(k, first_upper(visit.label("command", k))) for k in own]
    title = _TITLES.get(str(values_of(schema).get("format")), "number")
    rows = [
        AmountOf(key, text, values.get(key, ""), errors.get(f"{told.name}.{key}", ""))
        for key, text in with_given(keys, list(values))
    ]
    titles = visit.say("Of"), first_upper(visit.label("field", title))
    return Amounts(told.name, told.label, titles, rows, *told.said)


def rows(
    item: Schema,
    values: Sequence[Mapping[str, Any]],
    told: Told,
    errors: Errors,
    visit: Visit,
    *,
    more: bool,
) -> Repeated:
    """A row of fields for each; an empty one to begin with, or where it is asked."""
    shown = [*values, *([{}] if more or not values else [])]
    fields = [
        [
            _of_row(f"{told.name}.{number}.{field}", item, row, errors, visit)
            for field in properties(item)
        ]
        for number, row in enumerate(shown)
    ]
    add = visit.say("Add a row")
    return Repeated(told.name, told.label, told.label, fields, add, *told.said)


def _of_row(
    name: str, item: Schema, row: Mapping[str, Any], errors: Errors, visit: Visit
) -> Field:
    field = name.rpartition(".")[2]
    schema = properties(item)[field]
    told = Told(
        name,
        first_upper(visit.label("field", field)),
        hint_of(schema, visit),
        errors.get(name, ""),
        "" if field in item.get("required", ()) else visit.say("optional"),
    )
    return single(schema, row.get(field), None, told, visit)


def emptying(name: str, visit: Visit, *, checked: bool) -> Content:
    """A box that says that a field is empty on purpose, and not left out."""
    id_ = identifier(f"{NONE} {name}")
    box = element(
        "input",
        class_="utrecht-checkbox",
        type="checkbox",
        id=id_,
        name=NONE,
        value=name,
        checked=checked,
    )
    told = visit.say("Make it empty: {what}", what=visit.label("field", name))
    label = element("label", told, class_="utrecht-form-label", for_=id_)
    return element("div", box, label, class_="choice")
