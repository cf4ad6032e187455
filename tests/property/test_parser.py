"""Whatever comes in, a command or a refusal comes out."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.entries.command import Command
from domain.entries.parsing import command_from_json, command_from_mapping
from domain.entries.register import command_models
from domain.values.errors import Refusal

SHAPE = {
    *("BAD_JSON", "BAD_COMMAND", "BAD_AMOUNT", "BAD_DATE"),
    *("FRAMEWORK_INVALID", "SCOPE_INVALID", "STATEMENT_UNBALANCED"),
}
"""What a command can be refused for by itself, before anybody looks at the ledger."""
EXAMPLES = {
    name: {"command": name, **model.example} for name, model in command_models().items()
}

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["", " ", "2011-02-30", "44.800", "1e5", "NaN", "\x00", "\ud800"])
    | st.text("\u202e\u2066\x00\x1b{}%\\\n\u0664", max_size=5)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
fields = st.sampled_from(
    sorted({name for model in command_models().values() for name in model.model_fields})
)


@st.composite
def nearly_commands(draw: st.DrawFn) -> dict[str, Any]:
    """A command that is right but for a field or two."""
    mapping: dict[str, Any] = dict(EXAMPLES[draw(st.sampled_from(sorted(EXAMPLES)))])
    for _ in range(draw(st.integers(1, 3))):
        name = draw(
            st.sampled_from(sorted(mapping) or ["id"]) | fields | st.text(max_size=5)
        )
        old = mapping.get(name)
        if draw(st.booleans()) and isinstance(old, dict | list):
            mapping[name] = draw(inside(old))
        elif draw(st.integers(0, 4)) == 0:
            mapping.pop(name, None)
        else:
            mapping[name] = draw(values)
    return mapping


def inside(old: dict[str, Any] | list[Any]) -> st.SearchStrategy[Any]:
    """The same list or mapping with something put in."""
    if isinstance(old, list):
        return st.lists(values | st.sampled_from(old or [""]), max_size=4)
    keys = st.text(max_size=5) | st.sampled_from(sorted(old) or ["a"])
    return st.dictionaries(keys, values | st.just("1.00"), max_size=4)


def only_refused(read: Callable[[], Command]) -> None:
    found = command_or_refusal(read)
    if isinstance(found, Refusal):
        assert found.code in SHAPE
        assert found.message.isprintable(), found.message
        assert len(found.message) < 2000
    else:
        given = {"command": found.name, **found.given()}
        assert command_from_json(json.dumps(given)) == found


def command_or_refusal(read: Callable[[], Command]) -> Command | Refusal:
    try:
        return read()
    except Refusal as refusal:
        return refusal


@given(mapping=nearly_commands())
def test_a_mapping_is_a_command_or_refused(mapping: dict[str, Any]) -> None:
    only_refused(lambda: command_from_mapping(mapping))


@given(mapping=nearly_commands() | st.dictionaries(st.text(), values))
def test_json_is_a_command_or_refused(mapping: dict[str, Any]) -> None:
    text = json.dumps(mapping)
    only_refused(lambda: command_from_json(text))


@given(data=st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
@example(data=b"")
@example(data=b"null")
@example(data=b'{"command": "reverse", "command": "reverse"}')
@example(data=b'{"command": NaN}')
@example(data=b"[" * 100_000)
@example(data=b'{"command":' * 100_000)
@example(data=b"1" * 10_000)
@example(data=b'{"command": "reverse", "entry": ' + b"9" * 10_000 + b"}")
@example(data=b'{"command": "reverse", "entry": 1e999}')
@example(data="\ufeff{}".encode())
@example(data=b'{"command": "\\ud800"}')
@example(data=b'{"command": "reverse", "note": "\\ud800", "\\ud800": 1}')
def test_bytes_are_a_command_or_refused(data: bytes) -> None:
    only_refused(lambda: command_from_json(data.decode("utf-8", "surrogateescape")))


@given(text=st.text(), cut=st.integers(0, 400), name=st.sampled_from(sorted(EXAMPLES)))
@example(text="", cut=236, name="register_statement")  # closes with 44,800 for 4,800
def test_a_damaged_line_is_refused(text: str, cut: int, name: str) -> None:
    line = json.dumps(EXAMPLES[name])
    damaged = line[:cut] + text + line[cut + 1 :]
    only_refused(lambda: command_from_json(damaged))


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_example_is_a_command(name: str) -> None:
    command = command_from_mapping(EXAMPLES[name])
    assert command.name == name
    assert command_from_json(json.dumps(EXAMPLES[name])) == command
