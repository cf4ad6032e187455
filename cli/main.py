"""The program `zuidas`: finds the command, runs it, and turns failures into codes."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from typing import Any

import click

from cli import interrupts
from cli.commands import Group, complete_files
from cli.failures import report, report_interrupt, report_unwritten, report_usage
from cli.settings import settings_of, shared_options
from cli.speech import Speech, begin, voice_of
from cli.streams import Unwritten, prepare
from domain.values.errors import IntegrityError, LedgerError
from domain.values.messages import message
from domain.version import VERSION
from projections.query import find
from projections.report import FORMATS, SPREADSHEETS

GROUPS = {
    "framework": ("cli.queries.groups", "FRAMEWORK"),
    "audit": ("cli.auditing.commands", "AUDIT"),
    "bank": ("cli.banking.commands", "BANK"),
    "document": ("cli.documents.group", "DOCUMENT"),
    "report": ("cli.queries.groups", "REPORT"),
    "register": ("cli.queries.groups", "REGISTER"),
    "export": ("cli.exporting.commands", "EXPORT"),
}
"""Groups of commands that only read, by module; they import nothing of writing."""


class Program(Group):
    """Commands are imported when they are asked for: reading stays light."""

    def __init__(self, speech: Speech, **settings: Any) -> None:  # noqa: ANN401  # of click
        super().__init__(**settings)
        self._speech = speech

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The run begins: from here on all commands speak its language."""
        begin(ctx, self._speech)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own signature
        """Queries first, then what posts, then the rest."""
        from cli.writing import posting
        from projections.query import names

        single = [name for name in names() if " " not in name]
        return [*single, *GROUPS, *posting.names()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's own signature
        """Import the one command."""
        with _undisturbed():
            if cmd_name in GROUPS:
                module, attribute = GROUPS[cmd_name]
                group: click.Command = getattr(import_module(module), attribute)
                return group
            query = find(cmd_name)
            if query is not None:
                from cli.queries.deriving import derived

                return derived(query)
            from cli.writing import posting

            return posting.command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Accept receive_contribution for receive-contribution too."""
        if args and "_" in args[0]:
            args = [args[0].replace("_", "-"), *args[1:]]
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise _with_nearest(error, args, self._known(ctx), ctx) from None

    def meant(self, word: str) -> str:
        """What a Dutch name stands for; of the light ones nothing is looked up."""
        if word in GROUPS or find(word) is not None:
            return word
        return super().meant(word)

    def _known(self, ctx: click.Context) -> list[str]:
        """Names that may have been meant: in Dutch the Dutch ones too."""
        names = self.list_commands(ctx)
        if voice_of(ctx).language == "en":
            return names
        from cli.aliases import aliases_in

        return [*names, *aliases_in("").values()]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Imports make no garbage, and what they make stays: don't look for any in it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _with_nearest(
    error: click.UsageError, args: list[str], known: list[str], ctx: click.Context
) -> click.UsageError:
    import difflib

    near = difflib.get_close_matches(args[0] if args else "", known, n=1)
    if not near:
        return error
    said = message("{said} Did you mean {near}?", said=error.message, near=near[0])
    return click.UsageError(voice_of(ctx).tell(said), error.ctx)


_HELP = """\
An event-sourced ledger for a regional budget that several governments pay into.

Every contribution, allocation, deviation and grant is an immutable event; any balance
can be asked for at any date, as known at any moment (--at, --known-at).

\b
Examples:
  zuidas init
  zuidas post examples/01-first-tranche.jsonl
  zuidas balance --at 2012-07-31
"""


def _global(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    settings_of(click.get_current_context(), values)


def program(speech: Speech | None = None) -> Program:
    """The program with its options."""
    found = Program(
        speech or Speech(),
        name="zuidas",
        callback=_global,
        params=[
            *shared_options(acting=True, wide=True, formats=(*FORMATS, *SPREADSHEETS)),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help="Show the version and exit.",
            ),
        ],
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
    )
    complete_files(found.params)
    return found


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(f"zuidas {VERSION}")
        context.exit()


def main() -> None:
    """Run the program and exit with the contract's codes."""
    # Plugins of other packages would be looked for in the whole environment, and would
    # stand between a command and its checks.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    prepare()
    interrupts.listen()
    code = run(sys.argv[1:])
    interrupts.ignore()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the program; returns the exit code."""
    interrupts.begin()
    shape = "json" if _asks_for_json(arguments) else "text"
    speech = Speech.of(arguments, for_programs=shape == "json")
    try:
        try:
            with speech.of_click():
                code = _run(arguments, shape, speech)
            sys.stdout.flush()
        except Unwritten as failed:
            return report_unwritten(failed, shape, speech.voice)
    except (interrupts.Interrupted, KeyboardInterrupt, click.Abort):
        interrupts.ignore()
        return report_interrupt(shape, speech.voice)
    return code


def _run(arguments: list[str], shape: str, speech: Speech) -> int:
    """The same; raises what becomes of the answer and of an interrupt."""
    try:
        made = program(speech)
        result = made.main(arguments, prog_name="zuidas", standalone_mode=False)
    except LedgerError as error:
        interrupts.check()  # what failed may be what it was lost in
        return report(error, shape, speech.voice)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return report_usage(error, shape, speech.voice)
    except (Unwritten, click.Abort):
        raise
    except Exception as error:
        interrupts.check()
        if os.environ.get("ZUIDAS_TRACEBACK"):
            raise
        return report(_own_fault(error), shape, speech.voice)
    return result if isinstance(result, int) else 0


def _own_fault(error: Exception) -> LedgerError:
    """What should not happen, told without a traceback."""
    return IntegrityError(
        "INTERNAL",
        "a fault of the program itself ({error}). Nothing is recorded by"
        " halves: see zuidas history. Run it again with ZUIDAS_TRACEBACK=1"
        " and report what it says.",
        error=repr(error),
    )


def _asks_for_json(arguments: list[str]) -> bool:
    """Failures of parsing itself are told in the format that was asked for."""
    return "-Ojson" in arguments or ("-O", "json") in pairwise(arguments)


if __name__ == "__main__":
    main()
