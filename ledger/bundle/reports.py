"""The reports of an audit bundle: from a view, the same bytes wherever they are made.

Each JSON report holds what the program prints for the command of that name with
`-O json` and the same `--at`, in the shape of the bundle's format. Whatever grows with
the number of entries is written as it is read.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from ledger.bundle.shapes import Shape
from ledger.transparency.log import LogReader
from ledger.verifying.findings import NAMES, findings
from projections.answers import statements
from projections.answers.balances import balance
from projections.answers.decisions import decisions
from projections.snapshot import View

_ACCOUNT = "current-account"


_LASTING = tuple(name for name in NAMES if name != "clock")
"""Checks that say the same of the same entries on every day and machine."""
FINDINGS = "reports/check.json"
"""What a program of its time found: later versions look for more."""


def reports(view: View, shape: Shape) -> Iterator[tuple[str, Iterator[str]]]:
    """Name and text, in parts, of every report at the view's date."""
    root = {"root": LogReader(view.reader).root(view.entry).hex()}
    yield "journal.hledger", (f"{line}\n" for line in shape.journal(view))
    yield (
        "reports/balance.json",
        _document(lambda: {**shape.balance(balance(view)), **root}),
    )
    yield (
        "reports/trial-balance.json",
        _document(lambda: statements.trial_balance(view)),
    )
    yield "reports/current-account.json", _statement(view, shape, root)
    yield (
        "reports/decisions.json",
        _document(lambda: [shape.decision(row) for row in decisions(view)]),
    )
    yield (
        FINDINGS,
        _document(
            lambda: [
                shape.finding(each)
                for each in findings(view, _LASTING)
                if each.accepted is None
            ]
        ),
    )


def as_json(value: object) -> str:
    """One document, indented, UTF-8, ended by a line feed."""
    return f"{_text(value)}\n"


def _document(value: Callable[[], object]) -> Iterator[str]:
    yield as_json(value())


def _statement(view: View, shape: Shape, root: Mapping[str, object]) -> Iterator[str]:
    """The current account from the first line on (Z9), line by line."""
    accounts = statements.journal_accounts(view, _ACCOUNT)
    empty = statements.Statement(_ACCOUNT, None, view.at, 0, [])
    head = statements.statement_json(empty)
    tail = {"closing": head.pop("closing"), **root}
    del head["lines"]

    def lines() -> Iterator[Mapping[str, object]]:
        for line in statements.lines_between(view, accounts, None, view.at, 0):
            shown = shape.line(statements.line_json(line), line.entry)
            tail["closing"] = shown["balance"]
            yield shown

    return _with_list(head, "lines", lines(), tail)


def _with_list(
    head: Mapping[str, object],
    name: str,
    items: Iterable[object],
    tail: Mapping[str, object],
) -> Iterator[str]:
    """What `as_json` gives for an object with one long list, which is never held.

    `tail` is read after the last item, so it may depend on the items.
    """
    yield f'{_text(head).removesuffix("}").rstrip()},\n  "{name}": ['
    between = ""
    for item in items:
        # No string holds a raw line feed: every one of these is JSON's own.
        indented = _text(item).replace("\n", "\n    ")
        yield f"{between}\n    {indented}"
        between = ","
    yield ("\n  ]" if between else "]") + f",{_text(tail).removeprefix('{')}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
