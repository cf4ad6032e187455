"""`zuidas bank rest`: what is left of a statement, booked as suspense."""

from collections.abc import Sequence
from typing import Any

import click

from cli.answering import answer
from cli.banking.group import command
from cli.settings import Settings
from cli.writing.desk import Came, posting
from domain.entries.command import Command
from domain.entries.proposing import as_submitted
from domain.framework.framework import SUSPENSE
from domain.values.messages import Coded, Euro, Message, message
from domain.values.money import parse_signed
from projections.parameters import entry_number
from projections.report import Report, of_facts

Row = dict[str, Any]


@command(
    "rest",
    click.Argument(["statement"], metavar="STATEMENT"),
    click.Option(
        ["--category"],
        default=SUSPENSE,
        show_default=True,
        metavar="CATEGORY",
        help="What it is booked as.",
    ),
    click.Option(["--dry-run"], is_flag=True, help="Show it; record nothing."),
    click.Option(
        ["--submit"],
        is_flag=True,
        help="Propose each entry to a second person; book nothing.",
    ),
    acting=True,
    examples="""
    zuidas bank rest 57
    zuidas bank rest 57 --category bank-charges --dry-run
    """,
)
def bank_rest(settings: Settings, **values: Any) -> int | None:  # noqa: ANN401  # click gives them by name
    """Book what is still open of the lines of a statement; all of it or nothing.

    STATEMENT is the number of its entry. Each line becomes an entry that answers it, on
    the line's day or the first one that is not locked; reclassify says later what it
    was.
    """
    statement, category = entry_number(values["statement"]), values["category"]
    dry_run = bool(values["dry_run"])
    with posting(settings, "bank rest", dry_run=dry_run) as desk:
        commands = desk.resting(statement, category)
        submit = values["submit"]
        came = desk.post_all([as_submitted(x, {}) if submit else x for x in commands])
    rows = [_row(*each) for each in zip(commands, came, strict=True)]
    return answer(settings, _report(statement, category, rows, dry_run=dry_run))


def _row(command_: Command, came: Came) -> Row:
    given = command_.given()
    return {
        "line": given["bank_line"],
        "entry": came.entry,
        "command": command_.name,
        "date": given["date"],
        "amount": given["amount"],
    }


def _report(
    statement: int, category: str, rows: Sequence[Row], *, dry_run: bool
) -> Report:
    data: dict[str, object] = {
        "statement": statement,
        "category": category,
        "lines": list(rows),
    }
    if dry_run:
        data["dry_run"] = True
    told = [_told(row, dry_run=dry_run) for row in rows]
    if not rows:
        told = [message("Every line of {statement} is answered.", statement=statement)]
    counted = {"statement": statement, "lines": len(rows)}
    return of_facts(data, *told, row=counted, fits_page=True)


def _told(row: Row, *, dry_run: bool) -> Message:
    return message(
        "{entry} {number}: line {line}, {command} of {amount}.",
        entry=message("Would be entry") if dry_run else message("Entry"),
        number=row["entry"],
        line=row["line"],
        command=Coded(row["command"]),
        amount=Euro(parse_signed(row["amount"])),
    )
