"""Splitting a line over several commands that add up to it, all posted or none."""

from collections.abc import Iterator, Sequence

from domain.entries.command import Command
from domain.values.errors import BadForm, LedgerError
from web.api.statuses import status_of
from web.pages.bank.one_line import OneLine
from web.pages.bank.parts import OPEN, Part, PartFields, Parts
from web.pages.bank.posting import (
    Acting,
    back,
    check_may_act,
    kept_token,
    posted,
    token_of,
    with_ids,
)
from web.pages.bank.words import (
    crumbs,
    hidden,
    moved,
    nothing_to_do,
    paragraph,
    refusal,
)
from web.pages.components.buttons import Button, Buttons
from web.pages.components.texts import Badge
from web.pages.markup import Content, element
from web.pages.site import GoOn, Shown
from web.pages.visit import Visit


def splitting(visit: Visit) -> Shown:
    """Two parts to begin with."""
    return _shown(Parts(OneLine.of(visit)), [])


def split(visit: Visit) -> Shown | GoOn:
    """One part more, the sum so far, or all of it posted."""
    parts = Parts(OneLine.of(visit))
    form = visit.asked.form
    if "add" in form:
        parts.add()
        return _shown(parts, [])
    if "dryRun" in form and parts.have_new_fields:
        return _shown(parts, [])  # nobody was asked for them yet
    try:
        check_may_act(visit)
        commands = parts.commands()
        if "dryRun" in form:
            return _shown(parts, [*_supposed(parts, commands)])
        start = f"{token_of(visit)}.{parts.line.name}"
        outcome = posted(visit, with_ids(commands, start))
    except LedgerError as error:
        return _refused(parts, error)
    return back(visit, "/bank", outcome)


def _supposed(parts: Parts, commands: Sequence[Command]) -> Iterator[Content]:
    """It would be accepted; raises the refusal of the first part that is not."""
    visit = parts.visit
    poster = visit.service.poster(visit.identity)
    second = Acting(visit)
    if any(map(second.asked_for, commands)):
        yield paragraph(visit.say("For some of these a second person is asked."))
        return
    visit.service.suppose_all([*enumerate(commands, start=1)], poster)
    yield paragraph(visit.say("This would be accepted. Nothing is recorded yet."))


def _refused(parts: Parts, error: LedgerError) -> Shown:
    place = ""
    if error.line is not None and error.line <= len(parts.filled):
        number = parts.filled[error.line - 1].number + 1
        place = parts.visit.say("Part {number}", number=number)
    parts.looks_again = not isinstance(error, BadForm)
    status = 200 if "dryRun" in parts.visit.asked.form else status_of(error)
    return _shown(parts, [refusal(error, parts.visit, place=place)], status)


def _shown(parts: Parts, said: Sequence[Content], status: int = 200) -> Shown:
    visit, line = parts.visit, parts.line
    title = visit.say("Split line {line}", line=line.name)
    contents: list[Content] = [*said, *nothing_to_do(visit), line.facts()]
    if line.is_to_do:
        contents += _form(parts)
    elif not line.open:
        contents.append(paragraph(visit.say("All of it is answered.")))
    return Shown(
        "page.html",
        title,
        {"contents": contents},
        status,
        crumbs=crumbs(visit, title, line.link()),
    )


def _form(parts: Parts) -> Iterator[Content]:
    visit = parts.visit
    fields = PartFields(parts)
    yield element(
        "form",
        hidden("id", kept_token(visit)),
        hidden(OPEN, str(parts.open)),
        *(_part(each, fields, visit) for each in parts.parts),
        element("div", Button(visit.say("One part more"), "secondary", "add", "part")),
        _left(parts),
        Buttons(
            [
                Button(visit.say("Post all parts")),
                Button(
                    visit.say("Show fields and add up"), "secondary", "dryRun", "true"
                ),
            ]
        ),
        class_="form",
        method="post",
        action=visit.href(f"/bank/lines/{parts.line.name}/split"),
        novalidate=True,
    )


def _part(part: Part, fields: PartFields, visit: Visit) -> Content:
    return element(
        "div",
        *fields.of(part),
        class_="repeated",
        role="group",
        aria_label=visit.say("Part {number}", number=part.number + 1),
    )


def _left(parts: Parts) -> Content:
    visit = parts.visit
    badge = Badge(visit.say("adds up"), "safe")
    if parts.left:
        badge = Badge(visit.say("does not add up yet"), "warning")
    said = visit.say(
        "Left of {open}: {left}.",
        open=moved(parts.open, visit),
        left=moved(parts.left, visit),
    )
    return element("p", badge, " ", said, class_="utrecht-paragraph", id="left")
