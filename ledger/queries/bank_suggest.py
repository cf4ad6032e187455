"""`bank suggest`: for every open line the command that would answer it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from domain.values.messages import Told, message, parts
from domain.values.texts import format_cents
from projections.answers import bank
from projections.bank_parts import ACCOUNT
from projections.query import Asked, Parameter, query
from projections.report import FORMATS, Column, Part, Report, Table, line, sheet
from projections.snapshot import View
from projections.suggesting.assigning import Suggestion
from projections.suggesting.saying import answer_said, evidence_said

if TYPE_CHECKING:
    from ledger.suggesting.answers import Answer

Row = dict[str, Any]

_COLUMNS = (
    Column("line", "Line", "name"),
    Column("booked", "Booked"),
    Column("open", "Open", "movement"),
    Column("points", "Points", "number"),
    Column("answer", "Would be", flexible=True),
    Column("party", "With", "prose", spare=True),
    Column("because", "Because", "prose", spare=True),
)
_SHEET = ("line", "booked", "amount", "open", "level", "points", "evidence", "command")
_LEVELS = {
    "certain": message(
        "Certain: zuidas bank suggest --certain -O jsonl | zuidas post -"
    ),
    "likely": message("Likely: look, and post what is right"),
    "possible": message("Possible: little but the amount speaks for these"),
}


@query(
    "bank suggest",
    ACCOUNT,
    Parameter("certain", "flag", "Only what is certain."),
    Parameter("rules", "file", "Rules of your own, such as bank-rules.toml."),
    formats=(*FORMATS, "jsonl"),
    examples="""
    zuidas bank suggest
    zuidas bank suggest --certain -O jsonl | zuidas post -
    zuidas bank suggest rc --rules bank-rules.toml -O json
    """,
    chapter="Bank: statements and reconciliation",
)
def bank_suggest(
    asked: Asked,
    account: str | None = None,
    *,
    certain: bool = False,
    rules: str | None = None,
) -> Report:
    """Say for every open bank line which command would answer it, and why.

    Nothing is posted: -O jsonl gives the commands, for zuidas post. What is certain is
    accepted there, all together.
    """
    from ledger.suggesting.answers import answers
    from ledger.suggesting.rule_file import read_rules

    view = asked.view
    read = () if rules is None else read_rules(rules)
    if account is not None:
        bank.account_of(view, account)
    owner = bank.Statements(view).accounts
    found = (
        each
        for each in answers(view, read)
        if account in (None, owner[each.suggestion.shown.line.statement])
        and (not certain or each.suggestion.level == "certain")
    )
    if asked.shape == "jsonl":
        lines = [_posted(command) for each in found for command in each.commands]
        return Report(None, tuple, texts={"jsonl": lambda: lines})
    listed = list(found)
    data = [_json(each) for each in listed]
    rest = 0 if certain else _unanswered(view, account, owner) - len(listed)
    return Report(data, lambda: _parts(listed, rest), sheet(data, _SHEET))


def _unanswered(view: View, account: str | None, owner: Mapping[int, str]) -> int:
    """How many lines are open."""
    lines = bank.open_lines(view)
    return sum(account in (None, owner[each.statement]) for each in lines)


def _posted(command: Row) -> str:
    """As `zuidas post` reads it."""
    return json.dumps(command, ensure_ascii=False)


def _json(each: "Answer") -> Row:
    """The shape of section 8 of the contract."""
    suggestion, line_ = each.suggestion, each.suggestion.shown.line
    first, *further = each.commands
    return {
        "line": line_.name,
        "booked": suggestion.shown.booked,
        "amount": format_cents(line_.amount),
        "open": format_cents(line_.open),
        "level": suggestion.level,
        "points": suggestion.points,
        "evidence": [Told(said) for said in evidence_said(suggestion)],
        "command": first,
        "further": further,
    }


def _parts(found: "Sequence[Answer]", rest: int) -> Iterator[Part]:
    if not found and not rest:
        yield line("Nothing is suggested.")
    for level, title in _LEVELS.items():
        some = [e.suggestion for e in found if e.suggestion.level == level]
        if some:
            yield Table(_COLUMNS, [_row(each) for each in some], title)
    if rest:
        yield line(
            "Lines that nothing open or expected is like: {rest} (zuidas bank open)."
            " zuidas bank rest books what is left of a statement as suspense.",
            rest=rest,
        )


def _row(each: Suggestion) -> Row:
    shown, left = each.shown, each.shown.line.open
    return {
        "line": shown.line.name,
        "booked": shown.booked,
        "open": f"{'+' if left > 0 else ''}{format_cents(left)}",
        "points": each.points,
        "answer": answer_said(each),
        "party": None if each.evidence.party else each.candidates[0].party,
        "because": parts(evidence_said(each), "; "),
    }
