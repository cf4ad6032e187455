"""Commands that read: balances, statements, journal, history, decisions, checks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import click

from cli import assessing, checking, framework
from cli.answers import COMMANDS, FROM, TO, Answer, Asked, query
from cli.render import balance as balance_render
from cli.render.tables import Table, money, number, text
from domain.errors import Refusal
from domain.money import amount_from_typed, parse_amount
from projections.days import day_number
from projections.queries import balances, decisions, differences, entries, statements
from projections.queries import journal as journals
from projections.queries.arguments import code, iso_date

__all__ = ["COMMANDS", "assessing", "checking"]

COMMANDS["framework"] = framework.FRAMEWORK

_ACCOUNT = click.Argument(["account"], metavar="ACCOUNT")


def _day(value: str | None) -> date | None:
    return None if value is None else iso_date(value)


@query(
    "balance",
    click.Argument(["section"], required=False, type=click.Choice(balances.SECTIONS)),
    examples="""
    zuidas balance
    zuidas balance programmes --at 2012-07-31
    zuidas balance partners --at 2012-07-31 --known-at '#5' -O json
    """,
)
def balance(asked: Asked, section: str | None) -> Answer:
    """Budget per programme and partner, the current account and the projects."""
    found = balances.balance(asked.view, section)
    rows, columns = _balance_rows(found)
    return Answer(found, lambda: balance_render.balance_text(found), rows, columns)


def _balance_rows(
    found: Mapping[str, Any],
) -> tuple[list[dict[str, Any]], list[str] | None]:
    """One section as it is; several as section, row and figure a line."""
    sections = [
        name
        for name in ("programmes", "years", "partners", "current_account", "projects")
        if name in found
    ]
    if len(sections) == 1 or sections == ["programmes", "years"]:
        rows = found[sections[0]]
        rows = [rows] if isinstance(rows, dict) else rows
        return rows, None if rows else ["year"]
    long = []
    for section in sections:
        rows = found[section]
        for row in [rows] if isinstance(rows, dict) else rows:
            keys = [str(row[k]) for k in ("year", "programme", "partner") if k in row]
            key = str(row["project"]) if "project" in row else " ".join(keys)
            long += [
                {"section": section, "key": key, "figure": figure, "value": value}
                for figure, value in row.items()
            ]
    return long, ["section", "key", "figure", "value"]


_LINE_COLUMNS = (
    text("Date"),
    number("Entry"),
    text("Recorded"),
    text("Actor", flexible=True),
    text("Command"),
    text("Counterparty", flexible=True),
    text("Description", flexible=True),
    text("Document", flexible=True),
    text("Decision", flexible=True),
    money("Amount"),
    money("Balance"),
)


def _statement(
    asked: Asked, account: str, start: str | None, end: str | None
) -> Answer:
    found = statements.statement(asked.view, account, _day(start), _day(end))
    data = statements.statement_json(found)

    def shown() -> str:
        table = Table(_LINE_COLUMNS, title=f"Statement of {account}")
        if found.start is not None:
            blank = [None] * 8
            table.add(found.start, *blank, "", data["opening"])
        for line in statements_lines(data):
            table.add(
                *(
                    _short(line[name]) if name == "recorded_at" else line[name]
                    for name in _LINE_FIELDS
                )
            )
        table.totals = ("Closing", *[""] * 9, data["closing"])
        return table.render()

    return Answer(data, shown, statements_lines(data), _CSV_LINE_FIELDS)


_LINE_FIELDS = (
    "date",
    "entry",
    "recorded_at",
    "actor",
    "command",
    "counterparty",
    "description",
    "document",
    "decision",
    "amount",
    "balance",
)
_CSV_LINE_FIELDS = ("entry", "date", *_LINE_FIELDS[2:])


def statements_lines(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The lines of a statement in JSON form."""
    lines: Sequence[Mapping[str, Any]] = data["lines"]
    return lines


def _short(moment: object) -> str:
    """A recording time to the minute, for people."""
    return str(moment)[:16].replace("T", " ")


@query(
    "statement",
    _ACCOUNT,
    FROM,
    TO,
    examples="""
    zuidas statement current-account --from 2011-08-01 --to 2011-12-31
    zuidas statement partner:emmen
    zuidas statement programme:SN:2011 -O csv
    """,
)
def statement(asked: Asked, account: str, start: str | None, end: str | None) -> Answer:
    """Opening balance, lines and closing balance of an account.

    ACCOUNT is current-account, partner:CODE, programme:CODE:YEAR, project:ID or any
    account of the journal.
    """
    return _statement(asked, account, start, end)


