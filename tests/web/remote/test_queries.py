"""Every query gives at a service what it gives where the ledger is, byte for byte."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ledger.storage.location import Location
from projections.query import Parameter, Query, find, names
from projections.report import FORMATS, SPREADSHEETS
from tests.functional.asked_ledgers import AskedLedgers
from tests.functional.examples import EXAMPLES
from tests.functional.test_sent_reports import AT, asked_with
from tests.papers.kinds import LETTERS
from tests.web.remote.conftest import Both
from tests.web.remote.serving import SCOPES, TOKEN, Served, served
from web.signin.identity import Identity

CLOCKS = (("--at", AT), ("--at", AT, "--known-at", "#20"))


@pytest.fixture(scope="module")
def ledger(asked: AskedLedgers) -> Path:
    """A ledger that has something of everything."""
    return asked("lived")


@pytest.fixture(scope="module")
def service(ledger: Path) -> Iterator[Served]:
    with served(Location.parse(str(ledger))) as found:
        yield found


@pytest.fixture(scope="module")
def people(asked: AskedLedgers) -> Iterator[tuple[Path, Served]]:
    """A ledger with roles and submissions, served to somebody who has a role."""
    path = asked("people")
    tokens = {TOKEN: Identity("bo", "token", SCOPES)}
    with served(Location.parse(str(path)), tokens) as found:
        yield path, found


def typed(query: Query, given: Mapping[str, Any], place: Path) -> list[str]:
    """What a query is asked with, as words of a command line."""
    words = query.name.split()
    for parameter in query.parameters:
        value = given.get(parameter.keyword)
        if value is not None and value is not False:
            words += list(_words(parameter, value, place))
    return words


def _words(parameter: Parameter, value: Any, place: Path) -> Iterator[str]:
    if parameter.kind == "file":
        value = _file(place / f"{parameter.name}.toml", str(value))
    several = value if isinstance(value, tuple) else (value,)
    for each in several:
        if parameter.place == "option":
            yield f"--{parameter.name.replace('_', '-')}"
        if each is not True:
            yield str(each)


def _file(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


# Letters have a ledger of their own: test_documents.
@pytest.mark.one_in(9)
@pytest.mark.parametrize("name", [name for name in names() if name not in LETTERS])
def test_every_query_is_the_same_at_a_service(
    ledger: Path, service: Served, both: Both, tmp_path: Path, name: str
) -> None:
    query = find(name)
    assert query is not None
    answered = 0
    for number, given in enumerate(asked_with(query)):
        words = typed(query, given, tmp_path)
        # A spreadsheet is made of what was sent, whatever was asked with.
        shapes = set(query.formats) - set(SPREADSHEETS if number else ())
        for clocks in CLOCKS:
            for shape in sorted(shapes):
                line = [*words, *clocks, "-O", shape]
                line += ["-o", str(tmp_path / "made")] if shape == "xlsx" else []
                here = both.at(str(ledger), *line)
                file = _content(tmp_path / "made")
                assert both.at(service.url, *line) == here, line
                assert _content(tmp_path / "made") == file, line
                assert (file != b"") == (shape == "xlsx" and here.out == here.err == "")
                answered += here.code == 0
    assert answered


def _content(path: Path) -> bytes:
    """What was written to a file, which is then away."""
    content = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    return content


def test_a_workbook_of_a_service_is_that_of_its_ledger(
    ledger: Path, service: Served, both: Both, tmp_path: Path
) -> None:
    for clocks in CLOCKS:
        line = ["export", "workbook", *clocks, "-o", str(tmp_path / "made")]
        assert both.at(str(ledger), *line).code == 0
        file = _content(tmp_path / "made")
        assert both.at(service.url, *line).code == 0
        assert _content(tmp_path / "made") == file != b""


LINES = (
    "balance --at 31-7-2012",
    "balance --at today --wide",
    "balance --at TODAY",
    "balance --at 31-2-2012",
    "balance --at 2012-13-01 --known-at nonsense",
    "balance --known-at 20",
    "balance --known-at #20 --at 1-1-2001",
    "balance --known-at #99999",
    "balance --known-at yesterday",
    "balance --known-at 2011-08-01T12:61",
    "balance --year 1999 --at x",
    "balance --partner nobody --year 1999",
    "balance --section nothing",
    "statement",
    "statement current-account --from 1-8-2011 --to 31-12-2011",
    "statement current-account --from 2012-01-01 --to 2011-01-01",
    "statement current-account --to 2011-01-01 --at 2012-01-01",
    "statement project:nobody",
    "statement nothing",
    "history --min 1.200,00 --max 44.800,00",
    "history --min 1.200",
    "history --partner EMMEN --command receive-contribution",
    "history --command nothing",
    "history --limit 0",
    "history --project groocor",
    "history --from today",
    "show 5",
    "show #5",
    "show 99999",
    "show x",
    "project Grecor",
    "project nobody",
    "partner EMMEN",
    "partner nobody",
    "decision SG-2011-01",
    "decision nothing",
    "meeting SG-M1",
    "meeting nothing",
    "search Emmen",
    "search",
    "check",
    "check --all",
    "check nothing",
    "check journal projections",
    "diff #5 #13",
    "diff #13 #5",
    "diff today",
    "framework list",
    "framework show --at 2012-01-01",
    "framework check drentse-zuidas",
    "framework check nothing",
    "framework diff drentse-zuidas",
    "framework",
    "plan grecor=20000",
    "plan grecor=20.000,00 --at 2012-01-01",
    "plan nobody=1",
    "audit findings --at today",
    "audit findings --hours 09:00-17:00",
    "audit findings --hours 17:00-09:00",
    "bank open rc",
    "bank open nothing",
    "bank suggest --certain -O jsonl",
    "bank suggest --rules nothing.toml",
    "journal -O hledger",
    "meetings -O ori",
    "framework show -O toml",
    "search \u200bhidden",
    "schema receive-contribution",
    "nothing",
)
"""What people type, right and wrong."""


@pytest.mark.parametrize("line", LINES)
def test_what_is_typed_is_read_and_refused_the_same(
    ledger: Path, service: Served, both: Both, line: str
) -> None:
    words = line.split()
    for more in ((), ("-O", "json")):
        if more and "-O" in words:
            continue
        here = both.at(str(ledger), *words, *more)
        assert both.at(service.url, *words, *more) == here


@pytest.mark.parametrize("line", ["submissions", "submissions --all", "roles", "check"])
def test_what_concerns_several_people(
    people: tuple[Path, Served], both: Both, line: str
) -> None:
    path, found = people
    for shape in FORMATS:
        words = (*line.split(), "-O", shape)
        here = both.at(str(path), *words)
        assert both.at(found.url, *words) == here
        assert here.out


def test_a_framework_of_ones_own_is_read_at_the_client(
    ledger: Path, service: Served, both: Both, tmp_path: Path
) -> None:
    for words in (
        ("framework", "diff", str(EXAMPLES / "second-term.toml")),
        ("framework", "check", str(EXAMPLES / "second-term.toml")),
        ("framework", "show", str(EXAMPLES / "second-term.toml")),
        ("framework", "check", _file(tmp_path / "short.toml", "name = 'x'")),
        ("framework", "check", _file(tmp_path / "wrong.toml", "name = ")),
        ("framework", "check", str(tmp_path)),
    ):
        here = both.at(str(ledger), *words)
        assert both.at(service.url, *words) == here


def test_an_answer_can_be_written_to_a_file(
    service: Served, both: Both, tmp_path: Path
) -> None:
    kept = tmp_path / "balance.json"
    done = both.at(service.url, "balance", "-O", "json", "-o", str(kept))
    assert (done.code, done.out, done.err) == (0, "", "")
    assert kept.read_text() == both.at(service.url, "balance", "-O", "json").out


def test_rules_too_long_for_an_address_are_refused(
    service: Served, both: Both, tmp_path: Path
) -> None:
    rules = _file(tmp_path / "rules.toml", "# much\n" * 20_000)
    refused = both.at(service.url, "bank", "suggest", "--rules", rules, "-O", "json")
    assert (refused.code, refused.error["code"]) == (1, "BAD_COMMAND")
    assert "too long for a service" in refused.error["message"]


def test_whoever_has_no_role_reads_nothing(
    people: tuple[Path, Served], both: Both
) -> None:
    path, _ = people
    tokens = {TOKEN: Identity("stranger", "token", SCOPES)}
    with served(Location.parse(str(path)), tokens) as found:
        refused = both.at(found.url, "balance", "-O", "json")
    assert (refused.code, refused.error["code"]) == (1, "NOT_ALLOWED")


def test_a_token_for_posting_alone_reads_nothing(ledger: Path, both: Both) -> None:
    tokens = {TOKEN: Identity("officer", "token", frozenset({"post"}))}
    with served(Location.parse(str(ledger)), tokens) as found:
        refused = both.at(found.url, "balance", "-O", "json")
    assert (refused.code, refused.error["code"]) == (1, "SCOPE_MISSING")


def test_a_token_that_does_not_count(
    service: Served, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZUIDAS_TOKEN", "zl_guessed")
    refused = both.at(service.url, "balance", "-O", "json")
    assert (refused.code, refused.error["code"]) == (1, "UNAUTHENTICATED")
    assert "zl_guessed" not in refused.err
    for token in ("", "  ", "zl_a\nb: c", "zl_\u20ac", "zl_a b"):
        monkeypatch.setenv("ZUIDAS_TOKEN", token)
        refused = both.at(service.url, "balance", "-O", "json")
        assert (refused.code, refused.error["code"]) == (1, "UNAUTHENTICATED")
        assert "ZUIDAS_TOKEN" in refused.error["message"]
        assert not token.strip() or token not in refused.err
