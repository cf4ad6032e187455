"""The page of the bank: what is open, beside what would answer it, and whether it ties.

Reading files, and what concerns one line or one statement, have pages of their own.
"""

from collections.abc import Iterator, Mapping, Sequence

from domain.entries.command import Command
from domain.values.errors import LedgerError
from projections.answers import bank
from projections.days import from_number
from web.api.statuses import status_of
from web.pages.bank import identity, statements
from web.pages.bank.lines import Listing, OpenLines
from web.pages.bank.packing import commands_of, unpacked
from web.pages.bank.posting import (
    MOVING,
    back,
    check_answers,
    posted,
    token_of,
    with_ids,
)
from web.pages.bank.words import (
    MATCH,
    amount,
    day_text,
    heading,
    may_act,
    nothing_to_do,
    notice,
    paragraph,
    refusal,
)
from web.pages.components.buttons import ButtonLink, Buttons
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Empty, Link, Several
from web.pages.markup import Content, element, identifier
from web.pages.posting.leading import to_form
from web.pages.reports import entry_link
from web.pages.site import GoOn, Shown
from web.pages.visit import Visit

FEW_ENTRIES = 6
"""Open entries on this page; all of them are where lines are matched."""
_NONE: Mapping[str, LedgerError] = {}


def overview(visit: Visit) -> Shown:
    """All of it at both clocks."""
    return _shown(visit, _NONE)


def accept(visit: Visit) -> Shown | GoOn:
    """Post what is suggested for one line, as it was shown."""
    (line,) = visit.asked.form.get("line", ("",))[-1:]
    try:
        outcome = posted(visit, _suggested(line, visit))
    except LedgerError as error:
        return _shown(visit, {line: error}, status_of(error))
    return back(visit, "/bank", outcome, **_place(visit))


def _place(visit: Visit) -> dict[str, str | None]:
    """Which part of the lines is looked at."""
    return {name: visit.asked.given.get(name) for name in ("account", "after")}


def _suggested(line: str, visit: Visit) -> Sequence[Command]:
    token = token_of(visit)
    (carried,) = visit.asked.form.get("commands", ("",))[-1:]
    by_line = unpacked(carried)
    commands = commands_of(by_line.get(line) if isinstance(by_line, dict) else None)
    check_answers(commands, (*MOVING, MATCH))
    return with_ids(commands, f"{token}.{line}")


def _shown(
    visit: Visit, refused: Mapping[str, LedgerError], status: int = 200
) -> Shown:
    account = visit.asked.given.get("account") or None
    contents: list[Content] = [*notice(visit), *nothing_to_do(visit)]
    accounts = bank.accounts_of(visit.view)
    if not accounts:
        contents.append(_no_account(visit))
    lines = OpenLines(visit, account)
    found = bank.tying(visit.view)
    listing = Listing(lines, refused)
    contents += _refused(visit, refused, listing)
    contents.append(identity.glance(found, visit))
    contents += _ways(visit, lines, accounts, account)
    contents += _lines(visit, lines, listing)
    contents += _entries(visit, found.entries.number)
    contents += statements.section(visit, account)
    contents += identity.identity(found, visit)
    return Shown("page.html", visit.say("Bank"), {"contents": contents}, status)


def _no_account(visit: Visit) -> Content:
    return Empty(
        visit.say(
            "No bank account is open at this date, so nothing of the current account is"
            " answered."
        ),
        to_form(
            visit,
            "open_bank_account",
            visit.say("Open a bank account"),
            at=None,
            knownAt=None,
        ),
    )


def _refused(
    visit: Visit, refused: Mapping[str, LedgerError], listing: Listing
) -> Iterator[Content]:
    """What was just refused; where its line is on the page, a way to it."""
    shown = {row.name for row in listing.rows}
    for line, error in refused.items():
        if line in shown:
            said = visit.say("Line {line} was not answered: see why.", line=line)
            yield paragraph(Link(said, f"#line-{identifier(line)}"))
        else:
            yield refusal(error, visit)


def _ways(
    visit: Visit,
    lines: OpenLines,
    accounts: Sequence[bank.Account],
    account: str | None,
) -> Iterator[Content]:
    if may_act(visit):
        buttons = []
        certain = len(lines.certain())
        if certain:
            said = visit.say("Accept what is certain ({number})", number=certain)
            href = visit.href("/bank/certain", account=account)
            buttons.append(ButtonLink(said, href, "primary"))
        href = visit.href("/bank/import")
        buttons.append(ButtonLink(visit.say("Read statements"), href))
        yield Buttons(buttons)
    if len(accounts) > 1:
        yield _accounts(visit, accounts, account)


def _accounts(
    visit: Visit, accounts: Sequence[bank.Account], account: str | None
) -> Content:
    choices: list[tuple[str | None, str]] = [(None, visit.say("All accounts"))]
    choices += [(each.code, each.code) for each in accounts]
    links = [
        element(
            *("a", text),
            href=visit.href("/bank", account=code),
            aria_current="true" if code == account else None,
            class_="utrecht-link utrecht-link--html-a",
        )
        for code, text in choices
    ]
    label = visit.say("Account")
    return element("nav", f"{label}: ", Several(links, " · "), aria_label=label)


def _lines(visit: Visit, lines: OpenLines, listing: Listing) -> Iterator[Content]:
    yield heading(visit.say("Open lines, and what would answer them"), "lines")
    if not lines.lines:
        yield Empty(visit.say("No line of the bank is open."))
        return
    if listing.rows:
        yield listing.form(visit.href("/bank", **_place(visit)))
    yield from listing.ways()


def _entries(visit: Visit, number: int) -> Iterator[Content]:
    yield heading(visit.say("Entries that no line answers"), "entries")
    yield Table(
        "entries-table",
        visit.say("Entries that no line answers"),
        [
            Column(visit.say("Entry"), narrow=True),
            Column(visit.say("Date"), narrow=True),
            Column(visit.say("Command")),
            Column(visit.say("Open"), numeric=True, narrow=True),
        ],
        [
            [
                entry_link(each.entry, visit),
                day_text(from_number(each.day), visit),
                visit.label("command", each.command),
                amount(each.open, visit, signed=True),
            ]
            for each in bank.open_entries(visit.view, FEW_ENTRIES)
        ],
        empty=visit.say("No entry of the current account is open."),
        hides_caption=True,
    )
    if number:
        said = visit.say("Match entries and lines ({number} entries)", number=number)
        yield paragraph(Link(said, visit.href("/bank/match")))
