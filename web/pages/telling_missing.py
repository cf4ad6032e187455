"""Where a document lacks something: the way to tell it to the ledger."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.messages import Message, message
from web.pages.components.texts import Link
from web.pages.markup import Content
from web.pages.posting.leading import to_form
from web.pages.visit import Visit

_IN_FRAMEWORK = message("is said by the framework, below [organisation].")
_IN_ENTRY = message(
    "is told by the entry itself: reverse it and post it again with it."
)
_ANYTHING = message("can be said in own words, or in Word.")
_COMMANDS = {
    "organisation": "adopt_framework",
    "report": "record_result",
    "decision": "record_decision",
}
"""By the first word of a path, the command that tells it."""
_SAID: Mapping[str, Message] = {
    "organisation": _IN_FRAMEWORK,
    "report": message("is told by a result of the project."),
    "decision": message("is told by a decision."),
    **dict.fromkeys(("award", "rejection", "determination", "withdrawal"), _IN_ENTRY),
    "project": message("is told by the proposal of the project."),
}


def ways_to_tell(visit: Visit, path: str, data: Mapping[str, Any]) -> Iterator[Content]:
    """What is said beside a path that is missing, with a link to the form or entry."""
    part = path.partition(".")[0]
    yield visit.told(_SAID.get(part, _ANYTHING))
    link = _way(visit, part, data)
    if link is not None:
        yield from (" ", link)


def _way(visit: Visit, part: str, data: Mapping[str, Any]) -> Link | None:
    found = data.get(part)
    if isinstance(found, Mapping) and found.get("entry"):
        number = found["entry"]
        said = visit.say("entry {entry}", entry=number)
        return Link(said, visit.href(f"/entries/{number}"))
    command = _COMMANDS.get(part)
    if command is None:
        return None
    name = visit.label("command", command)
    project = data["project"]["project"] if part == "report" else None
    return to_form(visit, command, f"{name[:1].upper()}{name[1:]}", project=project)
