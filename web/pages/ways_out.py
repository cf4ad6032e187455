"""The forms that a refusal names as a way out, as links to them."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from domain.values.messages import Message, Parts, Told
from papers.wording.telling import commands_in
from web.pages.components.texts import Link, Several
from web.pages.markup import element
from web.pages.posting.allowed import Allowed, served
from web.pages.posting.placed import first_upper
from web.pages.visit import Visit

_KEPT = ("project", "year", "partner")
"""What was filled in and is filled in there too."""


def ways_out(
    said: object, visit: Visit, filled: Mapping[str, Any] | None = None
) -> Markup | None:
    """Links to the forms of the commands that are named; None where there are none.

    Only those that the visitor may post. The clocks are those of now, as a form's are.
    """
    allowed = Allowed(visit)
    names = [
        each
        for each in dict.fromkeys(_named(said))
        if each in served() and allowed.lacks(each) is None
    ]
    if not names:
        return None
    links = [Link(_title(each, visit), _address(each, filled or {})) for each in names]
    told = Several([f"{visit.say('Ways out')}:", Several(links, " · ")], " ")
    return element("p", told, class_="utrecht-paragraph")


def _named(said: object) -> Iterator[str]:
    """The commands that a message and the values in it name, in order."""
    match said:
        case Message(template, values):
            yield from commands_in(template)
            for value in values.values():
                yield from _named(value)
        case Parts(items):
            for item in items:
                yield from _named(item)
        case Told():
            yield from _named(said.said)


def _title(command: str, visit: Visit) -> str:
    return first_upper(visit.label("command", command))


def _address(command: str, filled: Mapping[str, Any]) -> str:
    kept = {name: filled[name] for name in _KEPT if isinstance(filled.get(name), str)}
    return f"/post/{command}?{urlencode(kept)}" if kept else f"/post/{command}"
