"""Roles as they are typed: who may do what, and who is refused."""

import getpass
import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.program import InProcess, Program

ME = pwd.getpwuid(os.getuid()).pw_name


def grant(cli: InProcess, person: str, role: str) -> None:
    cli.ok("grant-role", "--person", person, "--role", role, "--date", "today")


def test_init_makes_an_administrator_and_says_so(cli: InProcess) -> None:
    told = cli.ok("init", "--administrator", "anna").out
    assert "Entry 2: 'anna' is the administrator" in " ".join(told.split())
    [row] = cli.json("roles")["roles"]
    assert (row["person"], row["role"], row["by"]) == ("anna", "administrator", ME)
    assert cli.refused("lock-period", "--until", "2011-01-01") == "NOT_ALLOWED"
    assert cli.json("history")[1]["command"] == "grant_role"
    assert "verified" in cli.ok("audit", "verify").out


@pytest.mark.parametrize("name", ["", " ", "a" * 64, "an\u200bna", "an\nna"])
def test_an_administrator_that_is_no_name(cli: InProcess, name: str) -> None:
    assert cli.refused("init", "--administrator", name) == "BAD_COMMAND"
    assert not Path("zuidas.db").exists()


def test_everybody_may_do_everything_and_the_page_says_so(lived: InProcess) -> None:
    assert "everybody may do everything" in " ".join(lived.ok("roles").out.split())
    assert lived.json("roles") == {
        "in_force": False,
        "roles": [],
        "policy": {},
        "root": lived.json("roles")["root"],
    }


def test_a_claimed_actor_gives_no_role(lived: InProcess) -> None:
    grant(lived, ME, "administrator")
    line = ["lock-period", "--until", "2011-01-01", "--actor", "anna"]
    grant(lived, "anna", "officer")
    assert lived.refused(*line) == "NOT_ALLOWED"
    grant(lived, ME, "officer")
    entry = lived.json(*line)["entry"]
    shown = lived.json("show", str(entry))
    assert (shown["actor"], shown["person"], shown["person_by"], shown["approval"]) == (
        *("anna", ME, "login", None),
    )


def test_the_environment_gives_no_role(
    lived: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(lived, ME, "administrator")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "anna")
    assert getpass.getuser() == "anna"
    grant(lived, "anna", "officer")
    assert lived.refused("lock-period", "--until", "2011-01-01") == "NOT_ALLOWED"


UNSHARED = ("unshare", "--user", "--map-user")


def _unshared() -> bool:
    """Whether somebody may give himself another user id here."""
    found = shutil.which(UNSHARED[0])
    if found is None:
        return False
    tried = subprocess.run([found, *UNSHARED[1:], "1", "true"], check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not _unshared(), reason="the system gives no other user ids")
def test_a_file_can_not_tell_who_writes_it(lived: InProcess, zuidas: Program) -> None:
    """In a namespace of one's own the login name can be chosen: a file is a procedure.

    docs/trust.md says so. If this fails, it may promise more.
    """
    other = next(each for each in pwd.getpwall() if each.pw_uid != os.getuid())
    grant(lived, ME, "administrator")
    grant(lived, other.pw_name, "officer")
    asked = (
        *("receive-other", "--category", "interest", "--amount", "1,05"),
        *("--date", "2012-06-30", "--counterparty", "Bank", "--description", "I"),
    )
    assert lived.refused(*asked, "--document", "B-1") == "NOT_ALLOWED"
    posed = subprocess.run(
        [
            *(*UNSHARED, str(other.pw_uid), sys.executable, "-m", "cli.main"),
            *(*asked, "--document", "B-1", "-O", "json"),
        ],
        cwd=zuidas.cwd,
        env=zuidas.env,
        capture_output=True,
        check=True,
    )
    shown = lived.json("show", str(json.loads(posed.stdout)["entry"]))
    assert (shown["person"], shown["person_by"]) == (other.pw_name, "login")
    lived.ok("audit", "verify", "--rules")


def test_nothing_of_a_file_is_posted_by_who_may_not(lived: InProcess) -> None:
    grant(lived, ME, "administrator")
    line = '{"command": "lock_period", "until": "2011-01-01"}'
    result = lived("post", "-", stdin=line)
    assert (result.code, "NOT_ALLOWED" in result.err) == (1, True)
    assert len(lived.json("history")) == 27
