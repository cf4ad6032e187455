"""Commands that write, derived from the command models, and what goes with them."""

from importlib import import_module

import click

OTHERS = {
    "init": ("cli.writing.initialising", "INIT"),
    "post": ("cli.writing.bulk", "POST"),
    "submit": ("cli.writing.submitting", "SUBMIT"),
    "approve": ("cli.writing.approving", "APPROVE"),
    "copy": ("cli.writing.database", "COPY"),
    "db": ("cli.writing.database", "DB"),
    "account": ("cli.accounts", "ACCOUNT"),
    "serve": ("cli.serve", "SERVE"),
    "schema": ("cli.writing.schemas", "SCHEMA"),
}
"""Where the commands beside the write commands are; imported when asked for."""


def names() -> list[str]:
    """Names of the commands, as on the command line."""
    from cli.writing import write_commands

    others = ["serve", "account", "copy", "db", "schema"]
    return ["init", "post", *write_commands.names(), *others]


def command(name: str) -> click.Command | None:
    """The command of that name."""
    if name in OTHERS:
        module, attribute = OTHERS[name]
        found: click.Command = getattr(import_module(module), attribute)
        return found
    from cli.writing import write_commands

    return write_commands.command(name)
