"""Every licence of what is shipped is listed, and one that fits."""

import pytest

from tools import licences
from tools.licences import PAGE, fits, licence, page
from tools.shipped import locked, shipped

DIRECT = {"click", "cryptography", "eventsourcing", "pydantic", "rich", "psycopg"}


def test_the_page_is_what_is_installed() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make docs"


def test_every_licence_fits() -> None:
    told = {name: licence(name) for name in shipped()}
    assert {name: each for name, each in told.items() if not fits(each)} == {}


def test_what_is_needed_is_followed_to_the_end() -> None:
    found = shipped()
    assert found >= DIRECT
    # Of an extra of an extra, of a dependency, and of one of that one.
    assert {"psycopg-binary", "psycopg-pool", "pydantic-core", "pycparser"} <= found
    # What only developers need is not shipped.
    assert found.isdisjoint({"pytest", "ruff", "mypy", "hypothesis", "zuidas-ledger"})


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("UNKNOWN", False),
        ("GPL-2.0-only OR MIT", True),
        ("GPL-2.0-only OR AGPL-3.0-only", False),
        ("MIT AND Apache-2.0", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT)", False),  # not read, so not known to fit
    ],
)
def test_what_fits(expression: str, allowed: bool) -> None:
    assert fits(expression) is allowed


def test_a_distribution_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def get_all(self, _: str) -> list[str]:
            return []

    monkeypatch.setattr(licences, "metadata", lambda _: Silent())
    with pytest.raises(KeyError, match="mdurl"):
        licence("mdurl")


def test_the_lock_has_all_of_it_hashed() -> None:
    lock = locked(shipped())
    names = {line.split("==")[0] for line in lock.splitlines() if line[0] != " "}
    assert names == shipped()
    assert lock.count("--hash=sha256:") >= len(names)
