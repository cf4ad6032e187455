"""One line of the bank: all that it may be, and each way to answer it."""

from collections.abc import Iterator, Sequence

from domain.entries.command import Command
from domain.entries.parsing import command_from_mapping
from domain.values.errors import LedgerError
from ledger.suggesting.answers import Answer, answers_of
from projections.days import from_number
from web.api.statuses import status_of
from web.pages.bank.lines import said_of
from web.pages.bank.one_line import OneLine
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
    amount,
    categories,
    crumbs,
    day_text,
    heading,
    hidden,
    nothing_to_do,
    notice,
    now_of,
    paragraph,
    refusal,
)
from web.pages.components.buttons import Button, ButtonLink, Buttons
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link
from web.pages.markup import Content, element
from web.pages.reports import entry_link
from web.pages.site import GoOn, Shown
from web.pages.visit import Visit

MOST = 8
"""Suggestions that are shown."""


def line(visit: Visit) -> Shown:
    """The line at the knowledge that is looked at."""
    return _shown(OneLine.of(visit), [])


def answer(visit: Visit) -> Shown | GoOn:
    """Post what the form of a suggestion, or of a category, carried."""
    found = OneLine.of(visit)
    try:
        outcome = posted(visit, _carried(found))
    except LedgerError as error:
        return _shown(found, [refusal(error, visit)], status_of(error))
    return back(visit, "/bank", outcome)


def _carried(found: OneLine) -> Sequence[Command]:
    form = found.visit.asked.form
    token = token_of(found.visit)
    (carried,) = form.get("commands", ("",))[-1:]
    commands = commands_of(unpacked(carried))
    check_answers(commands, (*MOVING, MATCH))
    if "category" in form:
        chosen = form["category"][-1]
        commands = [
            command_from_mapping(
                {"command": each.name, **each.given(), "category": chosen}
            )
            for each in commands
        ]
    return with_ids(commands, f"{token}.{found.name}")


def _shown(found: OneLine, said: Sequence[Content], status: int = 200) -> Shown:
    visit = found.visit
    title = visit.say("Bank line {line}", line=found.name)
    contents: list[Content] = [*said, *notice(visit), *nothing_to_do(visit)]
    contents += [found.facts(), *_answered(found)]
    if found.is_to_do:
        contents += _suggestions(found)
        contents += _ways(found)
        contents += _suspense(found)
    elif not found.open:
        contents.append(paragraph(visit.say("All of it is answered.")))
    return Shown(
        "page.html", title, {"contents": contents}, status, crumbs=crumbs(visit, title)
    )


def _answered(found: OneLine) -> Iterator[Content]:
    """The entries that answer it, or opened it again."""
    visit = found.visit
    rows: list[list[Content]] = [
        [
            entry_link(int(entry), visit),
            visit.label("command", str(command)),
            day_text(from_number(int(day)), visit),
            amount(int(cents), visit, signed=True),
        ]
        for entry, command, day, cents in visit.view.rows(
            "SELECT b.entry, e.command, b.day, b.amount FROM bank_answers b"
            " JOIN entries e ON e.entry = b.entry"
            " WHERE b.statement = ? AND b.line = ? AND b.entry <= ? ORDER BY b.entry",
            *found.number,
            visit.view.entry,
        )
    ]
    if rows:
        yield heading(visit.say("Answered by"))
        yield Table(
            "answered",
            visit.say("Answered by"),
            [
                Column(visit.say("Entry"), narrow=True),
                Column(visit.say("Command")),
                Column(visit.say("Counts from"), narrow=True),
                Column(visit.say("Amount"), numeric=True, narrow=True),
            ],
            rows,
            hides_caption=True,
        )


def _suggestions(found: OneLine) -> Iterator[Content]:
    visit = found.visit
    yield heading(visit.say("What it may be"))
    second = Acting(visit)
    some = [*answers_of(now_of(visit), found.name)][:MOST]
    if not some:
        yield paragraph(visit.say("Nothing that is open or expected is like it."))
    for each in some:
        yield _suggestion(found, each, second)


def _suggestion(found: OneLine, each: Answer, second: Acting) -> Content:
    visit = found.visit
    text = visit.say("Accept")
    if second.asked_for_any(each.commands):
        text = visit.say("Submit to a second person")
    form = _posting(found, each.commands, [Buttons([Button(text, "secondary")])])
    return element("div", *said_of(each, visit), form, class_="pairs")


def _posting(
    found: OneLine, commands: Sequence[dict[str, object]], contents: Sequence[Content]
) -> Content:
    return element(
        "form",
        hidden("id", new_token()),
        hidden("commands", packed([*commands])),
        *contents,
        class_="form",
        method="post",
        action=found.visit.href(f"/bank/lines/{found.name}"),
    )


def _ways(found: OneLine) -> Iterator[Content]:
    """It is in the ledger already, it is several things, or something else."""
    visit, name = found.visit, found.name
    yield heading(visit.say("It is something else"))
    yield Buttons(
        [
            ButtonLink(
                visit.say("Match with entries"), visit.href("/bank/match", lines=name)
            ),
            ButtonLink(
                visit.say("Split over several"),
                visit.href(f"/bank/lines/{name}/split"),
            ),
        ]
    )
    yield paragraph(visit.say("Or book it by a form that the line has filled in:"))
    links = [
        element("li", Link(visit.label("command", each), found.form_of(each)))
        for each in found.commands
    ]
    yield element("ul", *links, class_="utrecht-unordered-list")


def _suspense(found: OneLine) -> Iterator[Content]:
    visit = found.visit
    yield heading(visit.say("It is not known yet"))
    yield paragraph(
        visit.say(
            "Book what is open of it beside the budget, so that bank and ledger tie; it"
            " is reclassified once it is known."
        )
    )
    command = "receive_other" if found.sign > 0 else "pay_other"
    made = found.answered(
        {"command": command, "category": visit.view.framework.categories[0]},
        found.open,
    )
    text = visit.say("Book it")
    if Acting(visit).asked_for_any([made]):
        text = visit.say("Submit to a second person")
    contents: list[Content] = [categories(visit), Buttons([Button(text, "secondary")])]
    yield _posting(found, [made], contents)
