"""docs/commands.md and the help it is made from."""

import shlex
import subprocess
import sys
from collections.abc import Iterator

import click

from cli.main import program
from tests.functional.program import ROOT


def commands(
    command: click.Command, context: click.Context, path: str
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """A command and all that are in it, each with its path."""
    yield path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, name
            inner = click.Context(found, parent=context, info_name=name)
            yield from commands(found, inner, f"{path} {name}")


def everything() -> list[tuple[str, click.Command, click.Context]]:
    root = program()
    context = root.make_context("zuidas", [], resilient_parsing=True)
    return list(commands(root, context, "zuidas"))


def examples(command: click.Command) -> list[str]:
    """The example lines of a command, as its help shows them."""
    text = f"{command.help or ''}\n{command.epilog or ''}"
    lines = [line.strip() for line in text.partition("Examples:")[2].splitlines()]
    return [line for line in lines if line]


def test_the_page_is_what_the_program_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_and_option_has_help() -> None:
    for path, command, context in everything():
        assert command.help, path
        for parameter in command.get_params(context):
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{path} {parameter.name}"


def test_every_command_has_an_example_that_parses() -> None:
    for path, command, _ in everything():
        if isinstance(command, click.Group) and path != "zuidas":
            continue
        lines = examples(command)
        assert lines, path
        assert any(line.startswith("zuidas") or "| zuidas" in line for line in lines)
        for line in lines:
            parse(line.rpartition("| ")[2])


def parse(line: str) -> None:
    """What click makes of an example; raises where it knows a word of it not."""
    name, *arguments = shlex.split(line)
    assert name == "zuidas", line
    command: click.Command = program()
    context = command.make_context("zuidas", arguments)
    while isinstance(command, click.Group):
        rest = [*context._protected_args, *context.args]
        _, found, arguments = command.resolve_command(context, rest)
        assert found is not None, line
        command = found
        context = command.make_context(command.name, arguments, parent=context)
