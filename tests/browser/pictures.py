"""Keeps a picture of every page of the service, in both languages, wide and narrow.

`make pictures` runs this. They stand in build/pictures as STATE-PAGE-LANG-WIDTH.png,
with an index.html that shows them all. Words after the folder keep it to pictures
whose names have one of them.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.addresses import PAGES
from tests.browser.gallery import index
from tests.browser.ledgers import Filled, begun, full, lived
from tests.browser.persons import People, Person
from tests.browser.scenes import ENTRANCES, SCENES
from tests.browser.serving import Running, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

LANGUAGES = ("nl", "en")
WIDTHS = (1280, 360)
HIGHEST = 12_000
"""Pixels of a picture; what a longer page has below them is more of the same."""
PEOPLE = ("officer", "approver", "auditor")
STATES: dict[str, Callable[[Path], Filled]] = {
    "demo": lived,
    "empty": begun,
    "full": full,
}


class Keeper:
    """Takes pictures, and knows which were asked for."""

    def __init__(self, target: Path, wanted: Sequence[str]) -> None:
        self._target = target
        self._wanted = wanted

    def wants(self, *names: str) -> bool:
        """Whether a picture of that name was asked for."""
        name = "-".join(names)
        return not self._wanted or any(each in name for each in self._wanted)

    def keep(self, page: "Page", *names: str) -> None:
        """Take a picture of a page, whole."""
        width = page.viewport_size["width"] if page.viewport_size else 0
        high = int(page.evaluate("document.documentElement.scrollHeight"))
        name = "-".join((*names, str(width)))
        page.screenshot(
            path=self._target / f"{name}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(high, HIGHEST)},
        )


def main(target: Path, wanted: Sequence[str]) -> None:
    """Take them all."""
    target.mkdir(parents=True, exist_ok=True)
    keeper = Keeper(target, wanted)
    with browser() as found:
        for state, made in STATES.items():
            if not any(keeper.wants(*each) for each in _names(state)):
                continue
            with (
                tempfile.TemporaryDirectory(prefix="zuidas-pictures-") as folder,
                running(made(Path(folder)), PEOPLE) as service,
            ):
                _pages(found, service, state, keeper)
                if state == "demo":
                    _scenes(found, service, keeper)
                    _entrances(found, service, keeper)
    (target / "index.html").write_text(index(target), encoding="utf-8")
    count = len(list(target.glob("*.png")))
    print(f"{count} pictures in {target}; open {target / 'index.html'}.")


def _names(state: str) -> Iterator[tuple[str, str]]:
    yield from ((state, page) for page in PAGES)
    if state == "demo":
        yield from (("doing", scene) for scene in SCENES)
        yield from (("before", entrance) for entrance in ENTRANCES)


@contextmanager
def browser() -> Iterator["Browser"]:
    """The chromium of this system; says how to get it where there is none."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("chromium was not found. On Debian and Ubuntu: apt install chromium")
    with sync_playwright() as made:
        # Root may run it only without its sandbox.
        opened = made.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


def _pages(found: "Browser", service: Running, state: str, keeper: Keeper) -> None:
    wanted = [name for name in PAGES if keeper.wants(state, name)]
    if not wanted:
        return
    for person, lang in _everybody(People(found, service), "officer"):
        for name in wanted:
            answer = person.open(name)
            # In a ledger that has just begun many pages are of nothing.
            if answer is not None and answer.ok:
                keeper.keep(person.page, state, name, lang)


def _scenes(found: "Browser", service: Running, keeper: Keeper) -> None:
    for who in PEOPLE:
        wanted = {
            name: act
            for name, (whose, act) in SCENES.items()
            if whose == who and keeper.wants("doing", name)
        }
        if not wanted:
            continue
        for person, lang in _everybody(People(found, service), who):
            for name, act in wanted.items():
                act(person)
                keeper.keep(person.page, "doing", name, lang)


def _entrances(found: "Browser", service: Running, keeper: Keeper) -> None:
    for lang in LANGUAGES:
        for width in WIDTHS:
            with found.new_context(viewport=_window(width), locale=lang) as context:
                page = context.new_page()
                for name, act in ENTRANCES.items():
                    act(page, lang, service.url)
                    keeper.keep(page, "before", name, lang)


def _everybody(people: People, who: str) -> Iterator[tuple[Person, str]]:
    """The same person in each language, at each width."""
    for lang in LANGUAGES:
        person = people(who, lang=lang)
        for width in WIDTHS:
            person.page.set_viewport_size(_window(width))
            yield person, lang
    people.close()


def _window(width: int) -> "ViewportSize":
    return {"width": width, "height": 900}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
