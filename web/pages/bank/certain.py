"""All that is certain, shown together and accepted by one button."""

from collections.abc import Iterator, Sequence

from domain.entries.command import Command
from domain.values.errors import LedgerError
from projections.suggesting.saying import evidence_said
from web.api.statuses import status_of
from web.pages.bank.lines import OpenLines, Row, would_be
from web.pages.bank.packing import commands_of, packed, unpacked
from web.pages.bank.posting import (
    MOVING,
    Acting,
    back,
    check_answers,
    new_token,
    posted,
    token_of,
    with_ids,
)
from web.pages.bank.words import (
    MATCH,
    crumbs,
    day_text,
    hidden,
    moved,
    nothing_to_do,
    paragraph,
    refusal,
)
from web.pages.components.buttons import Button, ButtonLink, Buttons
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Empty, Link
from web.pages.markup import Content, element
from web.pages.site import GoOn, Shown
from web.pages.visit import Visit

MOST = 50
"""Lines that are accepted together; what is certain beyond them comes next."""


def certain(visit: Visit) -> Shown:
    """What would be accepted, line by line."""
    return _shown(visit, [])


def accept_all(visit: Visit) -> Shown | GoOn:
    """Post all that was shown, or nothing."""
    commands: Sequence[Command] = ()
    try:
        token = token_of(visit)
        (carried,) = visit.asked.form.get("commands", ("",))[-1:]
        commands = commands_of(unpacked(carried))
        check_answers(commands, (*MOVING, MATCH))
        outcome = posted(visit, with_ids(commands, token))
    except LedgerError as error:
        place = "" if error.line is None else line_of(commands[error.line - 1])
        said = [refusal(error, visit, place=place)]
        said_all = paragraph(visit.say("Nothing was recorded."))
        return _shown(visit, [*said, said_all], status_of(error))
    return back(visit, "/bank", outcome, account=visit.asked.given.get("account"))


def line_of(command: Command) -> str:
    """The line that a command answers."""
    given = command.given()
    lines = given.get("lines") or [given.get("bank_line", "")]
    return ", ".join(map(str, lines))  # type: ignore[call-overload]


def _shown(visit: Visit, said: Sequence[Content], status: int = 200) -> Shown:
    title = visit.say("Accept what is certain")
    account = visit.asked.given.get("account") or None
    rows = OpenLines(visit, account).certain()
    contents = [*said, *nothing_to_do(visit), *_contents(visit, rows, account)]
    return Shown(
        "page.html", title, {"contents": contents}, status, crumbs=crumbs(visit, title)
    )


def _contents(
    visit: Visit, rows: Sequence[Row], account: str | None
) -> Iterator[Content]:
    if not rows:
        yield Empty(
            visit.say("Nothing is certain now."),
            Link(visit.say("Back to the bank"), visit.href("/bank", account=account)),
        )
        return
    some = rows[:MOST]
    yield paragraph(_summary(visit, some, len(rows)))
    yield _table(visit, some)
    acting = Acting(visit)
    if not acting.may_act:
        return
    made = [each for row in some if row.answer for each in row.answer.commands]
    text = visit.say("Accept all ({number})", number=len(some))
    if acting.asked_for_any(made):
        yield paragraph(visit.say("For some of these a second person is asked."))
        text = visit.say("Accept or submit all ({number})", number=len(some))
    yield element(
        "form",
        hidden("id", new_token()),
        hidden("commands", packed(made)),
        Buttons(
            [
                Button(text),
                ButtonLink(
                    visit.say("Back to the bank"), visit.href("/bank", account=account)
                ),
            ]
        ),
        method="post",
        action=visit.href("/bank/certain", account=account),
    )


def _summary(visit: Visit, rows: Sequence[Row], number: int) -> str:
    came = sum(row.line.open for row in rows if row.line.open > 0)
    went = sum(row.line.open for row in rows if row.line.open < 0)
    said = visit.say(
        "Lines: {number}; {came} came in, {went} went out. All of them are accepted, or"
        " none.",
        number=len(rows),
        came=moved(came, visit),
        went=moved(went, visit),
    )
    if number > len(rows):
        more = visit.say("Of {number} that are certain, the first.", number=number)
        return f"{said} {more}"
    return said


def _table(visit: Visit, rows: Sequence[Row]) -> Table:
    return Table(
        "certain",
        visit.say("What is certain"),
        [
            Column(visit.say("Line"), narrow=True),
            Column(visit.say("Booked"), narrow=True),
            Column(visit.say("Open"), numeric=True, narrow=True),
            Column(visit.say("Would be")),
            Column(visit.say("Because")),
        ],
        [
            [
                Link(row.name, visit.href(f"/bank/lines/{row.name}")),
                day_text(str(row.fields["booked"]), visit),
                moved(row.line.open, visit),
                would_be(row.answer, visit),
                "; ".join(map(visit.told, evidence_said(row.answer.suggestion))),
            ]
            for row in rows
            if row.answer is not None
        ],
        hides_caption=True,
    )
