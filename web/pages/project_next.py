"""What can be done with a project, by where it stands: links to the forms."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.sums import cents
from web.pages.components.buttons import ButtonLink, Buttons
from web.pages.markup import Content
from web.pages.posting.allowed import Allowed
from web.pages.visit import Visit

_BY_STATUS = {
    "proposed": (
        *("award_grant", "reject_project", "amend_project"),
        *("retract_project", "deviate", "record_advice"),
    ),
    "awarded": (
        *("pay_grant", "determine_grant", "change_grant", "order_payment"),
        *("withdraw_grant", "record_participation", "lend_capacity"),
        *("record_result", "record_advice"),
    ),
    "determined": ("record_result",),
    "withdrawn": ("record_result",),
}
"""The one that mostly comes next stands first."""


def next_steps(visit: Visit, data: Mapping[str, Any]) -> Content:
    """Buttons to the forms that the visitor may post, filled in with the project.

    None where nothing is left.
    """
    allowed = Allowed(visit)
    fitting = dict.fromkeys([*_by_money(data), *_of_status(data)])
    commands = [each for each in fitting if allowed.lacks(each) is None]
    if not commands:
        return None
    return Buttons([_button(visit, each, data, commands[0]) for each in commands])


def _of_status(data: Mapping[str, Any]) -> tuple[str, ...]:
    commands = _BY_STATUS.get(data["status"], ())
    paid_whole = not cents(data["money"]["committed"])
    if data["status"] == "awarded" and paid_whole:
        return tuple(each for each in commands if each != "pay_grant")
    return commands


def _by_money(data: Mapping[str, Any]) -> Iterator[str]:
    money = {name: cents(each or "0.00") for name, each in data["money"].items()}
    if data["status"] == "determined" and money["committed"]:
        yield "pay_grant"
    if money["recoverable"]:
        yield from ("receive_refund", "write_off_recoverable")
    if money["funds_received"] > money["funds_spent"]:
        yield "spend_funds"


def _filled_in(command: str, project: str) -> Mapping[str, str]:
    """What the form knows already; of an order the command that it holds."""
    if command == "order_payment":
        return {"as.command": "pay_grant", "as.project": project}
    return {"project": project}


def _button(
    visit: Visit, command: str, data: Mapping[str, Any], first: str
) -> ButtonLink:
    name = visit.label("command", command)
    href = visit.href(f"/post/{command}", **_filled_in(command, data["project"]))
    kind = "primary" if command == first else "secondary"
    return ButtonLink(name[:1].upper() + name[1:], href, kind)  # type: ignore[arg-type]
