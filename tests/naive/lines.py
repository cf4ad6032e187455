"""The journal lines of a command, and the tallies the balances are made of."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from .books import Books
from .entries import Entry
from .framework import OUTSIDE, UNALLOCATED
from .framework_file import read
from .grant_lines import (
    CURRENT,
    GRANT,
    Data,
    Lines,
    Posted,
    Tallies,
    grant_entry,
    granted,
    refunded,
)
from .splitting import split


def budget_lines(
    year: str, budget: int, dues: dict[str, int], other: int, process: int
) -> Posted:
    """The lines for a change of the budget and of what covers it."""
    due = sum(dues.values())
    lines = [
        (f"budget:unallocated:{year}", budget),
        (f"budget:covered:{year}", -due),
        (f"budget:uncovered:{year}", due - budget),
        (f"budget:covered:{year}", -other),
        (f"budget:uncovered:{year}", other),
    ]
    tallies: Tallies = [
        (("budget", year), budget),
        (("other_cover", year), other),
        (("process_ceiling", year), process),
    ]
    for partner, owed in dues.items():
        lines.append((f"assets:receivable:{partner}:{year}", owed))
        lines.append((f"income:contributions:{partner}:{year}", -owed))
        tallies.append((("due", year, partner), owed))
    return lines, tallies


def open_budget_year(books: Books, data: Data) -> Posted:
    fw = books.on(data["date"])
    called = fw.keys[books.key_on(data["date"])]
    figures = fw.annual_budget, called, 0, fw.process_ceiling
    return budget_lines(data["year"], *figures)


def amend_budget_year(books: Books, data: Data) -> Posted:
    year = data["year"]
    dues = {
        partner: total - books.total("due", year, partner)
        for partner, total in data.get("contributions", {}).items()
    }

    def change(name: str) -> int:
        old = books.total(name, year)
        new: int = data.get(name, old)
        return new - old

    more = change("other_cover"), change("process_ceiling")
    return budget_lines(year, change("budget"), dues, *more)


def allocate(books: Books, data: Data) -> Posted:
    year = data["year"]
    names = books.on(data["date"]).programmes
    shares = [data["shares"].get(name, Fraction(0)) / 100 for name in names]
    lines: Lines = []
    tallies: Tallies = []
    parts = split(books.total("budget", year, day=data["date"]), shares)
    for programme, part in zip(names, parts, strict=True):
        lines.append((f"budget:available:{year}:{programme}", part))
        tallies.append((("allocated", year, programme), part))
    lines.append((f"budget:unallocated:{year}", -sum(parts)))
    return lines, tallies


def moved(programme: str, year: str, amount: int) -> Posted:
    if programme == UNALLOCATED:
        return [(f"budget:unallocated:{year}", amount)], []
    account = f"budget:available:{year}:{programme}"
    return [(account, amount)], [(("transferred", year, programme), amount)]


def transfer_budget(books: Books, data: Data) -> Posted:
    amount = data["amount"]
    return together(
        moved(data["to_programme"], data["to_year"], amount),
        moved(data["from_programme"], data["from_year"], -amount),
    )


def close_budget_year(books: Books, data: Data) -> Posted:
    """What is left goes to the same place of the year to carry to."""
    if "carry_to" not in data:
        return [], []
    source, target = data["year"], data["carry_to"]
    days = books.days_from(data["date"])
    parts: list[Posted] = []
    there = (*books.on(data["date"]).programmes, OUTSIDE)
    for place in (*books.programmes, OUTSIDE, UNALLOCATED):
        account = moved(place, source, 0)[0][0][0]
        amount = max(0, min(books.account(account, day) for day in days))
        same = place if place in there else UNALLOCATED
        parts += [moved(same, target, amount), moved(place, source, -amount)]
    return together(*parts)


def together(*parts: Posted) -> Posted:
    return [line for p in parts for line in p[0]], [t for p in parts for t in p[1]]


def opposite(posted: Posted) -> Posted:
    return [(name, -n) for name, n in posted[0]], [(key, -n) for key, n in posted[1]]


def contribution(data: Data, sign: int) -> Posted:
    year, partner, amount = data["year"], data["partner"], sign * data["amount"]
    return [(CURRENT, amount), (f"assets:receivable:{partner}:{year}", -amount)], [
        (("received", year, partner), amount)
    ]


def receive_contribution(books: Books, data: Data) -> Posted:
    return contribution(data, 1)


def repay_contribution(books: Books, data: Data) -> Posted:
    return contribution(data, -1)


def post_process_cost(books: Books, data: Data) -> Posted:
    year, programme, amount = data["year"], data["programme"], data["amount"]
    return [
        (f"expenses:process:{year}:{programme}", amount),
        (CURRENT, -amount),
        (f"budget:spent:{year}:{programme}:process", amount),
        (f"budget:available:{year}:{programme}", -amount),
    ], [(("process", year, programme), amount)]


def receive_other(books: Books, data: Data) -> Posted:
    category, amount = data["category"], data["amount"]
    suspense = category == "suspense"
    account = "assets:suspense" if suspense else f"income:other:{category}"
    return [(CURRENT, amount), (account, -amount)], [(("other_received",), amount)]


def pay_other(books: Books, data: Data) -> Posted:
    category, amount = data["category"], data["amount"]
    suspense = category == "suspense"
    account = "assets:suspense" if suspense else f"expenses:other:{category}"
    return [(account, amount), (CURRENT, -amount)], [(("other_paid",), amount)]


def funds(data: Data, sign: int, tally: str) -> Posted:
    project, amount = data["project"], data["amount"]
    return [
        (CURRENT, sign * amount),
        (f"liabilities:funds:{project}", -sign * amount),
    ], [((tally, project), amount)]


def receive_funds(books: Books, data: Data) -> Posted:
    return funds(data, 1, "funds_received")


def spend_funds(books: Books, data: Data) -> Posted:
    return funds(data, -1, "funds_spent")


SIMPLE: dict[str, Callable[[Books, Data], Posted]] = {
    "open_budget_year": open_budget_year,
    "amend_budget_year": amend_budget_year,
    "allocate": allocate,
    "transfer_budget": transfer_budget,
    "close_budget_year": close_budget_year,
    "receive_contribution": receive_contribution,
    "repay_contribution": repay_contribution,
    "post_process_cost": post_process_cost,
    "receive_other": receive_other,
    "pay_other": pay_other,
    "receive_funds": receive_funds,
    "spend_funds": spend_funds,
}


def part_of(books: Books, original: Entry, amount: int) -> tuple[Posted, int]:
    """What part of an entry posted, and how much of that had not recovered.

    Of a refund the part that recovered is taken last.
    """
    if original.role == "receive_refund":
        assert original.scope is not None
        project = original.data["project"]
        recovered = -dict(original.lines).get(f"assets:recoverable:{project}", 0)
        taken = sum(e.rest for e in books.standing("reclassify", entry=original.number))
        rest = min(amount, original.data["amount"] - recovered - taken)
        return refunded(original.scope, project, amount - rest, rest), rest

    def scaled(value: int) -> int:
        return amount if value > 0 else -amount

    lines = [(account, scaled(value)) for account, value in original.lines]
    return (lines, [(key, scaled(value)) for key, value in original.tallies]), 0


def reclassify(books: Books, data: Data) -> tuple[Posted, int]:
    """The part as it is booked now, less as it was, without the current account."""
    original = books.find(data["entry"])
    assert original is not None
    booked = {"date": data["date"], "amount": data["amount"], **data["as"]}
    new = posted_by(books, booked["command"], booked)[1]
    old, rest = part_of(books, original, data["amount"])
    lines, tallies = together(new, opposite(old))
    sums: dict[str, int] = {}
    for account, amount in lines:
        sums[account] = sums.get(account, 0) + amount
    del sums[CURRENT]
    return (list(sums.items()), tallies), rest


def posted_by(books: Books, command: str, data: Data) -> tuple[str, Posted]:
    """(role, lines) of a command that isn't a correction."""
    if command in SIMPLE:
        return command, SIMPLE[command](books, data)
    if command == "award_grant":
        terms = books.terms(data["project"])
        scope = terms["year"], terms["programme"]
        return command, granted(scope, data["project"], data["amount"])
    if command in GRANT:
        return grant_entry(books, command, data)
    return command, ([], [])


def scope_of(books: Books, command: str, data: Data) -> tuple[str, str] | None:
    if command == "award_grant":
        terms = books.terms(data["project"])
        return terms["year"], terms["programme"]
    award = books.award(data["project"]) if command in GRANT else None
    return award.scope if award else None


def make_entry(
    books: Books,
    command: str,
    data: Data,
    day: date,
) -> Entry:
    rest = 0
    if command == "reverse":
        original = books.find(data["entry"])
        assert original is not None
        role, posted = command, opposite((original.lines, original.tallies))
    elif command == "reclassify":
        role = command
        posted, rest = reclassify(books, data)
    else:
        role, posted = posted_by(books, command, data)
    number = data["value"] if data.get("field") == "decision" else data.get("decision")
    decision = books.decision(number) if number else None
    return Entry(
        number=len(books.entries) + 1,
        command=command,
        role=role,
        date=day,
        data=data,
        lines=[(account, amount) for account, amount in posted[0] if amount != 0],
        tallies=posted[1],
        scope=scope_of(books, command, data),
        rests=decision.number if decision else None,
        rest=rest,
        framework=read(data["framework"]) if "framework" in data else None,
    )
