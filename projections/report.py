"""A report: what a query found, for programs, for people and for spreadsheets.

A query says its answer once: the JSON of the contract, and parts made of typed
columns, rows and messages. Text, CSV, spreadsheets, pages and documents are made from
that at the edge, and a report can be sent to another program and read there
(`projections.sending`): what it prints is the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self

from domain.values.messages import Message, Value, message, parts

FORMATS = ("text", "json", "csv")
"""What every report can be given as."""
SPREADSHEETS = ("xlsx", "csv-nl")
"""What every query's can be given as too: files for spreadsheets."""
Row = Mapping[str, Any]
"""By name of a column; the values are those of JSON, amounts as texts."""
Kind = Literal[
    "text",  # a word or a line
    "name",  # a voucher, an actor, a number of a decision: never broken
    "prose",  # sentences: they wrap
    "number",  # a whole number, such as an entry's
    "decimal",  # a number with decimals, as a text
    "amount",  # euros with two decimals, as a text
    "movement",  # the same; + where money came in, - where it went out
    "moment",  # a recording time, UTC in ISO form
    "entries",  # a list of entry numbers, shown as #1 #2
    "numbers",  # the same, shown without the marks
    "facts",  # facts by name, of an assessment
    "words",  # a name of the program's, underscores shown as spaces
    "fields",  # any value of a command
]


AMOUNTS = ("amount", "movement")


class Column(NamedTuple):
    """One column of a table."""

    name: str
    title: str | Message
    kind: Kind = "text"
    flexible: bool = False
    """Its texts may go on below, to fit the page."""
    spare: bool = False
    """It leaves the row's first line early, and stands last below it."""
    rare: bool = False
    """It is left out where it has nothing but zeros."""
    below: bool = False
    """It leaves the row's first line before the others do."""
    shared: bool = False
    """It is said once, above the rows, where it is the same in all of them."""
    alarming: bool = False
    """Something is wrong where it is negative, or says that a rule is not met."""


TO_DAY = message("To{day}", day=None)
"""The title of a last day, which in Dutch is another word than to whom."""


class Table(NamedTuple):
    """Rows under columns, with a title, a row of totals and a remark below it."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    title: Value = None
    totals: Row | None = None
    remark: Value = None


class Facts(NamedTuple):
    """Names and values, one a line; what is None is left out."""

    rows: Sequence[tuple[str, Value]]


class Prose(NamedTuple):
    """A heading, a sentence or several lines."""

    said: Value
    heading: bool = False
    verbatim: bool = False
    """Its lines stay as they are on any page."""


class Lines(NamedTuple):
    """What a ledger says that nobody vouches for yet: each value stays one line.

    What is not printable in it is escaped, so that it steers no terminal and can't
    look like a line of our own.
    """

    rows: Sequence[Value]


class Bars(NamedTuple):
    """Rows drawn to one scale: what of each ceiling is used, committed, available."""

    rows: Sequence[Row]


class Problems(NamedTuple):
    """Findings, one after the other: severity, code, check, message, entries."""

    rows: Sequence[Row]


Part = Table | Facts | Prose | Lines | Bars | Problems


class Footer(NamedTuple):
    """What makes a printed page an anchor: dates, entry, tree size and root."""

    at: str
    entry: int
    last_entry: int
    zone: str
    root: str
    language: str | None = None
    """That of the framework, told to whoever asks a service and has none of its own."""
    ledger: str = ""
    """Its name, which entry 1 gave it."""
    recorded: str = ""
    """When the last entry that is known was recorded; nothing where none was."""


class _Answer(NamedTuple):
    """What a report is made of."""

    data: object
    make_parts: Callable[[], Iterable[Part]]
    sheet: Table | None = None
    plain: bool = False
    exit_code: int = 0
    is_interface: bool = False
    """Programs outside know its columns by their titles: no language changes them."""
    names_root: bool = True
    """Its JSON object carries the log's root; false where it is a file's content."""
    texts: Mapping[str, Callable[[], Iterable[str]]] = {}
    """Lines of text by further formats, such as `hledger`."""
    footer: Footer | None = None


class Report(_Answer):
    """The answer of a query.

    `data` is its JSON; `parts` is what people read, made when it is asked for; `sheet`
    is its CSV. With `plain` the text is for programs too: no footer.
    """

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What people read, in order."""
        return tuple(self.make_parts())

    @property
    def table(self) -> Table:
        """The rows for CSV and spreadsheets: the sheet, else the first table."""
        if self.sheet is not None:
            return self.sheet
        tables = (part for part in self.parts if isinstance(part, Table))
        return next(tables, Table((), ()))

    def made(self) -> Self:
        """The same report with its parts made: nothing is read for it any more."""
        made = self.parts
        return self._replace(make_parts=lambda: made)

    def anchored(self, footer: Footer | None, data: object) -> Self:
        """The same report with its footer, and the data that names the log's root."""
        return self._replace(footer=footer, data=data)

    def in_language_of(self, language: str | None) -> Self:
        """The same report, that tells whoever prints it the framework's language."""
        if self.footer is None:
            return self
        return self._replace(footer=self.footer._replace(language=language))


def of_table(
    table: Table, data: object | None = None, sheet: Table | None = None
) -> Report:
    """A report that is one table; its data are the rows unless given."""
    return Report(
        list(table.rows) if data is None else data, lambda: (table,), sheet or table
    )


def of_content(content: str, data: object | None = None) -> Report:
    """A file's content, such as a proof or a schema: the same in every format.

    Its data are the content as a text unless given.
    """
    return Report(
        content if data is None else data,
        lambda: (Prose(content, verbatim=True),),
        texts=dict.fromkeys(FORMATS, lambda: (content,)),
    )


def of_facts(
    data: Mapping[str, object],
    *told: Value,
    exit_code: int = 0,
    row: Mapping[str, object] | None = None,
    fits_page: bool = False,
) -> Report:
    """Facts by name, told in lines; for CSV they are one row, unless that is given.

    The lines stay whole, since they are copied (a key, a root, a path), unless they are
    sentences that fit the page.
    """
    row = data if row is None else row
    return Report(
        data,
        lambda: (Prose(parts(told, "\n"), verbatim=not fits_page),),
        sheet([row], row),
        plain=True,
        exit_code=exit_code,
    )


def sheet(rows: Sequence[Row], names: Iterable[str]) -> Table:
    """A table for CSV alone: its columns by name."""
    return Table([Column(name, name) for name in names], rows)


def heading(template: str, /, **values: Value) -> Prose:
    """A heading of a template and its values."""
    return Prose(Message(template, values), heading=True)


def line(template: str, /, **values: Value) -> Prose:
    """A sentence of a template and its values."""
    return Prose(Message(template, values))
