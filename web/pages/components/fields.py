"""Fields of a form: a label, a hint, what is wrong with it, and the control.

Dates and amounts are text inputs: a browser's own date control follows the browser's
language, not the page's. What is wrong is said at the field, and named by the control.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import Markup

from web.pages.markup import Content, classes, element, identifier, joined


class Option(NamedTuple):
    """Something to choose: what is sent, and what people read."""

    value: str
    text: str


@dataclass(frozen=True)
class Field(ABC):
    """What all fields have. `optional` is the word for a field that may stay empty."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    optional: str = ""

    def __html__(self) -> str:
        return element(
            "div",
            element(
                *("label", self.label, _optional(self.optional)),
                class_="utrecht-form-label",
                for_=self.id,
            ),
            *said(self.id, self.hint, self.error),
            self.control(),
            class_=field_class(self.error),
        )

    @property
    def id(self) -> str:
        """The id of its control."""
        return identifier(self.name)

    @property
    def described(self) -> str | None:
        """The ids of what is said of it."""
        return described_by(self.id, self.hint, self.error)

    @abstractmethod
    def control(self) -> Markup:
        """The control alone."""


@dataclass(frozen=True)
class TextField(Field):
    """A line of text. Of an amount `inputmode` is "decimal", of a number "numeric"."""

    inputmode: Literal["", "decimal", "numeric"] = ""
    width: Literal["", "short", "medium"] = ""
    suggestions: Sequence[str] = ()
    """What exists, where another text is welcome too."""
    most: int | None = None

    def control(self) -> Markup:
        """See `Field`."""
        listed = f"{self.id}-list" if self.suggestions else None
        field = element(
            "input",
            class_=classes(
                "utrecht-textbox utrecht-textbox--html-input",
                "utrecht-textbox--invalid" if self.error else "",
                f"field--{self.width}" if self.width else "",
            ),
            **_common(self),
            value=self.value,
            type="text",
            inputmode=self.inputmode or None,
            autocomplete="off",
            maxlength=self.most,
            list=listed,
        )
        return joined((field, self._suggested(listed)))

    def _suggested(self, listed: str | None) -> Content:
        options = (element("option", value=each) for each in self.suggestions)
        return element("datalist", *options, id=listed) if listed else None


@dataclass(frozen=True)
class TextArea(Field):
    """Several lines of text."""

    rows: int = 3

    def control(self) -> Markup:
        """See `Field`."""
        return element(
            "textarea",
            "\n" + self.value,  # the first line break of the element is not its text's
            class_=classes(
                "utrecht-textarea utrecht-textarea--html-textarea",
                "utrecht-textarea--invalid" if self.error else "",
            ),
            **_common(self),
            rows=self.rows,
        )


@dataclass(frozen=True)
class Select(Field):
    """One of what exists; `nothing` is what stands there before one is chosen."""

    options: Sequence[Option] = ()
    nothing: str | None = None

    def control(self) -> Markup:
        """See `Field`."""
        nothing = [] if self.nothing is None else [Option("", self.nothing)]
        return element(
            "select",
            *(self._option(each) for each in [*nothing, *self.options]),
            class_=classes(
                "utrecht-select utrecht-select--html-select",
                "utrecht-select--invalid" if self.error else "",
            ),
            **_common(self),
        )

    def _option(self, option: Option) -> Markup:
        chosen = option.value == self.value
        return element("option", option.text, value=option.value, selected=chosen)


@dataclass(frozen=True)
class Choices:
    """Boxes to tick, or with `one` the one to choose; all have the same name."""

    name: str
    legend: str
    options: Sequence[Option]
    chosen: Sequence[str] = ()
    hint: str = ""
    error: str = ""
    optional: str = ""
    one: bool = False

    def __html__(self) -> str:
        boxes = (self._box(each) for each in self.options)
        return fieldset(self.name, self.legend, boxes, *self._said)

    @property
    def _said(self) -> tuple[str, str, str]:
        return self.hint, self.error, self.optional

    def _box(self, option: Option) -> Markup:
        id_ = identifier(f"{self.name} {option.value}")
        kind = "radio" if self.one else "checkbox"
        box = element(
            "input",
            class_=None if self.one else "utrecht-checkbox",
            type=kind,
            id=id_,
            name=self.name,
            value=option.value,
            checked=option.value in self.chosen,
        )
        label = element("label", option.text, class_="utrecht-form-label", for_=id_)
        return element("div", box, label, class_="choice")


def fieldset(  # what can be said of a group of fields
    name: str,
    legend: str,
    contents: Iterator[Markup],
    hint: str = "",
    error: str = "",
    optional: str = "",
) -> Markup:
    """Controls that belong together under a legend."""
    id_ = identifier(name)
    return element(
        "fieldset",
        element(
            *("legend", legend, _optional(optional)),
            class_="utrecht-form-fieldset__legend "
            "utrecht-form-fieldset__legend--html-legend",
        ),
        *said(id_, hint, error),
        *contents,
        class_=classes(
            "utrecht-form-fieldset utrecht-form-fieldset--html-fieldset",
            "utrecht-form-fieldset--invalid" if error else "",
        ),
        id=id_,
        aria_describedby=described_by(id_, hint, error),
    )


def said(id_: str, hint: str, error: str) -> Iterator[Markup]:
    """The hint and the error of a field, to be named by its control."""
    if hint:
        yield element(
            "div", hint, class_="utrecht-form-field-description", id=f"{id_}-hint"
        )
    if error:
        yield element(
            *("div", error),
            class_="utrecht-form-field-error-message",
            id=f"{id_}-error",
        )


def described_by(id_: str, hint: str, error: str) -> str | None:
    """The ids of what `said` gives."""
    return classes(f"{id_}-hint" if hint else "", f"{id_}-error" if error else "")


def field_class(error: str) -> str | None:
    """The class of a whole field."""
    return classes("utrecht-form-field", "utrecht-form-field--invalid" if error else "")


def _optional(word: str) -> Content:
    return element("span", f" ({word})", class_="optional") if word else None


def _common(field: Field) -> dict[str, str | None]:
    return {
        "id": field.id,
        "name": field.name,
        "aria_describedby": field.described,
        "aria_invalid": "true" if field.error else None,
    }
