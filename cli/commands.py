"""A command of the program: it names what it lacks at once, and completes in the shell.

What completion needs is imported when a shell asks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.settings import FILES

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


class Unless(click.Option):
    """An option that must be given unless another one is."""

    def __init__(self, *arguments: Any, unless: str, **settings: Any) -> None:  # noqa: ANN401  # passed on to click
        super().__init__(*arguments, **settings)
        self.unless = unless

    def is_lacking(self, given: Mapping[str, Any]) -> bool:
        """Neither was given."""
        return self.name not in given and self.unless not in given


class Command(click.Command):
    """A command that is refused once for everything that it lacks."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401  # passed on to click
        super().__init__(*arguments, **settings)
        complete_files(self.params)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options that are required and not given; raises `UsageError` for several."""
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            missing = [
                parameter
                for parameter in self.params
                if isinstance(parameter, click.Option) and _is_missing(parameter, given)
            ]
            asks_for_help = any(
                parameter.is_eager and parameter.name in given
                for parameter in self.get_params(ctx)
            )
            if missing and not asks_for_help:
                raise _told(missing, ctx)
        return super().parse_args(ctx, args)


def _is_missing(option: click.Option, given: Mapping[str, Any]) -> bool:
    if isinstance(option, Unless):
        return option.is_lacking(given)
    return option.required and option.name not in given


def _told(missing: Sequence[click.Option], ctx: click.Context) -> click.UsageError:
    first, *others = (f"'{option.opts[0]}'" for option in missing)
    if not others:
        return click.MissingParameter(ctx=ctx, param=missing[0])
    told = f"Missing option {first}; also missing: {', '.join(others)}."
    return click.UsageError(told, ctx)
