"""The JSON Schema of the write commands, for whoever writes them by program."""

from typing import Any

import click

from cli.answering import answer
from cli.commands import Command
from cli.help import epilog
from cli.settings import settings_of, shared_options
from ledger.posting.schemas import schema_of, whole_schema
from projections.plain import as_json
from projections.report import of_content


def _schema(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Print the JSON Schema of all write commands, or of COMMAND."""
    settings = settings_of(click.get_current_context(), values)
    name = values["command"]
    schema = whole_schema() if name is None else schema_of(name)
    answer(settings, of_content(as_json(schema), schema))


SCHEMA = Command(
    "schema",
    params=[
        click.Argument(["command"], required=False, metavar="[COMMAND]"),
        *shared_options(),
    ],
    callback=_schema,
    help=_schema.__doc__,
    epilog=epilog("zuidas schema receive_contribution"),
)
