"""A command of the program: it names what it lacks at once, and completes in the shell.

What completion needs is imported when a shell asks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeGuard

import click

from cli.help import Option, all_in, first_sentence, text_in
from cli.render.wrapping import wrapped
from cli.settings import FILES
from cli.speech import voice_of
from cli.voice import Voice
from domain.values.messages import message, parts

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], list[str]]


class FileName(click.ParamType):  # type: ignore[type-arg]  # not in all its versions
    """A text that the shell completes as the name of a file; taken as it is."""

    name = "text"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  # of click
        param: click.Parameter,  # noqa: ARG002  # click's own signature
        incomplete: str,
    ) -> "list[CompletionItem]":
        """What the shell itself knows."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def completes(kind: str, *, end: str = "", also: Sequence[str] = ()) -> Completer:
    """Completes codes of the ledger: of a kind, with `end` behind them, and `also`."""

    def complete(
        context: click.Context, _: click.Parameter, incomplete: str
    ) -> list[str]:
        from cli.completing import completed

        return completed(context, kind, incomplete, end, also)

    return complete


def complete_files(parameters: Iterable[click.Parameter]) -> None:
    """Let the shell complete the parameters that name a file."""
    for parameter in parameters:
        called = getattr(parameter, "metavar", None) or ""
        if called.strip("[]") in FILES:
            parameter.type = FileName()


class Unless(Option):
    """An option that must be given unless another one is."""

    def __init__(self, *arguments: Any, unless: str, **settings: Any) -> None:  # noqa: ANN401  # passed on to click
        super().__init__(*arguments, **settings)
        self.unless = unless

    def is_lacking(self, given: Mapping[str, Any]) -> bool:
        """Neither was given."""
        return self.name not in given and self.unless not in given


class _HelpOption(click.Option):
    """`--help`, as click makes it: in its own words, looked up when help is shown.

    Click looks them up for every command that runs, which costs what reading the
    locale does.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            [*names, "_shows_help"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_help,
            help=_HELP,
        )

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and what help says of it."""
        from gettext import gettext

        self.help = gettext(_HELP)
        return super().get_help_record(ctx)


_HELP = "Show this message and exit."


def _show_help(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


class Spoken(click.Command):
    """A command whose help is in the language of the run."""

    _shows_help: click.Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """One and the same each time: click compares it with what was typed."""
        names = self.get_help_option_names(ctx)
        if not names or not self.add_help_option:
            return None
        if self._shows_help is None:
            self._shows_help = _HelpOption(names)
        return self._shows_help

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click writes it; in Dutch of the same command in Dutch."""
        voice = voice_of(ctx)
        said = self if voice.language == "en" else self._in(voice)
        super(Spoken, said).format_help(ctx, formatter)

    def _in(self, voice: Voice) -> Self:
        from copy import copy

        said = copy(self)
        said.help = text_in(self.help or "", voice)
        said.epilog = text_in(self.epilog or "", voice)
        said.options_metavar = voice.metavar(self.options_metavar or "")
        said.params = all_in(self.params, voice)
        return said


class Group(Spoken, click.Group):
    """A group whose commands have Dutch names too."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Accept the Dutch name of a command for its own."""
        if args:
            args = [self.meant(args[0]), *args[1:]]
        return super().resolve_command(ctx, args)

    def meant(self, word: str) -> str:
        """The command that a word names."""
        from cli.aliases import meant

        return meant(self.name or "", word)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """In Dutch whole sentences, and the Dutch names behind them."""
        voice = voice_of(ctx)
        if voice.language == "en":
            super().format_commands(ctx, formatter)
            return
        from cli.aliases import aliases_in

        aliases = aliases_in(self.name or "")
        rows = {
            name: _listed(command, aliases.get(name, name), voice)
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        }
        with formatter.section(voice.helped("Commands")):
            margin = " " * formatter.current_indent
            for line in _two_columns(rows, formatter.width - len(margin)):
                formatter.write(f"{margin}{line}\n")

    def _in(self, voice: Voice) -> Self:
        said = super()._in(voice)
        said.subcommand_metavar = voice.metavar(self.subcommand_metavar)
        return said


def _two_columns(rows: Mapping[str, str], room: int) -> Iterator[str]:
    """Names and what is said of them; no name is broken, as click's own lines do."""
    width = max(map(len, rows), default=0) + 2
    for name, said in rows.items():
        for number, line in enumerate(wrapped(said, room - width)):
            yield f"{'' if number else name:<{width}}{line}"


def _listed(command: click.Command, alias: str, voice: Voice) -> str:
    """What a list says of a command, and its other name."""
    said = first_sentence(text_in(command.help or "", voice))
    return said if alias == command.name else f"{said} ({alias})"


class Command(Spoken):
    """A command that is refused once for everything that it lacks."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401  # passed on to click
        super().__init__(*arguments, **settings)
        complete_files(self.params)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options that are required and not given; raises `UsageError` for several."""
        needed = [option for option in self.params if _may_be_missing(option)]
        if needed and not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            missing = [option for option in needed if _is_missing(option, given)]
            asks_for_help = any(
                parameter.is_eager and parameter.name in given
                for parameter in self.get_params(ctx)
            )
            if missing and not asks_for_help:
                raise _told(missing, ctx)
        return super().parse_args(ctx, args)


def _may_be_missing(parameter: click.Parameter) -> TypeGuard[click.Option]:
    return isinstance(parameter, click.Option) and (
        parameter.required or isinstance(parameter, Unless)
    )


def _is_missing(option: click.Option, given: Mapping[str, Any]) -> bool:
    if isinstance(option, Unless):
        return option.is_lacking(given)
    return option.required and option.name not in given


def _told(missing: Sequence[click.Option], ctx: click.Context) -> click.UsageError:
    first, *others = (f"'{option.opts[0]}'" for option in missing)
    if not others:
        return click.MissingParameter(ctx=ctx, param=missing[0])
    said = message(
        "Missing option {first}; also missing: {others}.",
        first=first,
        others=parts(others),
    )
    return click.UsageError(voice_of(ctx).tell(said), ctx)
