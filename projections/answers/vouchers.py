"""Vouchers that were used more than once by one party.

Whether two vouchers, or two parties, are the same is decided without case, spaces and
punctuation. Posting notes what `check documents` finds, so both ask here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.values.messages import Euro, Message, message
from domain.values.money import Cents, parse_amount
from domain.values.texts import folded
from projections.answers.corrections import COUNTERPARTY, Corrections
from projections.snapshot import View

if TYPE_CHECKING:
    from projections.answers.entries import Entry

_PLACEHOLDERS = {"-", "--", "?", "??", "x", "xx", "xxx", "n/a", "na", "none", "geen"}
_PLACEHOLDERS |= {"tbd", "todo", "onbekend", "unknown", ".", "nvt", "n.v.t."}
_MOST_EARLIER = 100
"""Earlier uses of one voucher that are looked at: it is one warning, not a report."""
_MANY = 500


class Use(NamedTuple):
    """A voucher with the party and the amount that it was used for."""

    entry: int
    voucher: str
    document: str
    """The voucher as compared."""
    party: str
    """The party as compared."""
    named: str
    amount: Cents


class Reuse(NamedTuple):
    """A use of a voucher that its party had used before."""

    earlier: Use
    later: Use

    @property
    def said(self) -> Message:
        """What was found."""
        earlier, later = self
        if earlier.amount == later.amount:
            return message(
                "voucher {voucher} of {party} was booked before, in entry {entry}, for"
                " the same {amount}; reverse one of them if it came once.",
                voucher=later.voucher,
                party=later.named,
                entry=earlier.entry,
                amount=Euro(later.amount),
            )
        return message(
            "voucher {voucher} of {party} for {amount} was booked before, in entry"
            " {entry}, for {other}.",
            voucher=later.voucher,
            party=later.named,
            amount=Euro(later.amount),
            entry=earlier.entry,
            other=Euro(earlier.amount),
        )


def is_placeholder(voucher: str) -> bool:
    """It says that there is no voucher."""
    return voucher.casefold() in _PLACEHOLDERS


def use_of(entry: "Entry") -> Use | None:
    """The use of a voucher that an entry makes, as corrected; None without one."""
    voucher, amount = entry.document, entry.amount
    if voucher is None or amount is None or is_placeholder(voucher):
        return None
    if _pays_an_order(entry.given):
        return None
    named = entry.counterparty or entry.project or ""
    return Use(entry.number, voucher, folded(voucher), folded(named), named, amount)


def _pays_an_order(given: Mapping[str, Any]) -> bool:
    """The voucher was used by the order that it names, and once for both."""
    return given.get("payment") is not None and "as" not in given


def reuses(uses: Iterable[Use]) -> Iterator[Reuse]:
    """Each later use beside an earlier one, one of the same amount where there is."""
    first: dict[tuple[str, str], Use] = {}
    same: dict[tuple[str, str, Cents], Use] = {}
    for use in uses:
        party = (use.document, use.party)
        earlier = same.setdefault((*party, use.amount), use)
        if earlier is use:
            earlier = first.get(party, use)
        first.setdefault(party, use)
        if earlier is not use:
            yield Reuse(earlier, use)


class Posted(NamedTuple):
    """A row of the table of vouchers: who used it, or was corrected to it."""

    number: int
    entry: "Entry"
    use: Use


def reuses_of(
    view: View, posted: Sequence[tuple[int, str]]
) -> Iterator[tuple[int, Reuse]]:
    """What the newest entries use again: entry numbers, vouchers as compared.

    They are in the tables already. One statement looks at all of them; only vouchers
    that are there more than once are looked at further.
    """
    twice = _twice(view, sorted({document for _, document in posted}))
    if not twice:
        return
    first, corrections = min(number for number, _ in posted), Corrections(view)
    for document in twice:
        rows = list(_rows_of(view, document, first, corrections))
        for place, row in enumerate(rows):
            if row.number >= first:
                before = rows[max(0, place - _MOST_EARLIER) : place]
                earlier = _earlier(row, before)
                if earlier is not None:
                    yield row.number, Reuse(earlier, row.use)


def reuse_of_next(view: View, given: Mapping[str, Any]) -> Reuse | None:
    """What a command that is not posted yet would use again, if it were the next."""
    voucher, amount = given.get("document"), given.get("amount")
    if voucher is None or amount is None or is_placeholder(voucher):
        return None
    if _pays_an_order(given):
        return None
    corrections, number = Corrections(view), view.entry + 1
    texts = (given.get(name) for name in COUNTERPARTY)
    project = given.get("project")
    named = next((text for text in texts if text), None)
    named = named or corrections.of_proposal(project, "recipient") or project or ""
    cents = parse_amount(amount)
    use = Use(number, voucher, folded(voucher), folded(named), named, cents)
    before = list(_rows_of(view, use.document, number, corrections))
    found = _nearest(use, number, before)
    return None if found is None else Reuse(found, use)


def _earlier(row: Posted, before: Sequence[Posted]) -> Use | None:
    return _nearest(row.use, row.number, before)


def _nearest(use: Use, by: int, before: Sequence[Posted]) -> Use | None:
    """The use before that is nearest to being the same: of the same amount, or none."""
    found = [
        other.use
        for other in before
        if other.use.party == use.party
        and other.use.entry != use.entry
        and not _is_reversed(other.entry, by)
    ]
    same = (each for each in found if each.amount == use.amount)
    return next(same, found[0] if found else None)


def _is_reversed(entry: "Entry", by: int) -> bool:
    return entry.reversed_by is not None and entry.reversed_by <= by


def _twice(view: View, documents: list[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(documents), _MANY):
        some = documents[start : start + _MANY]
        rows = view.rows(
            "SELECT document FROM vouchers"
            f" WHERE document IN ({', '.join('?' * len(some))})"
            " GROUP BY document HAVING COUNT(*) > 1",
            *some,
        )
        found += [str(row[0]) for row in rows]
    return found


def _rows_of(
    view: View, document: str, first: int, corrections: Corrections
) -> Iterator[Posted]:
    """The uses of a voucher in the order of entries; of those before `first` a few."""
    # A posting imports this module, and seldom has a voucher that was used before.
    from projections.answers.entries import entries_of
    from projections.answers.entries import entry as one_entry

    sql = "SELECT entry FROM vouchers WHERE document = ? AND entry"
    earlier = view.rows(
        f"{sql} < ? ORDER BY entry DESC LIMIT {_MOST_EARLIER}", document, first
    )
    numbers = sorted(int(row[0]) for row in earlier)
    later = view.rows(f"{sql} >= ? ORDER BY entry", document, first)
    numbers += [int(row[0]) for row in later]
    for start in range(0, len(numbers), _MANY):
        some = numbers[start : start + _MANY]
        found = entries_of(view, some, corrections)
        for number in some:
            entry = found[number]
            if entry.command == "annotate":
                entry = one_entry(view, entry.given["entry"], corrections)
            use = use_of(entry)
            if use is not None and use.document == document:
                yield Posted(number, entry, use)
