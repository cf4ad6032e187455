"""Submissions and what became of them, as known (section 9)."""

from collections.abc import Iterator
from typing import NamedTuple

from projections.snapshot import View
from projections.stored import State, of_commands

SETTLING = {
    "approve": "approved",
    "decline": "declined",
    "retract_submission": "retracted",
}
"""What each command makes of a submission."""


class Settlement(NamedTuple):
    """What became of a submission, and in which entry."""

    status: str
    entry: int
    state: State


class Submission(NamedTuple):
    """A submission; `settled` is None as long as it waits."""

    entry: int
    state: State
    settled: Settlement | None


def submissions(view: View) -> Iterator[Submission]:
    """Every submission, the oldest first."""
    settled = dict(_settled(view))
    for entry, state in of_commands(view, ["submit"]):
        yield Submission(entry, state, settled.get(entry))


def _settled(view: View) -> Iterator[tuple[int, Settlement]]:
    for command, status in SETTLING.items():
        for entry, state in of_commands(view, [command]):
            yield state["given"]["submission"], Settlement(status, entry, state)
