"""What entries have in common: vouchers, amounts and parties, and the usual amounts."""

from collections.abc import Iterator

from domain.values.messages import Euro, Message, message
from domain.values.money import Cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry
from projections.snapshot import View

_FEWEST = 5
"""Of fewer entries of a command, none is usual."""

Key = tuple[object, ...]


class Groups:
    """Entries that share a voucher, or amount and party.

    Only what occurs twice is held: the database says beforehand what may.
    """

    def __init__(self, view: View) -> None:
        self._documents = _repeated_documents(view)
        self._amounts = _repeated_amounts(view)
        self._entries: dict[Key, list[int]] = {}

    def take(self, entry: Entry) -> bool:
        """Note an entry; says whether it may turn out to be one of several."""
        if entry.reversed_by is not None:
            return False  # what was reversed was found out before
        keys = list(self._keys(entry))
        for key in keys:
            self._entries.setdefault(key, []).append(entry.number)
        return bool(keys)

    def _keys(self, entry: Entry) -> Iterator[Key]:
        if entry.document is not None and entry.document in self._documents:
            yield "SAME_DOCUMENT", entry.document
        party = entry.counterparty
        if party is not None and (entry.command, entry.amount) in self._amounts:
            party = " ".join(party.casefold().split())
            yield "SAME_AMOUNT", entry.command, entry.year, entry.amount, party

    def repeated(self) -> Iterator[tuple[str, Message, list[int]]]:
        """Code, words and entries of everything that was posted more than once."""
        for key, numbers in self._entries.items():
            if len(numbers) < 2:  # noqa: PLR2004  # a group has two
                continue
            if key[0] == "SAME_DOCUMENT":
                yield (
                    "SAME_DOCUMENT",
                    message("the same voucher {voucher}", voucher=key[1]),
                    numbers,
                )
            else:
                amount = key[3]
                assert isinstance(amount, int)  # noqa: S101  # rows of a group have amounts
                yield (
                    "SAME_AMOUNT",
                    message("{amount} and the same party", amount=Euro(amount)),
                    numbers,
                )


def _repeated_documents(view: View) -> set[str]:
    """Vouchers of several entries, as posted or as corrected since."""
    rows = view.rows(
        "SELECT document FROM entries WHERE document IS NOT NULL AND entry <= ?"
        " GROUP BY document HAVING COUNT(*) > 1",
        view.entry,
    )
    corrected = {
        str(note["value"])
        for notes in Corrections(view).by_entry.values()
        for note in notes
        if note["field"] == "document"
    }
    return corrected | {str(row[0]) for row in rows}


def _repeated_amounts(view: View) -> set[tuple[str, Cents]]:
    rows = view.rows(
        "SELECT command, amount FROM entries WHERE amount > 0 AND entry <= ?"
        " GROUP BY command, amount HAVING COUNT(*) > 1",
        view.entry,
    )
    return {(str(command), int(amount)) for command, amount in rows}


def first_entries(view: View) -> dict[str, int]:
    """The first entry of every actor; making the ledger is not one."""
    rows = view.rows(
        "SELECT actor, MIN(entry) FROM entries WHERE entry > 1 AND entry <= ?"
        " GROUP BY actor",
        view.entry,
    )
    return {str(actor): int(entry) for actor, entry in rows}


def medians(view: View) -> dict[str, Cents]:
    """The median amount of every command that was given often enough."""
    rows = view.rows(
        "SELECT command, amount FROM (SELECT command, amount,"
        " ROW_NUMBER() OVER (PARTITION BY command ORDER BY amount) AS place,"
        " COUNT(*) OVER (PARTITION BY command) AS many"
        " FROM entries WHERE amount > 0 AND entry <= ?) AS amounts"
        " WHERE many >= ? AND place = (many + 1) / 2",
        view.entry,
        _FEWEST,
    )
    return {str(command): int(amount) for command, amount in rows}
