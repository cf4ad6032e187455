"""What statement, trial balance, history, decision and check answer, by the model."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from projections.checks import CHECKS
from projections.query import Asked, find
from tests.naive import answers, deviations, findings, statements
from tests.naive.books import Books
from tests.naive.entries import Entry
from tests.property.pairs import Disagreement, Pair, differences
from tests.property.partnerships import TODAY

KNOWN = frozenset(
    {
        *("KEY_GAP", "CONTRIBUTION_OVERDUE", "CONTRIBUTION_OVERPAID", "NOT_COVERED"),
        *("SUSPENSE_OPEN", "OVERDRAWN", "EARMARKED_USED", "TRANSFER_REPEATED"),
        *("DEVIATION_UNUSED", "DEVIATIONS_BEYOND_BUDGET", "PERIOD_REOPENED"),
        *findings.FOUND_BY_DAY,
    }
)
"""Codes of findings that the model looks for too."""
CHECKED = (
    *("ceilings", "key", "current-account", "suspense", "contributions"),
    *("periods", "coverage", "transfers"),
)


class Asker:
    """Asks ledger and model the same, at a date and as known after an entry."""

    def __init__(self, pair: Pair, at: date, known: int | None) -> None:
        self.pair = pair
        self.at = at
        self.until = None if known is None else at
        """The date where it is asked for by name: lists of entries end there."""
        self.known = None if known is None else f"#{known}"
        self.books = pair.model.known(known)

    def asked(self, name: str, *given: object) -> Any:  # JSON
        query = find(name)
        assert query is not None
        view = self.pair.view(self.at, self.known)
        return query.run(Asked(lambda: view, self.until), *given).data

    def compare_statement(self, account: str, start: date | None, end: date) -> None:
        found = self.asked("statement", account, start, end)
        ours = statements.statement(self.books, account, start, end)
        clear = [self._clear(row) for row in ours["lines"]]
        same(account, found.pop("lines"), clear)
        del ours["lines"]
        same(account, [found], [ours])

    def _clear(self, row: Mapping[str, Any]) -> dict[str, Any]:
        unclear = (
            () if is_clear(self.books, row["entry"]) else ("decision", "authority")
        )
        return {name: value for name, value in row.items() if name not in unclear}

    def compare_trial_balance(self, start: date | None, end: date) -> None:
        rows = self.asked("trial-balance", start, end)
        ours = statements.trial_balance(self.books, start, end)
        same("trial-balance", rows, ours)

    def compare_history(self) -> None:
        ours = answers.history(self.books)
        theirs = [row for row in self.asked("history") if row["entry"] > 1]
        compared = [
            n for n, row in enumerate(ours) if is_clear(self.books, row["entry"])
        ]
        picked = [theirs[n] for n in compared]
        same("history", picked, [ours[n] for n in compared])

    def compare_decision(self, recorded: Entry) -> None:
        """By the entry that recorded it: of a number several may have been."""
        found = self.asked("decision", f"#{recorded.number}")
        ours = answers.decision(self.books, recorded, self.at, self.until)
        place = f"decision {recorded.data['number']}"
        found["strategic"] = bool(found["strategic"])  # left out or said to be not
        same(f"{place} grants", found["grants"], ours.pop("grants"))
        unclear = deviations.unclear(self.books)
        told, rows = (
            [row for row in each if row["entry"] not in unclear]
            for each in (found["deviations"], ours.pop("deviations"))
        )
        same(f"{place} deviations", told, rows)
        for part in ("entries", "flows"):
            found[part] = [row["entry"] for row in found[part]]
        same(place, [found], [ours])

    def compare_check(self) -> None:
        view = self.pair.view(self.at, self.known)
        found = {each.name for name in CHECKED for each in CHECKS[name](view)}
        unclear = {f"DEVIATION_UNUSED/{n}" for n in deviations.unclear(self.books)}
        theirs = {name for name in found if name.partition("/")[0] in KNOWN} - unclear
        ours = findings.findings(self.books, self.at) - unclear
        if theirs != ours:
            more, fewer = sorted(theirs - ours), sorted(ours - theirs)
            what = f"check at {self.at}: {more} only here, {fewer} only in the model"
            raise Disagreement(("answer", "check"), what)


def compare_answers(rng: Random, pair: Pair, days: Sequence[date]) -> None:
    """Each of them today and, at some day, as known after some entry."""
    entries = len(pair.model.entries)
    for at, known in ((TODAY, None), (rng.choice(days), rng.randrange(entries) + 1)):
        asker = Asker(pair, at, known)
        books = asker.books
        start, end = sorted((rng.choice(days), rng.choice(days)))
        begin = rng.choice((None, start))
        for account in accounts(rng, books):
            asker.compare_statement(account, begin, end)
        asker.compare_trial_balance(begin, end)
        asker.compare_check()
        for recorded in books.of("record_decision"):
            asker.compare_decision(recorded)
    Asker(pair, TODAY, None).compare_history()


def accounts(rng: Random, books: Books) -> list[str]:
    """Some that a statement can be of: an account with lines, and each kind by name."""
    names = sorted({name for e in books.entries for name, _ in e.lines})
    found = ["current-account", f"partner:{rng.choice(books.partners)}"]
    programme, year = rng.choice(books.programmes), rng.choice(books.years)
    found.append(f"programme:{programme}:{year}")
    projects = books.proposals()
    found += [f"project:{rng.choice(projects)}"] if projects else []
    return [*found, *([rng.choice(names)] if names else [])]


def is_clear(books: Books, number: int) -> bool:
    """Of a reclassification, and a project proposed again, the contract is silent."""
    entry = books.find(number)
    assert entry is not None
    again = [
        p
        for p in books.projects_of(entry)
        if len(books.of("propose_project", project=p)) > 1
    ]
    return "reclassify" not in (entry.role, books.original(entry).role) and not again


def same(place: str, theirs: list[Any], ours: list[dict[str, Any]]) -> None:
    """The keys that the model knows."""
    cut = [
        {name: row[name] for name in our}
        for row, our in zip(theirs, ours, strict=False)
    ]
    found = dict(differences("", cut, ours))
    if found or len(theirs) != len(ours):
        lengths = f"{len(theirs)} rows, not {len(ours)}: "
        kind = "answer", place.split(" ", maxsplit=1)[0]
        raise Disagreement(kind, f"{place}: {lengths}{found}")
