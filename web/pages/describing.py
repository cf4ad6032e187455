"""What an entry of no money is about, in the few words of a list."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from projections.sums import cents
from web.pages.visit import Visit

Given = Mapping[str, Any]
_MOST = 6
"""Lines and entries that are named."""
_FIELDS = ("year", "partner", "programme", "rule", "meeting", "account", "field")
"""What else says what an entry is about, where nothing else does."""


def described(command: str, given: Given, visit: Visit) -> str:
    """Who got which role, what was matched, what was submitted; else what it is of."""
    say = _BY_COMMAND.get(command, _plainly)
    return say(given, visit)


def _role(given: Given, visit: Visit) -> str:
    role = visit.label("value", str(given.get("role")))
    return f"{given.get('person')}: {role}"


def _matched(given: Given, visit: Visit) -> str:
    lines, entries = given.get("lines") or (), given.get("entries") or ()
    said = []
    if lines:
        said.append(visit.say("lines {lines}", lines=_few(lines)))
    if entries:
        numbers = _few([f"#{each}" for each in entries])
        said.append(visit.say("entries {entries}", entries=numbers))
    return ", ".join(said)


def _few(some: Any) -> str:  # noqa: ANN401  # a list of JSON
    more = " …" if len(some) > _MOST else ""
    return ", ".join(map(str, some[:_MOST])) + more


def _submitted(given: Given, visit: Visit) -> str:
    held = given.get("as")
    if not isinstance(held, Mapping):
        return ""
    said = [visit.label("command", str(held.get("command")))]
    amount = held.get("amount")
    if isinstance(amount, str):
        said.append(visit.written.money(cents(amount)))
    payee = held.get("payee") or held.get("counterparty") or held.get("project")
    if isinstance(payee, str):
        said.append(payee)
    return " · ".join(said)


def _settled(given: Given, visit: Visit) -> str:
    return visit.say("submission {number}", number=given.get("submission"))


def _policy(given: Given, visit: Visit) -> str:
    commands = given.get("commands") or {}
    return ", ".join(visit.label("command", each) for each in commands)


def _plainly(given: Given, visit: Visit) -> str:
    return " · ".join(_named(given, visit))


def _named(given: Given, visit: Visit) -> Iterator[str]:
    """Only of what has no title, party or reason of its own."""
    if any(given.get(each) for each in ("title", "description", "subject", "payee")):
        return
    for name in _FIELDS:
        value = given.get(name)
        if isinstance(value, str) and value:
            said = visit.label("value", value) if name == "rule" else value
            yield f"{visit.label('field', name)} {said}"


_BY_COMMAND: Mapping[str, Callable[[Given, Visit], str]] = {
    "grant_role": _role,
    "revoke_role": _role,
    "match_bank_lines": _matched,
    "submit": _submitted,
    **dict.fromkeys(("approve", "decline", "retract_submission"), _settled),
    "set_approval_policy": _policy,
}
