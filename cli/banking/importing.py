"""`zuidas bank import`: statements of a bank, or a ledger extract, registered."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import click

from cli.answering import answer
from cli.banking.group import command
from cli.contents import contents
from cli.output import write
from cli.settings import Settings
from cli.writing.desk import Came, posting
from domain.states.bank import BankAccount
from domain.values.days import day_from_typed
from domain.values.errors import UsageError
from domain.values.messages import Euro, Message, message
from domain.values.money import parse_signed, signed_from_typed
from domain.values.texts import format_cents
from ledger.posting.bank_facts import bank_accounts
from ledger.posting.judging import books_of
from ledger.statements.extract import Extract
from ledger.statements.extract_mapping import read_mapping
from ledger.statements.limits import MAX_BYTES
from ledger.statements.recognising import read_statements
from ledger.statements.registering import Registration, registrations
from ledger.statements.statement import Statement
from projections.parameters import iso_date, named
from projections.report import Report, of_facts

_OF_EXTRACT = ("from", "to", "opening", "closing")
Row = dict[str, Any]


@command(
    "import",
    click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
    click.Option(["--account"], metavar="CODE", help="Account that they are of."),
    click.Option(["--dry-run"], is_flag=True, help="Show it; record nothing."),
    click.Option(
        ["--extract"],
        metavar="MAP.toml",
        help="FILE is a ledger extract (CSV) with these columns.",
    ),
    click.Option(["--from", "start"], metavar="DATE", help="Extract: its first day."),
    click.Option(["--to", "end"], metavar="DATE", help="Extract: its last day."),
    click.Option(["--opening"], metavar="AMOUNT", help="Extract: balance before."),
    click.Option(["--closing"], metavar="AMOUNT", help="Extract: balance after."),
    acting=True,
    examples="""
    zuidas bank import 2011-08.xml 2011-09.xml
    zuidas bank import statements.zip --dry-run
    zuidas bank import card.csv --extract map.toml --from 1-8-2011 --to 31-8-2011 --opening 0 --closing 44.800,00 --account rc
    """,  # noqa: E501  # one line each, to be copied
)
def bank_import(settings: Settings, **values: Any) -> int | None:  # noqa: ANN401  # click gives them by name
    """Register bank statements: camt.053, MT940, a ZIP of them, or a ledger extract.

    What FILE is, its content tells. All of them or none; a statement that is there
    already, in whatever file, counts once. -o writes the commands, for zuidas post,
    instead of posting them.
    """
    statements = list(_read(values))
    if settings.output_file is not None:
        _write(settings, statements, values["account"])
        return None
    dry_run = bool(values["dry_run"])
    with posting(settings, "bank import", dry_run=dry_run) as desk:
        found = registrations(statements, desk.bank_accounts(), values["account"])
        came = desk.post_all([each.command for each in found])
    rows = [_row(*each) for each in zip(found, came, strict=True)]
    return answer(settings, _report(rows, statements, dry_run=dry_run))


def _read(values: Mapping[str, Any]) -> Iterator[Statement]:
    extract = _extract(values)
    for name in values["files"]:
        yield from read_statements(contents(name, MAX_BYTES), name, extract)


def _extract(values: Mapping[str, Any]) -> Extract | None:
    """What is said of an extract; raises `UsageError` for a part of it alone."""
    given = {name: values[key] for name, key in _KEYS.items()}
    if values["extract"] is None:
        named_ones = [f"--{name}" for name, value in given.items() if value is not None]
        if named_ones:
            raise UsageError(
                "BAD_COMMAND", "{options} go with --extract.", options=named_ones
            )
        return None
    missing = [f"--{name}" for name, value in given.items() if value is None]
    if missing:
        raise UsageError(
            "BAD_COMMAND",
            "an extract has no balances of its own: --extract lacks {missing}.",
            missing=missing,
        )
    mapping = read_mapping(contents(values["extract"], MAX_BYTES), values["extract"])
    return Extract(
        mapping,
        _day("--from", given["from"]),
        _day("--to", given["to"]),
        _balance("--opening", given["opening"]),
        _balance("--closing", given["closing"]),
    )


_KEYS = {"from": "start", "to": "end", "opening": "opening", "closing": "closing"}


def _day(option: str, text: str) -> date:
    with named(option):
        return iso_date(day_from_typed(text, lambda: datetime.now(UTC).date()))


def _balance(option: str, text: str) -> int:
    """A balance as typed, with a minus where it is in debit."""
    with named(option):
        return parse_signed(signed_from_typed(text))


def _row(each: Registration, came: Came) -> Row:
    """What registering one came to, in the contract's shape."""
    given, statement = each.command, each.statement
    return {
        "entry": came.entry,
        "id": given.id,
        "duplicate": came.duplicate,
        "account": given.account,
        "number": given.number,
        "from": given.from_date.isoformat(),
        "to": given.to_date.isoformat(),
        "opening": format_cents(given.opening),
        "closing": format_cents(given.closing),
        "lines": len(given.lines),
        "sum": format_cents(statement.total),
        "not_booked": statement.not_booked,
        "file": statement.file,
    }


def _report(
    rows: Sequence[Row], statements: Sequence[Statement], *, dry_run: bool
) -> Report:
    changed = sum(each.texts_changed for each in statements)
    zero = sum(each.zero_lines for each in statements)
    told = [_told(row, dry_run=dry_run) for row in rows]
    told += _left_out(sum(row["not_booked"] for row in rows), zero, changed)
    data: dict[str, object] = {"statements": list(rows)}
    if dry_run:
        data["dry_run"] = True
    return of_facts(data, *told, row={"statements": len(rows)}, fits_page=True)


def _told(row: Row, *, dry_run: bool) -> Message:
    template = "Entry {entry}: {what}."
    if row["duplicate"]:
        template = "Entry {entry} is this statement already: {what}."
    elif dry_run:
        template = "Would be entry {entry}: {what}."
    what = message(
        "{account} from {start} to {end}, {lines} lines, {opening} to {closing}",
        account=row["account"],
        start=date.fromisoformat(row["from"]),
        end=date.fromisoformat(row["to"]),
        lines=row["lines"],
        opening=Euro(parse_signed(row["opening"])),
        closing=Euro(parse_signed(row["closing"])),
    )
    return message(template, entry=row["entry"], what=what)


def _left_out(not_booked: int, zero: int, changed: int) -> list[Message]:
    """What of the files is not in the entries as it was there."""
    counted = (
        (not_booked, "{n} lines are not booked yet and were left out."),
        (zero, "{n} lines of 0.00 were left out."),
        (changed, "{n} texts were cut, or had characters that can't be seen."),
    )
    return [message(template, n=number) for number, template in counted if number]


def _write(
    settings: Settings, statements: Sequence[Statement], account: str | None
) -> None:
    """The commands as lines of JSON, as `zuidas post` reads them."""
    found = registrations(statements, _known(settings), account)
    given = ({"command": each.command.name, **each.command.given()} for each in found)
    lines = (json.dumps(fields, ensure_ascii=False) for fields in given)
    write(settings, "\n".join(lines))


def _known(settings: Settings) -> Sequence[BankAccount]:
    """The accounts of a ledger that is only looked at."""
    location = settings.location
    if location.host is not None:
        from cli.remote.desk import bank_accounts_of

        return bank_accounts_of(location)
    with settings.reader() as reader:
        return bank_accounts(books_of(reader.view()))
