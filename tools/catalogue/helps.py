"""What help says: of commands, their options and fields, and where people fill them in.

It is taken from the program itself, so whatever is declared is in it.
"""

import re
from collections.abc import Iterator

import click

from cli.help import HEADING, metavar_of, paragraphs, pieces_of
from cli.main import program
from domain.catalogue import KINDS
from domain.entries.register import command_models
from ledger.fields.described import Description, description_of
from web.pages.posting.wording import summary_of

_CAPITALS = re.compile(r"[A-Z]{2,}")
_SUBMIT = "submit"
"""Its commands are those that stand in no group."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the program after the path to it, that of the program blank."""
    root = program()
    context = root.make_context("zuidas", [], resilient_parsing=True)
    yield from _below("", root, context)


def _below(
    path: str, command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if not isinstance(command, click.Group) or path == _SUBMIT:
        return
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None  # noqa: S101  # it was listed
        yield from _below(f"{path} {name}".strip(), found, context)


def helps() -> list[str]:
    """Chapters, paragraphs, and what is said of each option and field."""
    found = (HEADING, "Commands", *_of_pages(), *_of_commands())
    return list(dict.fromkeys(filter(None, found)))


def metavars() -> list[str]:
    """What help calls values, a word each."""
    found: set[str] = {"OPTIONS"}
    for _, command in commands():
        called = [metavar_of(each) or "" for each in command.params]
        if isinstance(command, click.Group):
            called.append(command.subcommand_metavar)
        found.update(*(_CAPITALS.findall(each) for each in called))
    return sorted(found)


def _of_commands() -> Iterator[str]:
    for _, command in commands():
        written = paragraphs(command.help or "")
        yield from (each for each in written if not each.startswith("\b"))
        for parameter in command.params:
            yield from (p for p in pieces_of(parameter) if isinstance(p, str))


def _of_pages() -> Iterator[str]:
    yield from (kind.chapter for kind in KINDS)
    yield from map(summary_of, command_models())
    for model in command_models().values():
        yield from _of_fields(description_of(model))


def _of_fields(described: Description) -> Iterator[str]:
    for field, schema in described.schema.items():
        yield str(schema.get("description", ""))
        for command in _held(described, field):
            yield from _of_fields(described.held(field, command))


def _held(described: Description, field: str) -> tuple[str, ...]:
    holder = described.holders.get(field)
    return () if holder is None else holder.commands
