"""Tables that can be read at any width.

Each scrolls in a region of its own. Where that region is narrow, a row of a table with
more than two columns is a card: its first cell, and below it the others by the titles
of their columns (`data-label`). It stays a table to whoever hears it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.pages.components.texts import Empty, Link
from web.pages.markup import Content, Html, classes, element, identifier

_FEWEST = 3
"""Columns of a table whose rows are cards where there is little room."""
_MOST = 7
"""Columns of a table as wide as a page; one with more is set closer."""
_ABSENT = ("", "–", None)


@dataclass(frozen=True)
class Column:
    """One column; the numbers of a numeric one stand right, digit below digit."""

    title: str
    numeric: bool = False
    narrow: bool = False
    """Its texts (dates, numbers of decisions) are never broken."""
    prose: bool = False
    """It has sentences: they get room, also where the table has little."""
    said: str = ""
    """What its title means, for whoever points at it."""


@dataclass(frozen=True)
class Table:
    """Rows under columns, with a caption, and totals at the foot.

    `name` makes the ids; a page has it once. A row's first cell names the row. Where
    there are no rows, `empty` is said instead, with `way_out` after it.
    """

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Content]]
    totals: Sequence[Content] = ()
    subtotals: Sequence[Content] = ()
    """Of the rows that are shown, where the totals are of more; they stand first."""
    empty: str | Empty = ""
    hides_caption: bool = False
    """It is for those who hear the page: a heading above says the same."""

    dense: bool = False
    """It has many columns, so that they are set closer."""

    def __html__(self) -> str:
        if not self.rows and self.empty:
            return self._nothing()
        label = f"{identifier(self.name)}-caption"
        return element(
            *("div", self._table(label)),
            class_="utrecht-table-container",
            role="region",
            aria_labelledby=label,
            tabindex=0,
        )

    def _nothing(self) -> Markup:
        said: Html = Empty(self.empty) if isinstance(self.empty, str) else self.empty
        caption = element("p", self.caption, class_="table__missing")
        return element("div", None if self.hides_caption else caption, said)

    def _table(self, label: str) -> Markup:
        hidden = "visually-hidden" if self.hides_caption else ""
        return element(
            "table",
            element(
                *("caption", self.caption),
                id=label,
                class_=classes("utrecht-table__caption", hidden),
            ),
            element("thead", self._head(), class_="utrecht-table__header"),
            element("tbody", *self._body(), class_="utrecht-table__body"),
            self._foot(),
            class_=classes("utrecht-table", self._density(), self._cards()),
            id=identifier(self.name),
        )

    def _density(self) -> str:
        return "dense" if self.dense or len(self.columns) > _MOST else ""

    def _cards(self) -> str:
        return "cards" if len(self.columns) >= _FEWEST else ""

    def _head(self) -> Markup:
        titles = (
            element(
                "th",
                each.title,
                scope="col",
                class_=_head_class(each),
                title=each.said or None,
            )
            for each in self.columns
        )
        return element("tr", *titles, class_="utrecht-table__row")

    def _body(self) -> Iterator[Markup]:
        for row in self.rows:
            yield self._row(row)

    def _foot(self) -> Markup | None:
        if not self.totals:
            return None
        rows = [self._total(each) for each in (self.subtotals, self.totals) if each]
        return element("tfoot", *rows, class_="utrecht-table__footer")

    def _total(self, row: Sequence[Content]) -> Markup:
        """What says of how many rows it is goes on over the empty cells after it."""
        if not self.subtotals:
            return self._row(row)
        empty = 1
        while empty < len(row) and row[empty] == "":
            empty += 1
        return element(
            "tr",
            element("th", row[0], scope="row", colspan=empty),
            *(
                element("td", cell, class_=_class(column))
                for cell, column in zip(row[empty:], self.columns[empty:], strict=True)
            ),
        )

    def _row(self, row: Sequence[Content]) -> Markup:
        first, *others = zip(row, self.columns, strict=True)
        return element(
            "tr",
            element(
                *("th", _plain(first[0])),
                scope="row",
                class_=_class(first[1]),
                data_label=self._label_of_row(*first),
            ),
            *(self._cell(cell, column) for cell, column in others),
        )

    def _label_of_row(self, cell: Content, column: Column) -> str | None:
        """A bare number needs what it is of; a name says that itself."""
        is_number = len(self.columns) >= _FEWEST and column.numeric
        return column.title if is_number and cell not in _ABSENT else None

    def _cell(self, cell: Content, column: Column) -> Markup:
        """What is absent is left out of a card."""
        is_labelled = len(self.columns) >= _FEWEST and cell not in _ABSENT
        label = column.title if is_labelled else None
        absent = "" if is_labelled or len(self.columns) < _FEWEST else "absent"
        class_ = classes(_class(column) or "", absent, _mood(cell, column))
        return element("td", _plain(cell), class_=class_, data_label=label)


def _mood(cell: Content, column: Column) -> str:
    """A negative amount that leads nowhere looks as one that does."""
    text = str(cell) if isinstance(cell, str) else ""
    is_negative = column.numeric and text.lstrip("€\u00a0").startswith("-")
    return "negative" if is_negative else ""


def _head_class(column: Column) -> str | None:
    return classes(
        "utrecht-table__header-cell",
        "utrecht-table__header-cell--numeric-column" if column.numeric else "",
        *_kinds(column),
    )


def _plain(cell: Content) -> Content:
    """A link that is all of a cell needs no class either."""
    if isinstance(cell, Link) and not cell.label:
        return element("a", cell.text, href=cell.href)
    return cell


def _class(column: Column) -> str | None:
    """Cells have short classes, most of them none: a page may have very many."""
    return classes("numeric" if column.numeric else "", *_kinds(column))


def _kinds(column: Column) -> tuple[str, str]:
    return ("narrow" if column.narrow else "", "prose" if column.prose else "")
