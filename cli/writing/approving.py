"""`zuidas approve N...`: shows what it would post, and asks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from cli.answering import shaped
from cli.commands import Command as ProgramCommand
from cli.help import epilog
from cli.prompts import confirmed
from cli.settings import Settings, settings_of, shared_options
from cli.writing.desk import posting
from cli.writing.write_commands import post
from domain.entries.approvals import Approve
from domain.entries.command import Command
from domain.entries.parsing import build
from domain.values.errors import UsageError
from domain.values.messages import message
from projections.report import Report

Fields = Mapping[str, Any]
_OWN = ("id", "note")
_NO_EFFECT = "0" * 64
"""Of what would be refused: nothing was shown, and the refusal comes first."""


def _approve(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Approve submissions, as another person than their maker; each is posted then.

    Shows what each would post now, and asks. For programs: one N with --yes, and the
    leaf and effect that zuidas submissions -O json gave.
    """
    settings = settings_of(click.get_current_context(), values)
    numbers: Sequence[int] = values["numbers"]
    if values["yes"]:
        _post(settings, _given(numbers, values))
        return
    if values["leaf"] or values["effect"]:
        raise UsageError("BAD_COMMAND", "--leaf and --effect go with --yes.")
    if settings.shape != "text":
        raise UsageError("BAD_COMMAND", "-O json goes with --yes: nobody is asked.")
    if len(numbers) > 1 and values["id"]:
        raise UsageError("BAD_COMMAND", "--id takes one N.")
    for number in dict.fromkeys(numbers):
        _ask(settings, number, values)


def _given(numbers: Sequence[int], values: Fields) -> Fields:
    """The fields of the one approval that a program gives."""
    if len(numbers) != 1 or not (values["leaf"] and values["effect"]):
        raise UsageError(
            "BAD_COMMAND",
            "--yes takes one N with its --leaf and --effect (zuidas submissions -O"
            " json): what is approved is what was looked at.",
        )
    return _fields(numbers[0], values, values)


def _fields(number: int, bound: Fields, values: Fields) -> Fields:
    own = {name: values[name] for name in _OWN}
    return {
        "submission": number,
        "leaf": bound["leaf"],
        "effect": bound["effect"] or _NO_EFFECT,
        **own,
    }


def _ask(settings: Settings, number: int, values: Fields) -> None:
    """Show one, ask, and post it as it was shown."""
    with _shown(settings, number) as report:
        told = shaped(report, "text", settings.page())
        found = report.data
    click.echo(told)
    assert isinstance(found, dict)  # noqa: S101  # a submission
    fields = _fields(number, found, values)
    _try(settings, fields)
    question = message("Approve submission {number}?", number=number)
    if confirmed(question, settings.voice):
        _post(settings, fields)
        return
    waits = message(
        "Submission {number} waits on; nothing was recorded.", number=number
    )
    click.echo(settings.voice.tell(waits))


@contextmanager
def _shown(settings: Settings, number: int) -> Iterator[Report]:
    """A submission that waits, as it would be posted now; raises `LedgerError`."""
    location = settings.location
    if location.host is not None:
        from cli.remote.asking import as_sent, submission

        with as_sent(location):
            yield submission(location, number)
        return
    from ledger.queries.submissions import one

    with settings.reader() as reader:
        yield one(reader.view(), number)[1]


def _try(settings: Settings, fields: Fields) -> None:
    """What would be refused is not asked about; raises `Refusal`."""
    with posting(settings, "approve", dry_run=True) as desk:
        desk.post("approve", lambda: _command(fields))


def _post(settings: Settings, fields: Fields) -> None:
    post(settings, "approve", lambda _: _command(fields))


def _command(fields: Fields) -> Command:
    return build(Approve, fields)


_HEX = "HEX"
APPROVE = ProgramCommand(
    "approve",
    params=[
        click.Argument(["numbers"], nargs=-1, required=True, type=int, metavar="N..."),
        click.Option(["--yes"], is_flag=True, help="Don't ask; for programs."),
        click.Option(["--leaf"], metavar=_HEX, help="Leaf hash of the submission."),
        click.Option(["--effect"], metavar=_HEX, help="Effect that was looked at."),
        click.Option(["--id"], metavar="TEXT", help="Idempotency key."),
        click.Option(["--note"], metavar="TEXT", help="A remark on the approval."),
        *shared_options(acting=True, wide=True),
    ],
    callback=_approve,
    help=_approve.__doc__,
    epilog=epilog(
        """
        zuidas approve 41
        zuidas approve 41 --yes --leaf 5f1c... --effect 9a3b... -O json
        """
    ),
)
