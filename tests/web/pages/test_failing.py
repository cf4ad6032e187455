"""Pages when the accounts can't be used, or the program fails: told on a page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.values.errors import IntegrityError
from tests.holding import held
from tests.web.pages.officers import Office, office
from tests.web.signin.serving import Answer
from web.signin import storage

UNSAID = "vertrouwelijk"


def check_told(answer: Answer, status: int) -> None:
    assert answer.status == status, answer.body
    assert 'data-page="error"' in answer.body
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert ("retry-after" in answer.headers) == (status == 503)
    assert UNSAID not in answer.body


def test_accounts_that_are_busy(
    prepared: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_S", 0.05)
    with office(prepared("lived")) as lived:
        anna = lived.person("anna")
        form = {"name": "anna", "password": "a password of nobody"}
        place = lived.accounts._file.path
        with held(place):
            told = anna.post("/sign-in", form)
            check_told(told, 503)
            assert str(place) not in told.body
            check_told(anna.post("/sign-out", {}), 503)
            assert anna.get("/").status == 200
        assert anna.post("/sign-in", form).status == 303


def test_accounts_that_are_damaged(
    lived: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged(_: str) -> None:
        raise IntegrityError("ACCOUNTS_DAMAGED", f"{UNSAID} is damaged")

    anna = lived.person("anna")
    monkeypatch.setattr(lived.accounts.sessions, "of", damaged)
    check_told(anna.get("/"), 500)
    assert any(UNSAID in each.getMessage() for each in caplog.records)
    check_told(anna.get("/nowhere"), 404)


def test_a_fault_of_the_program_while_signing_in(
    lived: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(UNSAID)

    monkeypatch.setattr(lived.accounts.attempts, "counted", broken)
    form = {"name": "anna", "password": "x"}
    anna = lived.person("anna")
    check_told(anna.post("/sign-in", form), 500)
    assert counted(lived, "POST", "/sign-in", 500) == 1


def counted(lived: Office, method: str, path: str, status: int) -> int:
    """What the metrics say of one kind of request."""
    labels = f'method="{method}",path="{path}",status="{status}"'
    start = f"zuidas_requests_total{{{labels}}} "
    found = [each for each in lived.service.metrics() if each.startswith(start)]
    return int(found[0].removeprefix(start)) if found else 0


def test_every_request_is_counted(lived: Office) -> None:
    anna = lived.person("anna")
    for path in ("/", "/sign-in", "/sign-in?next=/bank", "/static/look.css", "/no/x"):
        anna.get(path)
    anna.get("/static/no.css")
    anna.post("/sign-out", {})
    assert counted(lived, "GET", "/", 200) == 1
    assert counted(lived, "GET", "/sign-in", 200) == 2
    assert [counted(lived, "GET", "/static/", each) for each in (200, 404)] == [1, 1]
    assert counted(lived, "GET", "", 404) == 1
    assert counted(lived, "POST", "/sign-out", 303) == 1
