"""What statement, trial balance, history and decision answer, against the model."""

from datetime import date
from typing import Any

from projections.query import Asked, find
from tests.naive import answers
from tests.naive.books import Books
from tests.naive.entries import Entry
from tests.property.pairs import Disagreement, Pair, differences
from tests.property.partnerships import TODAY


def asked(pair: Pair, name: str, *given: object) -> Any:  # JSON
    query = find(name)
    assert query is not None
    return query.run(Asked(lambda: pair.view(TODAY, None)), *given).data


def compare_answers(pair: Pair, day: date, account: str | None) -> None:
    """All of them, at today, and the trial balance from a day on."""
    books = pair.model.books
    if account is not None:
        rows = asked(pair, "statement", account)["lines"]
        same(account, rows, answers.statement(books, account, TODAY))
    rows = asked(pair, "trial-balance", day, TODAY)
    kept = [row for row in rows if not row["account"].startswith("memo:")]
    same("trial-balance", kept, answers.trial_balance(books, day, TODAY))
    ours = answers.history(books)
    theirs = [row for row in asked(pair, "history") if row["entry"] > 1]
    compared = [n for n, row in enumerate(ours) if is_clear(books, row["entry"])]
    picked = [theirs[n] for n in compared]
    same("history", picked, [ours[n] for n in compared])
    for decision in books.standing("record_decision"):
        compare_decision(pair, books, decision)


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


def compare_decision(pair: Pair, books: Books, decision: Entry) -> None:
    found = asked(pair, "decision", decision.data["number"])
    place = f"decision {decision.data['number']}"
    numbers = [row["entry"] for row in found["flows"]]
    expected = answers.flows(books, decision, TODAY)
    if numbers != expected:
        what = f"{place}: flows {numbers}, not {expected}"
        raise Disagreement(("answer", "flows"), what)
    same(place, found["grants"], answers.grants(books, decision, TODAY))
    ours = answers.new_limits(books, decision, TODAY)
    theirs = {row["entry"]: row for row in found["deviations"]}
    for number, row in ours.items():
        same(f"{place} deviation {number}", [theirs[number]], [row])


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
