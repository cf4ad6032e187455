"""Every write command on the command line, derived from its model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from cli.answering import answer
from cli.commands import Command as ProgramCommand
from cli.help import epilog
from cli.settings import settings_of, shared_options
from cli.writing.desk import posting
from cli.writing.fields import fields_of, typed_line
from cli.writing.line_dates import dated
from domain.catalogue import offered
from domain.entries.register import command_model
from domain.values.errors import Refusal
from domain.values.messages import message

if TYPE_CHECKING:
    from cli.settings import Settings
    from cli.writing.desk import Desk
    from cli.writing.fields import Fields
    from domain.entries.command import Command


def names() -> list[str]:
    """Names of the write commands, as on the command line."""
    return [name.replace("_", "-") for name in offered()]


def command(name: str, *, submitting: bool = False) -> click.Command | None:
    """The command line of one write command, or of submitting it."""
    model = command_model(name.replace("-", "_"))
    if model is None:
        return None
    fields = fields_of(model)
    run = _submit if submitting else _run
    words = ("submit", name) if submitting else (name,)
    return ProgramCommand(
        name,
        params=[*fields.options(), _dry_run(), *shared_options(acting=True, wide=True)],
        callback=lambda **values: run(model, fields, values),
        help=model.__doc__,
        epilog=epilog(typed_line(model, model.example, *words)),
    )


def _dry_run() -> click.Option:
    return click.Option(
        ["--dry-run"], is_flag=True, help="Show what would change; record nothing."
    )


def _run(model: type[Command], fields: Fields, values: dict[str, Any]) -> None:
    settings = settings_of(click.get_current_context(), values)
    dry_run = bool(values.pop("dry_run"))
    built: list[Command] = []

    def build(desk: Desk) -> Command:
        typed = dated(fields, values, desk)
        command = fields.command(model, typed, lambda: desk.today)
        built.append(command)
        return command

    try:
        post(settings, model.name, build, dry_run=dry_run)
    except Refusal as refusal:
        if refusal.code != "APPROVAL_REQUIRED":
            raise
        raise _submitted_so(refusal, built[0]) from None


def _submitted_so(refusal: Refusal, command: Command) -> Refusal:
    """The refusal with the line that submits the command that was typed."""
    name = command.name.replace("_", "-")
    typed = typed_line(type(command), command.given(), "submit", name)
    said = message("{said}\n  {typed}", said=refusal.said, typed=typed)
    return Refusal(refusal.code, said, {**refusal.details, "submit": typed})


def _submit(model: type[Command], fields: Fields, values: dict[str, Any]) -> None:
    """Post the submission of a command; --id and --note are its own."""
    from domain.entries.proposing import as_submitted

    settings = settings_of(click.get_current_context(), values)
    dry_run = bool(values.pop("dry_run"))
    own = {name: values.pop(name) for name in ("id", "note")}

    def build(desk: Desk) -> Command:
        typed = dated(fields, values, desk)
        command = fields.command(model, typed, lambda: desk.today)
        return as_submitted(command, own)

    post(settings, "submit", build, dry_run=dry_run)


def post(
    settings: Settings,
    name: str,
    build: Callable[[Desk], Command],
    *,
    dry_run: bool = False,
) -> None:
    """Post one command and answer with what it changed."""
    with posting(settings, name, dry_run=dry_run) as desk:
        report = desk.post(name, lambda: build(desk))
    answer(settings, report)
