"""The *why* of a figure of `balance`: the lines that add up to it, as both clocks say.

Which accounts a figure adds up, and with which sign, its row of `balance` says itself
(`projections.answers.arithmetic`); here the lines of these accounts are read, and what
their entries rest on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import Euro, Quoted
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers import balances, project_rows
from projections.answers.arithmetic import Row, Sum
from projections.answers.grounds import grounds_of
from projections.answers.years import opened_years
from projections.days import iso
from projections.parameters import code
from projections.snapshot import View

_AT_ONCE = 500
"""Accounts looked up in one statement."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line of the journal, or of a memorandum account, that a figure counts."""

    entry: int
    day: str
    """Its own day in ISO form, which need not be the entry's."""
    account: str
    amount: Cents
    """As stored: positive for debit."""
    sign: int
    """1, or -1 where the figure takes it off."""
    decision: str | None
    """What its money rests on (`authority` in `history`)."""
    document: str | None
    """The voucher, as corrected."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the lines that add up to it, by day and entry."""

    path: str
    """Which one, such as `programmes/2011/SN/available`."""
    value: str
    """In euros, as `balance` shows it."""
    lines: list[FigureLine]

    @property
    def total(self) -> Cents:
        """What its lines come to."""
        return sum(line.sign * line.amount for line in self.lines)


def figure(view: View, path: Sequence[str]) -> Figure:
    """The why of one figure of `balance` at the view's date, as known.

    `path` is `programmes YEAR P COLUMN`, `years YEAR COLUMN`, `partners YEAR P COLUMN`,
    `projects ID COLUMN` or `current-account COLUMN`: the column is the key of the JSON,
    codes are spelled either way. An entry whose lines on a day cancel each other out,
    as a call does in what was received, adds nothing and is left out.

    Raises `Refusal`: `YEAR_UNKNOWN`, `PROGRAMME_UNKNOWN`, `PARTNER_UNKNOWN`,
    `PROJECT_UNKNOWN`, and `FIGURE_UNKNOWN` for what has no such row or column at that
    date, or is no sum of lines; and `IntegrityError` (`LEDGER_DAMAGED`) where the lines
    don't add up to what `balance` shows.
    """
    about, row = _row(view, path)
    column = path[-1]
    place = "/".join((path[0], *about.values(), column))
    summed = _sum(row, place, column)
    if path[0] == "projects":
        summed = project_rows.in_accounts(view, about["project"], summed)
    found = Figure(place, str(row.shown(column)), _lines(view, summed))
    _check_adds_up(found)
    return found


def _check_adds_up(found: Figure) -> None:
    """Totals and lines are stored apart; raises `IntegrityError`."""
    total = format_cents(found.total)
    if total != found.value:
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "the lines of {figure} add up to {sum}, not to {value} (see zuidas check"
            " projections).",
            figure=found.path,
            sum=total,
            value=found.value,
        )


def figure_json(view: View, found: Figure) -> dict[str, object]:
    """The shape of a figure in section 10 of the contract."""
    return {
        "at": view.at.isoformat(),
        "known_at": view.known_at,
        "entry": view.entry,
        "figure": found.path,
        "value": found.value,
        "sum": format_cents(found.total),
        "lines": [line_json(line) for line in found.lines],
    }


def line_json(line: FigureLine) -> dict[str, object]:
    """One line of a figure."""
    return {
        "entry": line.entry,
        "date": line.day,
        "account": line.account,
        "amount": format_cents(line.amount),
        "sign": line.sign,
        "decision": line.decision,
        "document": line.document,
    }


_NAMED_BY: dict[str, tuple[str, ...]] = {
    "programmes": (YEAR, PROGRAMME),
    "years": (YEAR,),
    "partners": (YEAR, PARTNER),
    "projects": ("project",),
    "current-account": (),
}
"""What the rows of a section are named by, in a path as in the row itself."""


def _row(view: View, path: Sequence[str]) -> tuple[dict[str, str], Row]:
    """What the path names, in the framework's spelling, and the row of it."""
    section, *given = path[:-1] or ("",)
    kinds = _NAMED_BY.get(section)
    if kinds is None or len(kinds) != len(given):
        raise _unknown(view, path)
    about = {
        kind: text if kind == "project" else code(view.course, kind, text)
        for kind, text in zip(kinds, given, strict=True)
    }
    for row in _rows(view, section, about):
        if all(row.cells[kind] == name for kind, name in about.items()):
            return about, row
    if section == "projects":
        raise Refusal(
            "PROJECT_UNKNOWN",
            "project {project} is unknown on {day}.",
            project=Quoted(about["project"]),
            day=view.at,
        )
    raise _unknown(view, path)


def _rows(view: View, section: str, about: dict[str, str]) -> list[Row]:
    if section == "projects":
        return project_rows.rows(view, about["project"])
    if section == "current-account":
        return [balances.current_account(view)]
    years = opened_years(view)
    if section == "partners":
        return balances.partner_rows(view, years)
    programmes, of_years = balances.programme_rows(view, years)
    return programmes if section == "programmes" else of_years


def _unknown(view: View, path: Sequence[str]) -> Refusal:
    return Refusal(
        "FIGURE_UNKNOWN",
        "balance has no figure {figure} on {day}.",
        figure=Quoted("/".join(path)),
        day=view.at,
    )


def _sum(row: Row, place: str, column: str) -> Sum:
    """What a column adds up; raises `Refusal` (`FIGURE_UNKNOWN`)."""
    cell = row.cells.get(column)
    if not isinstance(cell, Sum):
        raise Refusal(
            "FIGURE_UNKNOWN",
            "{figure} is no sum of lines; those of this row are {known}.",
            figure=Quoted(place),
            known=[name for name, each in row.cells.items() if isinstance(each, Sum)],
        )
    if cell.constant:
        raise Refusal(
            "FIGURE_UNKNOWN",
            "{figure} is no sum of lines: {amount} of it is the process ceiling that"
            " the framework of entry 1 sets, and no line books that (a year opened by"
            " version 0.1.0).",
            figure=Quoted(place),
            amount=Euro(abs(cell.constant)),
        )
    return cell


_Stored = tuple[int, int, int, str, Cents]
"""Day, entry, place in the entry, account and amount."""


def _lines(view: View, summed: Sum) -> list[FigureLine]:
    signs = dict(summed.accounts)
    counted = list(_counted(_stored(view, signs), signs))
    grounds = grounds_of(view, (entry for _, entry, *_ in counted))
    return [
        FigureLine(entry, iso(day), account, amount, signs[account], *grounds[entry])
        for day, entry, _, account, amount in counted
    ]


def _counted(stored: list[_Stored], signs: dict[str, int]) -> Iterator[_Stored]:
    """Without the entries that add nothing on a day."""
    for _, group in groupby(stored, key=itemgetter(0, 1)):
        lines = list(group)
        if sum(signs[account] * amount for *_, account, amount in lines):
            yield from lines


def _stored(view: View, names: Iterable[str]) -> list[_Stored]:
    """The lines of these accounts by day, entry and place."""
    accounts = view.accounts(names)
    numbers = sorted(accounts)
    found: list[_Stored] = []
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = view.rows(
            "SELECT day, entry, line, account, amount FROM lines"
            f" WHERE account IN ({', '.join('?' * len(some))})"
            " AND day <= ? AND entry <= ?",
            *some,
            view.day,
            view.entry,
        )
        found += [
            (int(day), int(entry), int(line), accounts[int(account)], int(amount))
            for day, entry, line, account, amount in rows
        ]
    return sorted(found)
