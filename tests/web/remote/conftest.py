"""One ledger in a file, and the same served: what is typed at both is compared."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.storage.location import Location
from tests.functional.program import InProcess, Result
from tests.web.remote.serving import SCOPES, TOKEN, served
from web.signin.identity import Identity

PEOPLE = ("anna", "bert", "carla")
TOKENS = {f"zl_{name}": Identity(name, "token", SCOPES) for name in PEOPLE}


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


@dataclass
class Pair:
    """Two copies of a ledger, one of them served, that go through the same."""

    both: Both
    here: Path
    url: str
    there: Path

    def same(self, *words: str, stdin: str | bytes = b"") -> Result:
        """What a command line comes to at both, which is the same."""
        here = self.both.at(str(self.here), *words, stdin=stdin)
        there = self.both.at(self.url, *words, stdin=stdin)
        assert there == here, words
        return here

    def ok(self, *words: str, stdin: str | bytes = b"") -> Result:
        """The same, of what is done."""
        done = self.same(*words, stdin=stdin)
        assert (done.code, done.err) == (0, ""), words
        return done

    def refused(self, *words: str, stdin: str | bytes = b"") -> str:
        """The code of what is refused, for people and for programs."""
        assert self.same(*words, stdin=stdin).code
        found = self.same(*words, "-O", "json", stdin=stdin)
        assert found.code
        return str(found.error["code"])

    def check_same_entries(self) -> None:
        """Both ledgers have the same entries, but for who recorded them, and when."""
        here = self.both.at(str(self.here), "trial-balance", "-O", "json")
        assert self.both.at(str(self.there), "trial-balance", "-O", "json") == here

    def by(self, person: str) -> "Pair":
        """From now on somebody else, at the file by his login, there by his token."""
        patch = self.both.monkeypatch
        patch.delenv("ZUIDAS_ACTOR", raising=False)
        patch.setattr("cli.settings.login_name", lambda: person)
        patch.setenv("ZUIDAS_TOKEN", f"zl_{person}")
        return self


Prepared = Callable[..., Pair]


@pytest.fixture
def pair(both: Both, templates: Path, tmp_path: Path) -> Iterator[Prepared]:
    """Makes the pair of a prepared ledger, served to some people."""
    with ExitStack() as running:

        def make(name: str, tokens: Mapping[str, Identity] | None = None) -> Pair:
            places = [tmp_path / f"{place}.db" for place in ("here", "there")]
            for place in places:
                shutil.copyfile(templates / f"{name}.db", place)
            service = served(Location.parse(str(places[1])), tokens)
            url = running.enter_context(service).url
            return Pair(both, places[0], url, places[1])

        yield make
