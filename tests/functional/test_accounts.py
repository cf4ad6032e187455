"""`zuidas account`: the accounts of the service, from the command line."""

import os
import pty
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.functional.program import InProcess, Program
from web.signin import passwords
from web.signin.accounts import Accounts
from web.signin.entering import Given, Place, by_password
from web.signin.identity import bearer
from web.signin.refusals import Unauthenticated

PASSWORD = "correct horse battery"  # noqa: S105  # of nobody


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "zuidas.db.accounts"


def add(cli: InProcess, name: str, *more: str, password: str = PASSWORD) -> Any:
    arguments = ("account", "add", name, "--password-file", "-", *more)
    return cli.ok(*arguments, "-O", "json", stdin=password).json


def test_an_account_is_beside_the_ledger_and_its_owners_alone(
    cli: InProcess, place: Path
) -> None:
    assert add(cli, "anna") == {"account": "anna", "totp": None}
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    with closing(Accounts.open(place)) as accounts:
        assert by_password(
            accounts,
            Given("anna", PASSWORD),
            Place("::1"),
            second_factor_required=False,
        )


def test_where_it_is_goes_by_the_ledger_or_is_said(
    cli: InProcess, tmp_path: Path
) -> None:
    add(cli, "anna", "--db", "other.db")
    add(cli, "anna", "--db", f"sqlite:///{tmp_path}/third.db")
    add(cli, "anna", "--accounts", "mine")
    assert {path.name for path in tmp_path.iterdir()} == {
        *("other.db.accounts", "third.db.accounts", "mine")
    }


def test_beside_postgresql_it_has_to_be_said(cli: InProcess, tmp_path: Path) -> None:
    far = ("--db", "postgresql://nobody@localhost/none")
    assert cli.refused("account", "list", *far, exit_code=2) == "BAD_COMMAND"
    assert "--accounts" in cli("account", "list", *far).err
    add(cli, "anna", *far, "--accounts", "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_second_factor_is_told_once(cli: InProcess) -> None:
    uri = add(cli, "anna", "--totp")["totp"]
    assert uri.startswith("otpauth://totp/zuidas:anna?")
    secret = uri.partition("secret=")[2].partition("&")[0]
    (told,) = cli.json("account", "list")
    assert told["second_factor"] is True
    assert secret not in cli.ok("account", "list", "-O", "json").out
    text = cli("account", "add", "b", "--totp", "--password-file", "-", stdin=PASSWORD)
    assert "otpauth://totp/zuidas:b?" in text.out.splitlines()[-1]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_password_in_a_file_is_its_one_line(
    cli: InProcess, tmp_path: Path, place: Path, end: str
) -> None:
    (tmp_path / "secret").write_bytes(f"{PASSWORD}{end}".encode())
    cli.ok("account", "add", "anna", "--password-file", "secret")
    with closing(Accounts.open(place)) as accounts:
        given = Given("anna", PASSWORD)
        by_password(accounts, given, Place("::1"), second_factor_required=False)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\n", b"too short", b"two lines of it\nand another\n"),
        *(b"\xff" * 20, b"x" * 9_000, b"aaaaaaaaaaaaaaaaaaaa"),
    ],
)
def test_what_is_no_password_makes_no_account(
    cli: InProcess, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "secret").write_bytes(content)
    arguments = ("account", "add", "anna", "--password-file", "secret")
    assert cli.refused(*arguments) == "BAD_PASSWORD"
    assert cli.json("account", "list") == []
    missing = ("account", "add", "anna", "--password-file", "nowhere")
    assert cli.refused(*missing) == "BAD_COMMAND"


def test_a_password_is_never_an_option(cli: InProcess) -> None:
    arguments = ("account", "add", "anna", "--password", PASSWORD)
    assert cli.refused(*arguments, exit_code=2) == "BAD_COMMAND"


def test_without_a_terminal_none_is_asked_for(zuidas: Program, place: Path) -> None:
    result = zuidas("account", "add", "anna", "-O", "json")
    assert (result.code, result.error["code"]) == (2, "BAD_COMMAND")
    assert "--password-file" in result.error["message"]


