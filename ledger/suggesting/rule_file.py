"""Reading `bank-rules.toml`: what an organisation knows of lines that come again."""

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.catalogue import BY_NAME, Trait
from domain.entries.command import OnCurrentAccount
from domain.entries.parsing import command_from_mapping
from domain.entries.register import command_model
from domain.values.errors import BadForm, Refusal
from domain.values.messages import Message, Quoted, message
from domain.values.words import as_word, name_words
from projections.suggesting.commands import answer
from projections.suggesting.rules import Rule

MOST_RULES = 1_000
_OF_LINE = ("amount", "date", "document", "bank_line")
"""Fields that the line gives."""


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a file (TOML); raises `Refusal` (`BAD_COMMAND`), naming the rule.

    Each `[[rule]]` has `text`, `party` or both, `command`, and `[rule.fields]`.
    """
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refusal(message("it is no TOML: {error}", error=str(error))) from None
    listed = given.pop("rule", [])
    for key in given:
        raise _refusal(message("{key} is unknown", key=Quoted(key)))
    if not isinstance(listed, list) or len(listed) > MOST_RULES:
        raise _refusal(
            message("it has at most {most} tables [[rule]]", most=MOST_RULES)
        )
    return tuple(_rules(listed))


def _rules(listed: list[Any]) -> Iterator[Rule]:
    for number, given in enumerate(listed, start=1):
        try:
            yield _rule(number, given)
        except BadForm as error:
            raise _refusal(
                message("rule {number}: {said}", number=number, said=error.said)
            ) from None


def _rule(number: int, given: Any) -> Rule:  # noqa: ANN401  # whatever TOML has there
    if not isinstance(given, dict):
        raise BadForm("BAD_COMMAND", "it is no table.")
    given = dict(given)
    text, party = _text("text", given), _text("party", given)
    command, fields = given.pop("command", None), given.pop("fields", {})
    for key in given:
        raise BadForm("BAD_COMMAND", "{key} is unknown.", key=Quoted(key))
    if text is None and party is None:
        raise BadForm("BAD_COMMAND", "it needs text, party, or both.")
    word = _word(text)
    _check(command, fields)
    words = None if party is None else name_words(party)
    receives = BY_NAME[command].has(Trait.RECEIPT)
    return Rule(number, word, words, receives, command, fields)


def _text(name: str, given: dict[str, Any]) -> str | None:
    text = given.pop(name, None)
    if text is not None and not isinstance(text, str):
        raise BadForm("BAD_COMMAND", "{name} is a text.", name=name)
    if name == "party" and text is not None and not name_words(text):
        raise BadForm("BAD_COMMAND", "party has no word that tells anybody apart.")
    return text


def _word(text: str | None) -> str | None:
    word = None if text is None else as_word(text)
    if text is not None and word is None:
        raise BadForm("BAD_COMMAND", "{text} is too short.", text=Quoted(text))
    return word


def _check(command: object, fields: object) -> None:
    """With what a line gives, it is a command that moves the current account."""
    model = command_model(command) if isinstance(command, str) else None
    if model is None or not issubclass(model, OnCurrentAccount):
        raise BadForm(
            "BAD_COMMAND",
            "its command must be one that moves the current account, not {command}.",
            command=Quoted(str(command)),
        )
    if not isinstance(fields, dict):
        raise BadForm("BAD_COMMAND", "its fields are a table.")
    for name in _OF_LINE:
        if name in fields:
            raise BadForm("BAD_COMMAND", "the line gives {name}.", name=name)
    given = {"command": command, **fields}
    command_from_mapping(answer(given, "1.1", 1, date.min.replace(year=2000), "-"))


def _refusal(fault: Message) -> Refusal:
    return Refusal("BAD_COMMAND", "the rules can't be used: {fault}", fault=fault)
