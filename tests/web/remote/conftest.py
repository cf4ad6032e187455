"""One ledger in a file, and the same served: what is typed at both is compared."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.functional.program import InProcess, Result
from tests.web.serving import TOKEN


@dataclass(frozen=True)
class Both:
    """Runs a command line at a file and at a service, in this process."""

    cli: InProcess
    monkeypatch: pytest.MonkeyPatch

    def at(self, place: str, *words: str, stdin: str | bytes = b"") -> Result:
        """What it gives at a place: which it is, no answer says."""
        self.monkeypatch.setenv("ZUIDAS_DB", place)
        return self.cli(*words, stdin=stdin)


@pytest.fixture
def both(cli: InProcess, monkeypatch: pytest.MonkeyPatch) -> Both:
    monkeypatch.setenv("ZUIDAS_TOKEN", TOKEN)
    return Both(cli, monkeypatch)


Same = Callable[..., Result]
