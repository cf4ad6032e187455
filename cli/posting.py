"""Commands that write, derived from the command models, and what goes with them."""

import click

from cli import bulk, database, initialising, schemas, write_commands

OTHERS: dict[str, click.Command] = {
    "init": initialising.INIT,
    "post": bulk.POST,
    "copy": database.COPY,
    "db": database.DB,
    "schema": schemas.SCHEMA,
}


def names() -> list[str]:
    """Names of the commands, as on the command line."""
    return ["init", "post", *write_commands.names(), "copy", "db", "schema"]


def command(name: str) -> click.Command | None:
    """The command of that name."""
    return OTHERS.get(name) or write_commands.command(name)
