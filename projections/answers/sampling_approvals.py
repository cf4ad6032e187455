"""What an auditor asks of approvals: how fast, by whom, and since when that one could.

A second person who always says yes at once, who is always the same one, or who was made
approver for the occasion, is no second pair of eyes.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from domain.values.messages import Message, Quoted, message
from projections.answers.entries import Entry
from projections.snapshot import View
from projections.stored import State, of_commands

FAST = timedelta(minutes=1)
FEWEST = 3
"""Of fewer approvals of a maker's, who approved them says nothing."""

Said = tuple[str, Message]
"""Code and words of a reason."""


class _Approved(NamedTuple):
    """An approval, and the submission that it was of."""

    maker: str
    approver: str
    submitted: datetime
    approved: datetime


class Approvals:
    """The approvals of a ledger, by the entry of each."""

    def __init__(self, view: View) -> None:
        self._zone: tzinfo = view.opening.zone
        self._by_entry = dict(_approvals(view))
        self._appointed = set(_appointed(view))
        self._approvers: dict[str, list[str]] = {}
        for each in self._by_entry.values():
            self._approvers.setdefault(each.maker, []).append(each.approver)

    def of(self, entry: Entry) -> Iterator[Said]:
        """The reasons to look at an entry that a second person approved."""
        approval = entry.event.get("approval")
        found = None if approval is None else self._by_entry.get(approval["entry"])
        if found is None:
            return
        after = found.approved - found.submitted
        if after < FAST:
            yield (
                "APPROVED_FAST",
                message(
                    "approved {seconds} seconds after it was submitted",
                    seconds=int(after.total_seconds()),
                ),
            )
        everyone = self._approvers[found.maker]
        if len(everyone) >= FEWEST and len(set(everyone)) == 1:
            yield (
                "SAME_PAIR",
                message(
                    "all {number} that {maker} submitted were approved by {approver}",
                    number=len(everyone),
                    maker=Quoted(found.maker),
                    approver=Quoted(found.approver),
                ),
            )
        if (found.approver, self._day(found.approved)) in self._appointed:
            yield (
                "NEW_APPROVER",
                message(
                    "{approver} was made approver that day",
                    approver=Quoted(found.approver),
                ),
            )

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()


def _approvals(view: View) -> Iterator[tuple[int, _Approved]]:
    submitted = dict(of_commands(view, ["submit"]))
    for entry, state in of_commands(view, ["approve"]):
        found = submitted.get(state["given"]["submission"])
        if found is not None:
            yield (
                entry,
                _Approved(
                    found["person"], state["person"], _moment(found), _moment(state)
                ),
            )


def _appointed(view: View) -> Iterator[tuple[str, date]]:
    """Who was made approver, and on which day that was recorded."""
    for _, state in of_commands(view, ["grant_role"]):
        given = state["given"]
        if given["role"] == "approver":
            day = _moment(state).astimezone(view.opening.zone).date()
            yield given["person"], day


def _moment(state: State) -> datetime:
    return datetime.fromisoformat(state["recorded_at"])
