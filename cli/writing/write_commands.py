"""Every write command on the command line, derived from its model."""

from typing import Any

import click

from cli.answering import shaped
from cli.commands import Command as ProgramCommand
from cli.help import epilog
from cli.output import write
from cli.render.page import page
from cli.settings import settings_of, shared_options
from cli.writing.attempts import posting
from cli.writing.fields import Fields, command_line, fields_of
from domain.catalogue import offered
from domain.entries.command import Command
from domain.entries.register import command_model
from ledger.posting.receipt_report import receipt_report


def names() -> list[str]:
    """Names of the write commands, as on the command line."""
    return [name.replace("_", "-") for name in offered()]


def command(name: str) -> click.Command | None:
    """The command line of one write command."""
    model = command_model(name.replace("-", "_"))
    if model is None:
        return None
    fields = fields_of(model)
    return ProgramCommand(
        name,
        params=[*fields.options(), _dry_run(), *shared_options(acting=True, wide=True)],
        callback=lambda **values: _run(model, fields, values),
        help=model.__doc__,
        epilog=epilog(f"{command_line(model)}"),
    )


def _dry_run() -> click.Option:
    return click.Option(
        ["--dry-run"], is_flag=True, help="Show what would change; record nothing."
    )


def _run(model: type[Command], fields: Fields, values: dict[str, Any]) -> None:
    settings = settings_of(click.get_current_context(), values)
    dry_run = bool(values.pop("dry_run"))
    with posting(settings, model.name, dry_run=dry_run) as session:
        receipt = session.post(
            model.name,
            lambda: fields.command(model, values, lambda: session.ledger.books.today),
        )
        report = receipt_report(receipt, session.ledger, dry_run=dry_run)
        text = shaped(report, settings.shape, page(wide=settings.is_wide))
    write(settings, text)
