"""Facts by name, figures that matter most, and a course of steps over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.pages.markup import Content, element


@dataclass(frozen=True)
class Facts:
    """Names and values, one a line; what is None or empty is left out."""

    rows: Sequence[tuple[str, Content]]

    def __html__(self) -> str:
        told = (row for row in self.rows if row[1] is not None and row[1] != "")
        return element(
            "dl",
            *(_fact(name, value) for name, value in told),
            class_="utrecht-data-list facts",
        )


@dataclass(frozen=True)
class Figure:
    """A figure that matters: what it is, how much, and a remark in words."""

    name: str
    value: Content
    remark: Content = None


@dataclass(frozen=True)
class Figures:
    """The few figures that a page begins with, beside each other where they fit."""

    figures: Sequence[Figure]

    def __html__(self) -> str:
        return element("dl", *map(_figure, self.figures), class_="figures")


@dataclass(frozen=True)
class Step:
    """Something that happened, or is planned, on a day."""

    day: str
    title: Content
    said: Content = None
    planned: bool = False


@dataclass(frozen=True)
class Course:
    """Steps on a line of time, the earliest first. `planned` is the word for those."""

    label: str
    steps: Sequence[Step]
    planned: str

    def __html__(self) -> str:
        steps = (self._step(each) for each in self.steps)
        return element("ol", *steps, class_="course", aria_label=self.label)

    def _step(self, step: Step) -> Markup:
        planned = element("em", " (", self.planned, ")") if step.planned else None
        return element(
            "li",
            element("p", step.day, planned, class_="course__day"),
            element("p", step.title, class_="course__title"),
            element("div", step.said, class_="course__said") if step.said else None,
            class_="course__step course__step--planned"
            if step.planned
            else "course__step",
        )


def _fact(name: str, value: Content) -> Markup:
    return element(
        "div",
        element("dt", name, class_="utrecht-data-list__item-key"),
        element(
            *("dd", value),
            class_="utrecht-data-list__item-value "
            "utrecht-data-list__item-value--html-dd",
        ),
        class_="facts__fact",
    )


def _figure(figure: Figure) -> Markup:
    remark = element("dd", figure.remark, class_="figures__remark")
    return element(
        "div",
        element("dt", figure.name, class_="figures__name"),
        element("dd", figure.value, class_="figures__value"),
        None if figure.remark is None else remark,
        class_="figures__figure",
    )
