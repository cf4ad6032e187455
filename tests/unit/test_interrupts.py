"""An interrupt that a library makes nothing of is not lost."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import NoReturn

import pytest

from cli import interrupts, main
from domain.values.errors import IntegrityError
from tests.functional.program import InProcess


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    interrupts.begin()
    yield
    interrupts.begin()


def lost() -> None:
    """As a library does that calls ours and can't pass on what that raises."""
    with suppress(interrupts.Interrupted):
        interrupts._interrupt(2, None)


def test_nothing_is_committed_after_it() -> None:
    with interrupts.committing():
        pass
    lost()
    with pytest.raises(interrupts.Interrupted), interrupts.committing():
        raise AssertionError("too late")


@pytest.mark.parametrize("error", [IntegrityError("X", "damaged"), ValueError("x")])
def test_what_it_broke_is_not_told_as_a_failure(
    cli: InProcess, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        lost()
        raise error

    monkeypatch.setattr(main, "program", lambda _: SimpleNamespace(main=broken))
    result = cli("balance")
    assert (result.code, result.err) == (130, "Interrupted; nothing was recorded.\n")


def test_others_are_told_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    def told(error: BaseException) -> str:
        lost = SimpleNamespace(
            exc_type=type(error),
            exc_value=error,
            exc_traceback=None,
            err_msg=None,
            object=None,
        )
        interrupts._unraisable(lost)
        return capsys.readouterr().err

    assert told(interrupts.Interrupted()) == ""
    with pytest.MonkeyPatch.context() as patch:
        seen: list[object] = []
        patch.setattr(sys, "__unraisablehook__", seen.append)
        told(ValueError("x"))
    assert len(seen) == 1