def on_a_terminal(zuidas: Program, typed: Sequence[str]) -> tuple[int, str]:
    """What `account add anna` comes to, and all that the terminal showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "account", "add", "anna"],
        cwd=zuidas.cwd,
        env=zuidas.env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    for asked, line in enumerate(typed, 1):
        while shown.count(b": ") < asked:
            shown += os.read(ours, 1000)
        os.write(ours, f"{line}\n".encode())
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    return process.wait(60), shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1000)
    except OSError:  # whoever wrote there has ended
        return b""


def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(zuidas: Program) -> None:
    code, shown = on_a_terminal(zuidas, [PASSWORD, PASSWORD])
    assert code == 0
    assert "anna has an account" in shown
    assert PASSWORD not in shown


def test_a_name_that_is_taken_is_refused_before_a_password_is_asked_for(
    cli: InProcess, zuidas: Program
) -> None:
    add(cli, "anna")
    code, shown = on_a_terminal(zuidas, [])
    assert code == 1
    assert "ACCOUNT_EXISTS" in shown
    assert "Password" not in shown


def test_an_account_is_made_once(cli: InProcess) -> None:
    add(cli, "Zoë")
    decomposed = "Zoe\u0308"
    arguments = ("account", "add", decomposed, "--password-file", "-")
    assert cli.refused(*arguments, stdin=PASSWORD) == "ACCOUNT_EXISTS"
    cli.ok("account", "disable", "Zoë")
    assert cli.refused(*arguments, stdin=PASSWORD) == "ACCOUNT_EXISTS"


@pytest.mark.parametrize(
    "name", ["", " ", "x" * 64, "a\u200bb", "a\nb", " anna", "anna ", "\u202eanna"]
)
def test_what_is_no_name_is_refused(cli: InProcess, name: str) -> None:
    arguments = ("account", "add", name, "--password-file", "-")
    assert cli.refused(*arguments, stdin=PASSWORD) == "BAD_COMMAND"


def test_a_token_is_printed_once(cli: InProcess, place: Path) -> None:
    add(cli, "anna")
    made = cli.json(
        *("account", "token", "anna", "--scope", "post", "--scope", "read"),
        *("--expires", "2999-12-31"),
    )
    token = made.pop("token")
    assert made == {
        "account": "anna",
        "scope": ["read", "post"],
        "expires": "2999-12-31",
    }
    with closing(Accounts.open(place)) as accounts:
        assert bearer(accounts, f"Bearer {token}").name == "anna"
    listed = cli.ok("account", "list", "-O", "json").out
    assert token.removeprefix("zl_") not in listed
    assert token.encode() not in place.read_bytes()
    text = cli.ok(
        *("account", "token", "anna", "--scope", "read", "--expires", "31-12-2999")
    ).out.splitlines()
    assert text[-1].startswith("zl_")


def test_what_is_listed(cli: InProcess) -> None:
    add(cli, "bert")
    add(cli, "anna", "--totp")
    cli.json(
        *("account", "token", "bert", "--scope", "approve", "--expires", "2999-12-31")
    )
    cli.ok("account", "disable", "anna")
    anna, bert = cli.json("account", "list")
    assert list(anna) == [
        *("account", "disabled", "password", "second_factor", "created_at", "tokens")
    ]
    assert (anna["account"], anna["disabled"], anna["second_factor"]) == (
        *("anna", True, True),
    )
    assert (bert["account"], bert["disabled"], bert["second_factor"]) == (
        *("bert", False, False),
    )
    (token,) = bert["tokens"]
    assert token.pop("made_at")
    assert token == {"scope": ["approve"], "expires": "2999-12-31", "used_at": None}
    text = cli.ok("account", "list").out
    assert "approve through 2999-12-31, never used" in text
    assert "password and code" in text
    assert cli.ok("account", "list", "-O", "csv").out.count("\n") == 3


def test_disabling_ends_tokens_and_may_be_repeated(cli: InProcess, place: Path) -> None:
    add(cli, "anna")
    made = cli.json(
        *("account", "token", "anna", "--scope", "read", "--expires", "2999-12-31")
    )
    for _ in range(2):
        told = cli.json("account", "disable", "anna")
        assert told == {"account": "anna", "disabled": True}
    with closing(Accounts.open(place)) as accounts, pytest.raises(Unauthenticated):
        bearer(accounts, f"Bearer {made['token']}")
    more = ("--scope", "read", "--expires", "2999-12-31")
    assert cli.refused("account", "token", "anna", *more) == "ACCOUNT_DISABLED"


def test_whoever_lost_a_password_or_phone_gets_another(
    cli: InProcess, place: Path
) -> None:
    first = add(cli, "anna", "--totp")["totp"]
    renew = ("account", "password", "anna", "--password-file", "-", "-O", "json")
    other = "another horse battery"
    with closing(Accounts.open(place)) as accounts:
        session = accounts.sessions.begin("anna", "password", "::1", None)
        assert cli.ok(*renew, stdin=other).json == {"account": "anna", "totp": None}
        assert accounts.sessions.of(session) is None
        before = accounts.find("anna")
        again = cli.ok(*renew, "--totp", stdin=other).json["totp"]
        after = accounts.find("anna")
        assert before is not None
        assert after is not None
        assert before.totp is not None
        assert before.totp in first
        assert after.totp is not None
        assert after.totp in again
        assert after.totp != before.totp
        assert passwords.is_right(other, after.password)
        assert not passwords.is_right(PASSWORD, after.password)
    assert cli.refused(*renew[:-2], stdin="too short") == "BAD_PASSWORD"
    cli.ok("account", "disable", "anna")
    assert cli.refused(*renew[:-2], stdin=other) == "ACCOUNT_DISABLED"
    nobody = ("account", "password", "nobody", "--password-file", "-")
    assert cli.refused(*nobody, stdin=other) == "ACCOUNT_UNKNOWN"


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        ("disable nobody", "ACCOUNT_UNKNOWN", 1),
        ("token nobody --scope read --expires 2999-12-31", "ACCOUNT_UNKNOWN", 1),
        ("token anna --scope read --expires 2011-01-01", "BAD_DATE", 1),
        ("token anna --scope read --expires 2999-02-30", "BAD_DATE", 1),
        ("token anna --scope read --expires never", "BAD_DATE", 1),
        ("token anna --scope read", "BAD_COMMAND", 2),
        ("token anna --expires 2999-12-31", "BAD_COMMAND", 2),
        ("token anna --scope all --expires 2999-12-31", "BAD_COMMAND", 2),
        ("list --accounts nowhere", "ACCOUNTS_NOT_FOUND", 1),
        ("list --accounts .", "NOT_ACCOUNTS", 1),
    ],
)
def test_refusals(cli: InProcess, arguments: str, code: str, exit_code: int) -> None:
    add(cli, "anna")
    assert cli.refused("account", *arguments.split(), exit_code=exit_code) == code


def test_a_file_that_is_damaged_or_exposed(cli: InProcess, place: Path) -> None:
    add(cli, "anna")
    place.chmod(0o644)
    assert cli.refused("account", "list") == "ACCOUNTS_EXPOSED"
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:9_000])
    assert cli.refused("account", "list", exit_code=3) == "ACCOUNTS_DAMAGED"


def test_a_ledger_is_no_accounts_file(cli: InProcess, tmp_path: Path) -> None:
    cli("init")
    path = tmp_path / "zuidas.db"
    before = path.read_bytes()
    add_there = ("account", "add", "anna", "--password-file", "-")
    assert (
        cli.refused(*add_there, "--accounts", "zuidas.db", stdin=PASSWORD)
        == "NOT_ACCOUNTS"
    )
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as connection:
        (kept,) = connection.execute("SELECT count(*) FROM stored_events").fetchone()
    assert kept == 1


WITHOUT_FRAMEWORK = """
import sys
for name in ("starlette", "jinja2", "uvicorn", "multipart", "authlib", "joserfc"):
    sys.modules[name] = None
from cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def test_accounts_need_no_web_framework(zuidas: Program) -> None:
    for arguments in (
        ["account", "add", "anna", "--totp", "--password-file", "-"],
        ["account", "token", "anna", "--scope", "read", "--expires", "2999-12-31"],
        ["account", "list"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_FRAMEWORK, *arguments],
            cwd=zuidas.cwd,
            env=zuidas.env,
            input=PASSWORD,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
