"""Findings that were accepted as they are, as known."""

from projections.finding import Acceptance
from projections.snapshot import View
from projections.stored import of_commands


def accepted(view: View) -> dict[str, Acceptance]:
    """By name of a finding the newest acceptance that nobody reversed.

    An acceptance says what people know, so it has no date: from its entry on it holds
    at every date.
    """
    reversed_ = {
        int(row[0])
        for row in view.rows(
            "SELECT e.entry FROM entries e JOIN entries r ON r.reverses = e.entry"
            " WHERE e.command = 'accept_finding' AND r.entry <= ?",
            view.entry,
        )
    }
    return {
        state["given"]["finding"]: Acceptance(
            number, state["given"]["reason"], state["given"].get("decision")
        )
        for number, state in of_commands(view, ["accept_finding"])
        if number not in reversed_
    }