@query(
    "explain",
    _ACCOUNT,
    examples="""
    zuidas explain programme:SN:2011 --at 2011-12-31
    """,
)
def explain(asked: Asked, account: str) -> Answer:
    """Every line that makes up the balance of an account at a date."""
    return _statement(asked, account, None, None)


@query(
    "trial-balance",
    FROM,
    TO,
    examples="""
    zuidas trial-balance --from 2011-08-01 --to 2012-07-31
    """,
)
def trial_balance(asked: Asked, start: str | None, end: str | None) -> Answer:
    """Opening, debit, credit and closing of every account."""
    rows = statements.trial_balance(asked.view, _day(start), _day(end))
    amounts = ("opening", "debit", "credit", "closing")

    def shown() -> str:
        table = Table(
            [text("Account"), *(money(name.capitalize()) for name in amounts)],
            title="Trial balance",
        )
        for row in rows:
            table.add(row["account"], *(row[name] for name in amounts))
        table.totals = ("Total", *balance_render.totals(rows, amounts))
        return table.render()

    return Answer(rows, shown, rows, ("account", *amounts))


@query(
    "journal",
    FROM,
    TO,
    formats=("text", "json", "csv", "hledger"),
    examples="""
    zuidas journal --from 2011-08-01 --to 2011-08-31
    zuidas journal -O hledger -o zuidas.journal
    """,
)
def journal(asked: Asked, start: str | None, end: str | None) -> Answer:
    """Every line of the journal, in the order of entries."""
    first, last = _day(start), _day(end)
    if asked.settings.shape == "hledger":
        lines = journals.hledger(asked.view, first, last)
        return Answer(None, lambda: "\n".join(lines), plain=True)
    rows = [journals.line_json(x) for x in journals.journal(asked.view, first, last)]

    def shown() -> str:
        table = Table(
            [
                number("Entry"),
                text("Date"),
                text("Account"),
                money("Debit"),
                money("Credit"),
            ],
            title="Journal",
        )
        for row in rows:
            amount = str(row["amount"])
            credit = amount.startswith("-")
            sides = ("", amount[1:]) if credit else (amount, "")
            table.add(row["entry"], row["date"], row["account"], *sides)
        return table.render()

    return Answer(rows, shown, rows, ("entry", "date", "account", "amount"))


_ENTRY_COLUMNS = (
    number("Entry"),
    text("Recorded"),
    text("Date"),
    text("Actor", flexible=True),
    text("Command"),
    text("Decision", flexible=True),
    text("Document", flexible=True),
    text("Project", flexible=True),
    money("Amount"),
    number("Reversed by"),
    text("Description", flexible=True),
)
_ENTRY_FIELDS = (
    "entry",
    "recorded_at",
    "date",
    "actor",
    "command",
    "decision",
    "document",
    "project",
    "amount",
    "reversed_by",
    "id",
)


def _entries_table(title: str, found: Sequence[entries.Entry]) -> Table:
    table = Table(_ENTRY_COLUMNS, title=title)
    for entry in found:
        row = entries.entry_json(entry)
        table.add(
            *(
                _short(row[name]) if name == "recorded_at" else row[name]
                for name in _ENTRY_FIELDS[:-1]
            ),
            entry.description,
        )
    return table


_FILTERS = (
    click.Option(["--project"], metavar="ID", help="Of this project."),
    click.Option(["--partner"], metavar="CODE", help="Of this partner."),
    click.Option(["--programme"], metavar="CODE", help="Of this programme."),
    click.Option(["--year"], metavar="CODE", help="Of this budget year."),
    click.Option(["--decision"], metavar="NUMBER", help="Resting on this decision."),
    click.Option(["--actor"], metavar="NAME", help="Posted by this actor."),
    click.Option(["--command"], metavar="NAME", help="Of this command."),
    click.Option(["--document"], metavar="REF", help="With this voucher."),
    click.Option(["--recorded-from"], metavar="WHEN", help="Recorded from then on."),
    click.Option(["--recorded-to"], metavar="WHEN", help="Recorded until then."),
    click.Option(["--min", "minimum"], metavar="AMOUNT", help="At least this amount."),
    click.Option(["--max", "maximum"], metavar="AMOUNT", help="At most this amount."),
)


