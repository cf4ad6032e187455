"""Ways around: where the page stands, and what is before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.pages.components.texts import Link
from web.pages.markup import element


@dataclass(frozen=True)
class Breadcrumbs:
    """The pages above this one; `current` is this one. `label` names the whole."""

    label: str
    above: Sequence[Link]
    current: str

    def __html__(self) -> str:
        current = element(
            *("span", self.current),
            class_="utrecht-breadcrumb-nav__link utrecht-breadcrumb-nav__link--current",
            aria_current="page",
        )
        items = (*(_crumb(each) for each in self.above), _item(current))
        class_ = "utrecht-breadcrumb-nav__list utrecht-breadcrumb-nav__list--html-ol"
        return element(
            "nav",
            element("ol", *items, class_=class_),
            class_="utrecht-breadcrumb-nav",
            aria_label=self.label,
        )


@dataclass(frozen=True)
class Pages:
    """Before and after in a long list by entry; what is None is not there."""

    label: str
    shown: str
    """Which part is shown, in words."""
    first: Link | None = None
    before: Link | None = None
    after: Link | None = None

    def __html__(self) -> str:
        ways = (_way(self.first), _way(self.before, "prev"), _way(self.after, "next"))
        return element(
            *("nav", *ways, element("span", self.shown, class_="pages__shown")),
            class_="utrecht-pagination pages",
            aria_label=self.label,
        )


def _crumb(link: Link) -> Markup:
    return _item(
        element(
            *("a", link.text),
            class_="utrecht-link utrecht-link--html-a utrecht-breadcrumb-nav__link",
            href=link.href,
        )
    )


def _item(content: Markup) -> Markup:
    return element("li", content, class_="utrecht-breadcrumb-nav__item crumb")


def _way(link: Link | None, rel: str | None = None) -> Markup | None:
    if link is None:
        return None
    return element(
        *("a", link.text),
        class_="utrecht-pagination__relative-link",
        href=link.href,
        rel=rel,
    )
