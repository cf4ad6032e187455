"""Every figure of `balance` and its why, held against each other and against the lines.

Nothing here knows what a figure adds up: it has the answer of `balance`, the lines as
they are stored, and what `history` says of entries.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest

from domain.values.errors import Refusal
from projections.answers.balances import balance
from projections.answers.entries import history
from projections.answers.figures import figure, figure_json
from projections.days import day_number, iso
from projections.snapshot import View
from projections.sums import cents

Path = tuple[str, ...]
NO_SUMS: dict[str, frozenset[str]] = {
    "programmes": frozenset({"year", "programme"}),
    "years": frozenset({"year", "status"}),
    "partners": frozenset({"year", "partner", "due_date"}),
    "current-account": frozenset(),
    "projects": frozenset(
        {"project", "year", "programme", "kind", "status", "requested"}
    ),
}
"""The columns that are words, or declared: whoever adds one says here what it is."""
NAMES: dict[str, tuple[str, ...]] = {
    "programmes": ("year", "programme"),
    "years": ("year",),
    "partners": ("year", "partner"),
    "current-account": (),
    "projects": ("project",),
}
Stored = Counter[tuple[int, str, str, int]]


def figures(found: dict[str, Any]) -> Iterator[tuple[Path, str, str | None]]:
    """Section, names and column; the column again; what `balance` shows there."""
    for section, names in NAMES.items():
        rows = found[section.replace("-", "_")]
        for row in rows if isinstance(rows, list) else [rows]:
            for column, shown in row.items():
                place = (section, *(row[name] for name in names), column)
                yield place, column, shown


def check_figures(view: View) -> Counter[str]:
    """All of them; how many were sums, no sums, and sums of more than one line."""
    found: dict[str, Any] = balance(view)
    stored = stored_lines(view)
    entries = {e.number: (e.authority, e.document) for e in history(view)}
    seen: Counter[str] = Counter()
    for path, column, shown in figures(found):
        if column in NO_SUMS[path[0]] or shown is None:
            assert refused(view, path) == "FIGURE_UNKNOWN", path
            seen["no sum"] += 1
            continue
        why = figure_json(view, figure(view, path))
        assert why["figure"] == "/".join(path)
        assert (why["value"], why["sum"]) == (shown, shown), path
        head = {name: why[name] for name in ("at", "known_at", "entry")}
        assert head == {name: found[name] for name in head}
        check_lines(why, stored, entries)
        seen["sum"] += 1
        seen["of lines"] += len(why["lines"]) > 1  # type: ignore[arg-type]
    return seen


def check_lines(
    why: dict[str, Any], stored: Stored, entries: dict[int, tuple[Any, Any]]
) -> None:
    """They add up, they are there once each, and they say what `history` says."""
    lines = why["lines"]
    total = sum(line["sign"] * cents(line["amount"]) for line in lines)
    assert total == cents(why["value"]), why
    shown = Counter(
        (line["entry"], line["date"], line["account"], cents(line["amount"]))
        for line in lines
    )
    assert shown <= stored, (why["figure"], shown - stored)
    for line in lines:
        assert line["sign"] in (1, -1)
        assert (line["decision"], line["document"]) == entries[line["entry"]], line
    signs = {(line["account"], line["sign"]) for line in lines}
    assert len(signs) == len({account for account, _ in signs}), why["figure"]
    places = [(line["date"], line["entry"]) for line in lines]
    assert places == sorted(places)
    check_nothing_is_idle(lines)


def check_nothing_is_idle(lines: list[dict[str, Any]]) -> None:
    """Each entry that is shown adds something on the day that it is shown on."""
    for place, some in groupby(lines, key=lambda line: (line["date"], line["entry"])):
        assert sum(line["sign"] * cents(line["amount"]) for line in some), place


def stored_lines(view: View) -> Stored:
    """What is known of the lines until the date, with those beside the journal."""
    rows = view.rows(
        "SELECT l.entry, l.day, a.name, l.amount FROM lines l"
        " JOIN accounts a ON a.account = l.account WHERE l.entry <= ? AND l.day <= ?",
        view.entry,
        day_number(view.at),
    )
    return Counter(
        (int(entry), iso(int(day)), str(name), int(amount))
        for entry, day, name, amount in rows
    )


def refused(view: View, path: Path) -> str:
    """The code under which a figure is refused."""
    with pytest.raises(Refusal) as caught:
        figure(view, path)
    return caught.value.code
