"""Who holds which role at a date, as known."""

from datetime import date
from typing import Any

from projections.snapshot import View
from projections.stored import of_commands


def roles(view: View) -> dict[str, Any]:
    """The roles granted on or before the date and not revoked by then."""
    granted = dict(of_commands(view, ["grant_role"]))
    revoked = dict(of_commands(view, ["revoke_role"]))
    held: dict[tuple[str, str], dict[str, Any]] = {}
    in_force = False
    for number, state in sorted({**granted, **revoked}.items()):
        given = state["given"]
        if date.fromisoformat(given["date"]) > view.at:
            continue
        in_force = True
        key = (given["person"], given["role"])
        if number in revoked:
            held.pop(key, None)
            continue
        held[key] = {
            "person": given["person"],
            "role": given["role"],
            "since": given["date"],
            "by": state["person"],
            "entry": number,
        }
    return {
        "in_force": in_force,
        "roles": list(held.values()),
        "policy": policy(view) or {},
    }


def policy(view: View) -> dict[str, str] | None:
    """From which amount on commands take a second person; None: there is no policy."""
    found: dict[str, str] | None = None
    for _, state in of_commands(view, ["set_approval_policy"]):
        given = state["given"]
        if date.fromisoformat(given["date"]) <= view.at:
            found = given["commands"]
    return found