@query(
    "history",
    *_FILTERS,
    FROM,
    TO,
    examples="""
    zuidas history
    zuidas history --partner emmen --from 2011-08-01
    zuidas history --command post_process_cost --min 1000 -O csv
    """,
)
def history(asked: Asked, **asked_for: str | None) -> Answer:
    """Entries in the order of acceptance, filtered."""
    filters = _filters(asked, asked_for)
    found = list(entries.history(asked.view, filters))
    rows = [entries.entry_json(entry) for entry in found]
    return Answer(
        rows, lambda: _entries_table("Entries", found).render(), rows, _ENTRY_FIELDS
    )


def _filters(asked: Asked, asked_for: Mapping[str, str | None]) -> entries.Filters:
    framework = asked.ledger.framework

    def coded(kind: str) -> str | None:
        value = asked_for.get(kind)
        return None if value is None else code(framework, kind, value)

    def moment(name: str) -> str | None:
        value = asked_for.get(name)
        return None if value is None else entries.recorded_bound(framework, value)

    def amount(name: str) -> int | None:
        value = asked_for.get(name)
        return None if value is None else parse_amount(amount_from_typed(value))

    start, end = _day(asked_for.get("start")), _day(asked_for.get("end"))
    command = asked_for.get("command")
    return entries.Filters(
        project=asked_for.get("project"),
        partner=coded("partner"),
        programme=coded("programme"),
        year=coded("year"),
        decision=asked_for.get("decision"),
        actor=asked_for.get("actor"),
        command=None if command is None else command.replace("-", "_"),
        document=asked_for.get("document"),
        from_day=None if start is None else day_number(start),
        to_day=None if end is None else day_number(end),
        recorded_from=moment("recorded_from"),
        recorded_to=moment("recorded_to"),
        minimum=amount("minimum"),
        maximum=amount("maximum"),
    )


@query(
    "show",
    click.Argument(["entry"], metavar="N"),
    examples="""
    zuidas show 5
    zuidas show '#5' -O json
    """,
)
def show(asked: Asked, entry: str) -> Answer:
    """One entry whole: as given, its lines, decision, corrections and reversal."""
    digits = entry.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):  # noqa: PLR2004
        raise Refusal("ENTRY_UNKNOWN", f"{entry!a} is not the number of an entry.")
    data = entries.show(asked.view, int(digits))
    from cli.render.entry import entry_text

    return Answer(data, lambda: entry_text(asked.view, data), [data])


@query(
    "decisions",
    examples="""
    zuidas decisions
    """,
)
def decision_list(asked: Asked) -> Answer:
    """The steering group's decisions, with what rests on each."""
    rows = decisions.decisions(asked.view)
    columns = ("number", "date", "subject", "entry", "entries", "reversed_by")

    def shown() -> str:
        table = Table(
            [
                text("Number"),
                text("Date"),
                text("Subject", flexible=True),
                number("Entry"),
                number("Resting on it"),
                number("Reversed by"),
            ],
            title="Decisions",
        )
        for row in rows:
            table.add(*(row[name] for name in columns))
        return table.render()

    return Answer(rows, shown, rows, columns)


@query(
    "decision",
    click.Argument(["number"], metavar="NUMBER"),
    examples="""
    zuidas decision SG-2011-01
    """,
)
def decision(asked: Asked, number: str) -> Answer:
    """A decision: every entry that rests on it, and how far deviations were used."""
    data = decisions.decision(asked.view, number)
    from cli.render.decision import decision_text

    found = [
        entry
        for entry in entries.history(asked.view, entries.Filters(decision=number))
        if entry.command != "record_decision"
    ]
    return Answer(
        data,
        lambda: decision_text(data, _entries_table("Entries that rest on it", found)),
        [entries.entry_json(entry) for entry in found],
        _ENTRY_FIELDS,
    )


@query(
    "diff",
    click.Argument(["when1"], metavar="WHEN1"),
    click.Argument(["when2"], metavar="WHEN2"),
    examples="""
    zuidas diff '#5' '#8' --at 2011-12-31
    """,
)
def diff(asked: Asked, when1: str, when2: str) -> Answer:
    """Which balances at a date two states of knowledge tell differently, and why."""
    before = asked.ledger.view(asked.view.at, when1)
    after = asked.ledger.view(asked.view.at, when2)
    rows = differences.diff(before, after)

    def shown() -> str:
        table = Table(
            [text("Account"), money("Before"), money("After"), text("Entries")],
            title=f"From entry {before.entry} to entry {after.entry}",
        )
        for row in rows:
            table.add(row["account"], row["before"], row["after"], row["entries"])
        return table.render()

    return Answer(rows, shown, rows, ("account", "before", "after", "entries"))
