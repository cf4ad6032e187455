"""Forms, and the fields of theirs that are tables: amounts by name, repeated rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from web.pages.components.buttons import Button
from web.pages.components.fields import Field, described_by, fieldset, said
from web.pages.markup import Content, classes, element, identifier

ADD = "add"
"""The name of the button that adds a row; its value says of which field."""


@dataclass(frozen=True)
class Form:
    """A form that is sent to `action`.

    With `live`, the id of an element, every change is also sent there with
    `dryRun=true`, and the answer stands in that element: what posting would do. Without
    JavaScript the button named `dryRun` does the same.
    """

    action: str
    contents: Sequence[Content]
    live: str = ""

    def __html__(self) -> str:
        live = {
            "hx_post": self.action,
            "hx_trigger": "input delay:500ms, change",
            "hx_vals": '{"dryRun": "true"}',
            "hx_target": f"#{self.live}",
            "hx_sync": "this:replace",
        }
        return element(
            "form",
            *self.contents,
            class_="form",
            method="post",
            action=self.action,
            novalidate=True,
            **(live if self.live else {}),
        )


class AmountOf(NamedTuple):
    """An amount of a partner, a programme, a year: key, name, and what was typed."""

    key: str
    label: str
    value: str = ""
    error: str = ""


@dataclass(frozen=True)
class Amounts:
    """Who or what, and an amount for each: fields `shares.SN`, `shares.TL`."""

    name: str
    legend: str
    titles: tuple[str, str]
    """Of the column of names and the column of amounts."""
    rows: Sequence[AmountOf]
    hint: str = ""
    error: str = ""
    optional: str = ""

    def __html__(self) -> str:
        heads = (self._head(*each) for each in enumerate(self.titles))
        table = element(
            "table",
            element("thead", element("tr", *heads)),
            element("tbody", *(self._row(each) for each in self.rows)),
            class_="utrecht-table amounts",
        )
        told = (self.hint, self.error, self.optional)
        return fieldset(self.name, self.legend, iter((table,)), *told)

    def _head(self, at: int, title: str) -> Markup:
        return element(
            *("th", title),
            class_="utrecht-table__header-cell",
            scope="col",
            id=f"{identifier(self.name)}-head-{at}",
        )

    def _row(self, row: AmountOf) -> Markup:
        id_ = identifier(f"{self.name} {row.key}")
        head = element(
            *("th", row.label),
            class_="utrecht-table__cell",
            scope="row",
            id=f"{id_}-label",
        )
        field = element(
            "td", *said(id_, "", row.error), self._field(id_, row), class_=_CELL
        )
        return element("tr", head, field)

    def _field(self, id_: str, row: AmountOf) -> Markup:
        return element(
            "input",
            class_=classes(
                "utrecht-textbox utrecht-textbox--html-input field--short",
                "utrecht-textbox--invalid" if row.error else "",
            ),
            id=id_,
            name=f"{self.name}.{row.key}",
            value=row.value,
            type="text",
            inputmode="decimal",
            autocomplete="off",
            aria_labelledby=f"{id_}-label {identifier(self.name)}-head-1",
            aria_describedby=described_by(id_, "", row.error),
            aria_invalid="true" if row.error else None,
        )


@dataclass(frozen=True)
class Repeated:
    """Rows of fields, and a button that asks for one more.

    The fields of row N are named `third_parties.N.name`; an empty row is no row. `row`
    is the word for one, said with its number: "third party 1".
    """

    name: str
    legend: str
    row: str
    rows: Sequence[Sequence[Field]]
    add: str
    """What the button says."""
    hint: str = ""
    error: str = ""
    optional: str = ""

    def __html__(self) -> str:
        told = (self.hint, self.error, self.optional)
        return fieldset(self.name, self.legend, self._contents(), *told)

    def _contents(self) -> Iterator[Markup]:
        for number, fields in enumerate(self.rows, start=1):
            yield element(
                "div",
                *fields,
                class_="repeated",
                role="group",
                aria_label=f"{self.row} {number}",
            )
        add = Button(self.add, "secondary", ADD, self.name, identifier(self.name))
        yield element("div", add)


_CELL = "utrecht-table__cell"
