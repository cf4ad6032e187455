"""What a service is not asked, who speaks to it, and what goes along."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest

from cli.auditing.commands import AUDIT
from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from tests.audit.boxes import AT
from tests.audit.conftest import Books, books, made
from tests.audit.ledgers import in_state, tamper
from tests.functional.program import Program
from tests.functional.test_codes import COST
from tests.functional.test_completion import offered
from tests.web.remote.conftest import Both, Prepared
from tests.web.remote.serving import TOKEN, served

__all__ = ["books", "made"]  # fixtures
NOWHERE = "http://127.0.0.1:9/"
"""Nothing listens there: what is refused was not asked."""
REFUSED = (
    "init",
    "init --framework nothing",
    "serve",
    "account add anna --password-file nothing",
    "account list",
    "account list --accounts some.accounts",
    "account disable anna",
    "account token anna --scope read --expires 2099-12-31",
    "copy from.db to.db",
    "db status",
    "db migrate",
    "db migrate --copy kept.db",
    "db repair --checkpoint nothing --vkey nothing",
    "db grant anna --role reader",
    "db revoke anna",
    "erase-sealed --before 2012-01-01 --reason Kept",
    "erase-sealed --before 2012-01-01 --reason Kept --dry-run",
    "audit verify",
    "audit verify --rules",
    "audit checkpoint --key nothing",
    "audit keygen some.key",
    "audit keygen some.key --witness auditor.example",
    "audit cosign nothing --key nothing --vkey nothing",
    "audit consistency nothing --vkey nothing",
    "audit verify-proof nothing --vkey nothing",
    "audit prove 3 --key nothing",
    "audit prove-balance current-account --key nothing",
    "audit verify-balance nothing --vkey nothing",
    "audit publish folder --key nothing",
    "audit watch --checkpoint nothing --vkey nothing",
    "audit replay nothing",
)
OFFLINE = (
    *("copy", "audit keygen some.key --witness", "audit verify-proof"),
    *("audit verify-balance", "audit replay"),
)
"""They look at no ledger but what they name."""


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_for_whoever_has_the_ledger_itself(
    both: Both, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    words = line.split()
    refused = both.cli(*words, "--db", NOWHERE)
    assert refused.code == 2, refused
    assert "BAD_COMMAND" in refused.err
    assert "zuidas audit bundle" in refused.err
    if not line.startswith(OFFLINE):
        monkeypatch.setenv("ZUIDAS_DB", NOWHERE)
        told = both.cli(*words)
        assert (told.code, "zuidas audit bundle" in told.err) == (2, True), told
    assert not list(Path.cwd().iterdir())


def test_every_audit_command_is_among_them() -> None:
    """But those that a service gives."""
    typed = {line.split()[1] for line in REFUSED if line.startswith("audit ")}
    names = set(AUDIT.list_commands(click.Context(AUDIT)))
    assert names - typed == {"bundle", "findings"}


def test_a_bundle_is_replayed_where_a_service_is_the_usual_place(
    pair: Prepared, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = pair("lived")
    done = ledger.both.at(ledger.url, "audit", "bundle", "out.bundle")
    assert done.code == 0
    monkeypatch.setenv("ZUIDAS_DB", ledger.url)
    assert both.cli("audit", "replay", "out.bundle").code == 0


@pytest.mark.parametrize("line", ["balance", f"{COST} --programme TL --amount 1"])
def test_nobody_names_himself(both: Both, line: str) -> None:
    words = ("--actor", "somebody", "--db", NOWHERE, *line.split())
    if "amount" in line:
        words = (*words, "--date", "2012-01-01", "--id", "x")
    assert both.cli.refused(*words) == "NOT_ALLOWED"
    assert both.cli(*words).code == 1


@pytest.mark.parametrize(
    "place",
    [
        "http://example.org/",
        "http://10.0.0.1:8017/",
        "https://",
        "https:///x",
        "https://host:99999/",
        "https://host:x/",
        "https://[::1/",
        "https://host/ledger",
        "https://host/?x=1",
        "https://host/#x",
        "https://ho st/",
        "https://h\u00f6st/",
        "https://anna:geheim@host/",
        "https://geheim@host/",
        "HTTPS://anna:geheim@host/",
    ],
)
def test_what_is_no_address_of_a_service(both: Both, place: str) -> None:
    refused = both.cli("balance", "--db", place, "-O", "json")
    assert (refused.code, refused.error["code"]) == (2, "BAD_COMMAND")
    assert "geheim" not in refused.err.replace("geheim@host", "") or "@" in place
    assert ":geheim" not in refused.err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("https://HOST", "https://host/"),
        ("https://host:443/", "https://host/"),
        ("https://host:8017", "https://host:8017/"),
        ("http://localhost:8017/", "http://localhost:8017/"),
        ("http://[::1]:8017/", "http://[::1]:8017/"),
    ],
)
def test_how_an_address_is_told(typed: str, told: str) -> None:
    assert str(Location.parse(typed)) == told


def test_the_variable_for_an_actor_counts_for_files_alone(
    pair: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = pair("lived")
    monkeypatch.setenv("ZUIDAS_ACTOR", "somebody")
    line = (*COST.split(), "--programme", "TL", "--amount", "1", "--date", "2012-01-01")
    done = ledger.both.at(ledger.url, *line)
    assert done.code == 0
    [newest] = ledger.both.at(
        str(ledger.there), "history", "--after", "26", "-O", "json"
    ).json
    assert newest["actor"] == "officer"


def test_what_was_handed_in_is_logged_here(pair: Prepared, tmp_path: Path) -> None:
    ledger = pair("lived")
    line = (*COST.split(), "--programme", "TL", "--date", "2012-01-01", "--amount")
    kept = {}
    for place in (str(ledger.here), ledger.url):
        log = tmp_path / "attempts.jsonl"
        ledger.both.at(place, *line, "1", "--log", str(log), "--id", "k")
        ledger.both.at(place, *line, "1", "--log", str(log), "--id", "k")
        ledger.both.at(place, *line, "1", "--log", str(log), "--dry-run")
        ledger.both.at(place, *line, "99999999", "--log", str(log))
        ledger.both.at(place, *line, "x", "--log", str(log))
        posted = {"command": "lock_period", "until": "2011-08-31"}
        file = json.dumps(posted) + "\n\n" + json.dumps(posted) + "\n"
        ledger.both.at(place, "post", "-", "--log", str(log), stdin=file)
        one = json.dumps(posted) + "\n"
        ledger.both.at(place, "post", "-", "--log", str(log), stdin=one)
        lines = [json.loads(each) for each in log.read_text().splitlines()]
        kept[place] = [
            {k: v for k, v in each.items() if k not in ("at", "actor", "actor_source")}
            for each in lines
        ]
        log.unlink()
    here, there = kept.values()
    assert there == here
    assert [each["outcome"] for each in here] == [
        *("accepted", "duplicate", "refused", "refused", "refused", "accepted")
    ]


@pytest.fixture
def completing(
    templates: Path, tmp_path: Path, zuidas: Program
) -> Iterator[Callable[[str], list[str]]]:
    """What is offered at a service."""
    path = tmp_path / "far" / "lived.db"
    path.parent.mkdir()
    shutil.copyfile(templates / "lived.db", path)
    with served(Location.parse(str(path))) as found:
        zuidas.env |= {"ZUIDAS_DB": found.url, "ZUIDAS_TOKEN": TOKEN}
        yield lambda line: offered(zuidas, line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("zuidas receive-contribution --partner EM", "plain,emmen"),
        ("zuidas award-grant --project gre", "plain,grecor"),
        ("zuidas decision ", "plain,SG-2011-01"),
        ("zuidas pay-other --category bank-", "plain,bank-charges"),
        ("zuidas statement project:", "plain,project:proefleven"),
    ],
)
def test_a_shell_completes(
    completing: Callable[[str], list[str]], line: str, expected: str
) -> None:
    assert expected in completing(line)


def test_a_shell_completes_nothing_where_nobody_answers(zuidas: Program) -> None:
    zuidas.env |= {"ZUIDAS_DB": NOWHERE, "ZUIDAS_TOKEN": TOKEN}
    assert offered(zuidas, "zuidas award-grant --project gre") == []


# -- bundles -------------------------------------------------------------------


@pytest.mark.one_in(5)
@pytest.mark.parametrize(
    "more", [(), ("--at", "31-12-2011"), ("--at", "today"), ("--without-sealed",)]
)
def test_a_bundle_has_the_same_bytes(
    pair: Prepared, tmp_path: Path, more: tuple[str, ...]
) -> None:
    ledger = pair("lived")
    kept = []
    for place in (str(ledger.here), ledger.url):
        for shape in ("text", "json"):
            out = tmp_path / "out.bundle"
            words = ("audit", "bundle", str(out), *more, "-O", shape)
            done = ledger.both.at(place, *words)
            assert (done.code, done.err) == (0, "")
            assert out.stat().st_mode & 0o777 == 0o600
            kept.append((shape, done.out, out.read_bytes()))
            out.unlink()
    assert kept[:2] == kept[2:]


def test_a_bundle_that_is_refused(pair: Prepared, tmp_path: Path) -> None:
    ledger = pair("lived")
    for words in (
        ("--at", "31-2-2012"),
        ("--at", "2999-13-01"),
        ("--checkpoint", "missing"),
    ):
        ledger.refused("audit", "bundle", "out.bundle", *words)
        assert not (tmp_path / "out.bundle").exists()
    (tmp_path / "there.bundle").write_bytes(b"precious")
    assert ledger.refused("audit", "bundle", "there.bundle") == "BAD_COMMAND"
    assert (tmp_path / "there.bundle").read_bytes() == b"precious"
    refused = ledger.both.at(ledger.url, "audit", "bundle", "x", "--key", "mine")
    assert (refused.code, "zuidas serve --key" in refused.err) == (2, True)


def test_a_service_signs_with_its_key_and_proves_older_checkpoints(
    books: Books, both: Both, tmp_path: Path
) -> None:
    key = SigningKey.parse(books.key.read_text().strip())
    words = ("--checkpoint", str(books.kept), "--vkey", str(books.vkey), "--at", AT)
    here = both.at("zuidas.db", "audit", "bundle", "1", "--key", "log.key", *words)
    with served(Location.parse(str(tmp_path / "zuidas.db")), key=key) as found:
        there = both.at(found.url, "audit", "bundle", "2", *words)
    assert there == replace(here, out=here.out.replace("in 1,", "in 2,"))
    assert Path("1").read_bytes() == Path("2").read_bytes()
    assert "Checkpoint signed." in there.out
    replayed = both.cli("audit", "replay", "2", "--vkey", str(books.vkey))
    assert replayed.code == 0


# -- the service itself --------------------------------------------------------


def test_a_service_with_a_certificate(
    templates: Path, both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lived.db"
    shutil.copyfile(templates / "lived.db", path)
    tls = tmp_path / "server.pem"
    with served(Location.parse(str(path)), tls=tls) as found:
        assert found.certificate is not None
        trusted = tmp_path / "trusted.pem"
        trusted.write_bytes(found.certificate)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert both.at(found.url, "balance") == both.at(str(path), "balance")
        line = "post-process-cost --year 2011 --payee x --description x --document x"
        more = "--programme TL --amount 1 --date 2012-01-01"
        done = both.at(found.url, *line.split(), *more.split(), "-O", "json")
        assert done.json["entry"] == 27


def test_a_damaged_ledger(prepared: Callable[[str], Path], both: Both) -> None:
    path = prepared("lived")
    tamper(path, in_state(14, '"given"', '"gone"'), guards=False)
    here = both.at(str(path), "show", "14", "-O", "json")
    with served(Location.parse(str(path))) as found:
        there = both.at(found.url, "show", "14", "-O", "json")
    assert there == here
    assert here.code == 3
