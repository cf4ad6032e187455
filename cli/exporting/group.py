"""The group `zuidas export`, and how a command that is no query is added to it."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from cli.commands import Command
from cli.help import epilog
from cli.queries.groups import QueryGroup
from cli.settings import settings_of, shared_options

Callback = Callable[..., int | None]
EXPORT = QueryGroup(
    "export",
    help="Files for spreadsheets, auditors and the ledgers of others.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(
    name: str,
    *parameters: click.Parameter,
    examples: str,
    formats: Sequence[str],
    acting: bool = False,
) -> Callable[[Callback], Callback]:
    """Make a command of the group of a function of settings and its parameters."""

    def register(function: Callback) -> Callback:
        def run(**values: Any) -> int | None:  # noqa: ANN401  # click gives them by name
            settings = settings_of(click.get_current_context(), values)
            return function(settings, **values)

        EXPORT.add_command(
            Command(
                name,
                params=[*parameters, *shared_options(acting=acting, formats=formats)],
                callback=run,
                help=function.__doc__,
                epilog=epilog(examples),
            )
        )
        return function

    return register
