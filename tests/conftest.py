"""What the tests share: the program as a process and in process, and a ledger."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.functional.program import InProcess, Program, without_settings
from tests.functional.scenario import build_templates
from tests.memory import in_memory
from tests.unit.domain.posting import LedgerInTest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.functional.asked_ledgers import AskedLedgers

ACTOR = "officer"

# How long an example takes says something about the machine, and nothing about a rule.
settings.register_profile("zuidas", deadline=None)
settings.load_profile("zuidas")


def pytest_configure() -> None:
    """Files go in memory: a ledger waits for the disk after every entry."""
    place = in_memory()
    if place is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a long list of cases every nth is for every run, the rest for the thorough.

    Whatever the order of a run, it is the same ones.
    """
    met: Counter[str] = Counter()
    for item in sorted(items, key=lambda item: item.nodeid):
        marker = item.get_closest_marker("one_in")
        if marker is None:
            continue
        test = item.nodeid.partition("[")[0]
        if met[test] % marker.args[0]:
            item.add_marker("thorough")
        met[test] += 1


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    without_settings(monkeypatch)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Debian's own browser, one for all tests: a process can drive but one.

    Without it these tests are skipped, but not where they must run.
    """
    sync_api = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as made:
        # Root may run it only without its sandbox.
        browser = made.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of prepared ledgers, made once and copied for each test."""
    place = tmp_path_factory.mktemp("templates")
    build_templates(place)
    return place


@pytest.fixture(scope="session")
def asked(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> "AskedLedgers":
    """Ledgers of all kinds, for whoever only reads; each is made once."""
    from tests.functional.asked_ledgers import AskedLedgers

    return AskedLedgers(templates, tmp_path_factory.mktemp("asked"))


@pytest.fixture
def prepared(templates: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Copies a prepared ledger to `zuidas.db` in the test's directory."""

    def copy(name: str) -> Path:
        path = tmp_path / "zuidas.db"
        shutil.copyfile(templates / f"{name}.db", path)
        return path

    return copy


@pytest.fixture
def zuidas(tmp_path: Path) -> Program:
    """The real program as a process, in the test's directory, without a terminal."""
    return Program(tmp_path)


@pytest.fixture
def cli(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> InProcess:
    """The program inside this process: for what a process of its own adds nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZUIDAS_ACTOR", ACTOR)
    return InProcess(capsys, monkeypatch)


@pytest.fixture
def lived(prepared: Callable[[str], Path], cli: InProcess) -> InProcess:
    """The program in a directory with the ledger `lived`."""
    prepared("lived")
    return cli


@pytest.fixture
def opened(prepared: Callable[[str], Path]) -> Iterator[LedgerInTest]:
    """2011 is open: decided, budget called, nothing divided, nothing received."""
    yield from _ledger(prepared("opened"))


@pytest.fixture
def ledger(prepared: Callable[[str], Path]) -> Iterator[LedgerInTest]:
    """2011 is open, divided (SN 20, TL 40, IBO 40), limited, and paid by all."""
    yield from _ledger(prepared("funded"))


@pytest.fixture
def awarded(prepared: Callable[[str], Path]) -> Iterator[LedgerInTest]:
    """As `ledger`; project grecor (TL 2011) has a grant of 30,000."""
    yield from _ledger(prepared("awarded"))


@pytest.fixture
def empty(prepared: Callable[[str], Path]) -> Iterator[LedgerInTest]:
    """A new ledger: nothing but its framework."""
    yield from _ledger(prepared("empty"))


def _ledger(path: Path) -> Iterator[LedgerInTest]:
    ledger = LedgerInTest(path)
    yield ledger
    ledger.close()
