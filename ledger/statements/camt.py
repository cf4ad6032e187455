"""The reader of camt.053: the booked statements of ISO 20022, in any version.

No schema is asked: banks' own files break it. What proves a statement is its sum.
"""

from domain.values.messages import Quoted, message
from ledger.statements.camt_entries import first, is_true
from ledger.statements.camt_places import OTHER_MESSAGES, OUTSIDE
from ledger.statements.camt_statement import CamtStatement
from ledger.statements.source import Source
from ledger.statements.statement import Statement
from ledger.statements.xml_places import PlacesReader, Values


def read_camt(data: bytes, source: Source) -> list[Statement]:
    """All statements of a camt.053 file, in its order.

    Raises `Refusal`: `STATEMENT_UNSAFE`, `NOT_A_STATEMENT`, `STATEMENT_INCOMPLETE`,
    `NOT_EURO`, `STATEMENT_UNBALANCED`.
    """
    gathered = _Message(source)
    reader = PlacesReader(source, OUTSIDE, gathered)
    reader.read(data)
    if not gathered.statements:
        raise source.unreadable(
            "{file} has no statement of camt.053 in it; its outermost element is"
            " {root}.",
            root=Quoted(reader.outermost),
        )
    return gathered.statements


class _Message:
    """Takes the scopes of a message as they end, and makes statements of them."""

    def __init__(self, source: Source) -> None:
        self.statements: list[Statement] = []
        self._source = source
        self._current: CamtStatement | None = None

    def begins(self, scope: str, values: Values) -> None:
        if scope == "statement":
            self._current = CamtStatement(self._source, values)
        elif scope in OTHER_MESSAGES:
            raise self._source.unreadable(
                "{file} is {what} and no statement: what it lists may still change."
                " Ask the bank for camt.053.",
                what=message(OTHER_MESSAGES[scope]),
            )

    def ends(self, scope: str, values: Values) -> None:
        if scope == "page":
            self._page(values)
        elif self._current is not None:
            self._part(self._current, scope, values)

    def _part(self, current: CamtStatement, scope: str, values: Values) -> None:
        match scope:
            case "detail":
                current.detail(values)
            case "entry":
                current.entry(values)
            case "balance":
                current.balance(values)
            case "statement":
                self.statements.append(current.finished())
                self._current = None

    def _page(self, values: Values) -> None:
        number, last = first(values, "PgNb") or "1", first(values, "LastPgInd")
        if number.lstrip("0") in {"", "1"} and (last is None or is_true(last)):
            return
        raise self._source.unreadable(
            "{file} is page {number} of several. Ask the bank for the whole in one"
            " file.",
            number=Quoted(number),
        )
