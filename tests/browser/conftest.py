"""A real browser before a real service, as people have them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.desk import LIVES, Desk, desk
from tests.browser.ledgers import lived
from tests.browser.persons import Come, People
from tests.browser.serving import Running, office, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PEOPLE = ("officer", "approver", "auditor")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The story of the examples, served to an officer, an approver and an auditor."""
    with running(lived(tmp_path_factory.mktemp("served")), PEOPLE) as found:
        yield found


@pytest.fixture(scope="session")
def everybody(chromium: "Browser", service: Running) -> Iterator[People]:
    """Who looks at the story in more than one test."""
    found = People(chromium, service)
    yield found
    found.close()


@pytest.fixture
def people(everybody: People) -> Iterator[Come]:
    """Makes persons for a test."""
    with everybody.for_a_while() as come:
        yield come


@pytest.fixture(scope="session")
def vkey(service: Running) -> str:
    """The verifier key of the log, as an auditor kept it."""
    return Path(service.folder / "log.vkey").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module")
def before() -> Sequence[Path]:
    """Files of commands that are posted before a story begins."""
    return ()


@pytest.fixture(scope="module", params=LIVES)
def officer(
    request: pytest.FixtureRequest,
    chromium: "Browser",
    before: Sequence[Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desk]:
    """An officer, with a ledger for that story alone."""
    lang, scripts = request.param
    with (
        office(tmp_path_factory.mktemp("desk"), ["officer"], before) as service,
        desk(chromium, service, lang=lang, scripts=scripts) as found,
    ):
        yield found
