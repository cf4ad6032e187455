"""One statement with its lines, and all statements of the ledger."""

from collections.abc import Iterator, Sequence

from domain.values.errors import LedgerError, Refusal
from domain.values.money import parse_signed
from ledger.posting.judging import books_of
from ledger.suggesting.resting import resting
from projections.answers import bank
from projections.days import from_number
from web.api.statuses import status_of
from web.pages.bank import statements
from web.pages.bank.lines import LONGEST_PARTY, cut
from web.pages.bank.posting import (
    Acting,
    back,
    check_may_act,
    new_token,
    posted,
    token_of,
)
from web.pages.bank.words import (
    amount,
    categories,
    crumbs,
    day_text,
    heading,
    hidden,
    may_act,
    moved,
    nothing_to_do,
    notice,
    now_of,
    paragraph,
    refusal,
)
from web.pages.components.buttons import Button, Buttons
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Link, Several
from web.pages.components.ways import Pages
from web.pages.markup import Content, element
from web.pages.reports import entry_link
from web.pages.site import GoOn, Shown
from web.pages.visit import Visit

MOST_LINES = 50
MOST_STATEMENTS = 40


def all_statements(visit: Visit) -> Shown:
    """Those that stand at the date, the newest first."""
    title = visit.say("Statements")
    account = visit.asked.given.get("account") or None
    if account is not None:
        bank.account_of(visit.view, account)
    standing = statements.of_account(visit, account)
    newest = standing[::-1]
    start = _start(visit)
    some = newest[start : start + MOST_STATEMENTS]
    contents = [
        statements.table(some, visit, standing),
        *_ways(visit, start, len(newest), MOST_STATEMENTS),
    ]
    return Shown(
        "page.html", title, {"contents": contents}, crumbs=crumbs(visit, title)
    )


def _start(visit: Visit) -> int:
    """How many are passed over."""
    text = visit.asked.given.get("skip", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0  # noqa: PLR2004  # digits


def _ways(visit: Visit, start: int, number: int, most: int) -> Iterator[Content]:
    if number <= most and not start:
        return
    before = after = None
    if start:
        earlier = max(0, start - most)
        before = Link(visit.say("Before"), visit.here(skip=earlier or None, done=None))
    if start + most < number:
        after = Link(visit.say("Next"), visit.here(skip=start + most, done=None))
    shown = visit.say(
        "{first} to {last} of {number}",
        first=min(start + 1, number),
        last=min(start + most, number),
        number=number,
    )
    yield Pages(visit.say("Pages"), shown, before=before, after=after)


def statement(visit: Visit) -> Shown:
    """A statement, or the opening balance of an account, with its lines."""
    return _shown(visit, [])


def rest(visit: Visit) -> Shown | GoOn:
    """Book what is still open of it in one category; all of it or nothing."""
    entry = _found(visit).entry
    form = visit.asked.form
    try:
        check_may_act(visit)
        token = token_of(visit)
        category = form.get("category", ("",))[-1]
        made = [
            each.model_copy(update={"id": f"{token}.{each.given()['bank_line']}"})
            for each in resting(entry, category, books_of(now_of(visit)))
        ]
        if not made:
            return GoOn(visit.href(f"/bank/statements/{entry}"))
        outcome = posted(visit, made)
    except LedgerError as error:
        return _shown(visit, [refusal(error, visit)], status_of(error))
    return back(visit, f"/bank/statements/{entry}", outcome)


def _found(visit: Visit) -> bank.Statement:
    """The statement of the path; raises `Refusal` (`STATEMENT_UNKNOWN`)."""
    text = visit.asked.names["statement"]
    for each in bank.statements_of(visit.view):
        if str(each.entry) == text:
            return each
    raise Refusal(
        "ENTRY_UNKNOWN",
        "there is no statement {entry} that stands, as known here.",
        entry=text[:20],
    )


def _shown(visit: Visit, said: Sequence[Content], status: int = 200) -> Shown:
    found = _found(visit)
    title = visit.say(
        "Statement {number} of {account}",
        number=found.number or f"#{found.entry}",
        account=found.account,
    )
    left = [e for e in bank.open_lines(now_of(visit)) if e.statement == found.entry]
    contents: list[Content] = [*said, *notice(visit), *nothing_to_do(visit)]
    contents.append(_facts(visit, found))
    if left and may_act(visit):
        contents += _rest(visit, found, left)
    contents += _lines(visit, found, left)
    above = Link(visit.say("Statements"), visit.href("/bank/statements"))
    return Shown(
        "page.html",
        title,
        {"contents": contents},
        status,
        crumbs=crumbs(visit, title, above),
    )


def _facts(visit: Visit, found: bank.Statement) -> Facts:
    first, last = from_number(found.from_day), from_number(found.to_day)
    remark = statements.remarks(
        statements.of_account(visit, found.account),
        statements.opened_on(bank.accounts_of(visit.view)),
    ).get(found.entry)
    return Facts(
        [
            (visit.say("Entry"), entry_link(found.entry, visit)),
            (visit.say("Account"), found.account),
            (
                visit.say("Period"),
                Several((day_text(first, visit), day_text(last, visit)), " – "),
            ),
            (visit.say("Opening"), amount(found.opening, visit)),
            (
                visit.say("Lines"),
                Several(
                    [found.lines, amount(found.closing - found.opening, visit)], ": "
                ),
            ),
            (visit.say("Closing"), amount(found.closing, visit)),
            (visit.say("Remark"), None if remark is None else visit.told(remark)),
        ]
    )


def _rest(
    visit: Visit, found: bank.Statement, left: Sequence[bank.OpenLine]
) -> Iterator[Content]:
    yield heading(visit.say("Book what is left"))
    yield paragraph(
        visit.say(
            "Open lines: {number}, together {amount}. All of them are booked beside the"
            " budget, or none; they are reclassified once it is known what they were.",
            number=len(left),
            amount=moved(sum(each.open for each in left), visit),
        )
    )
    text = visit.say("Book all of them ({number})", number=len(left))
    if _asks_second(visit, found):
        text = visit.say("Submit to a second person")
    yield element(
        "form",
        hidden("id", new_token()),
        categories(visit),
        Buttons([Button(text, "secondary")]),
        class_="form",
        method="post",
        action=visit.href(f"/bank/statements/{found.entry}"),
    )


def _asks_second(visit: Visit, found: bank.Statement) -> bool:
    second = Acting(visit)
    category = visit.view.framework.categories[0]
    commands = resting(found.entry, category, books_of(now_of(visit)))
    return any(map(second.asked_for, commands))


def _lines(
    visit: Visit, found: bank.Statement, left: Sequence[bank.OpenLine]
) -> Iterator[Content]:
    yield heading(visit.say("Lines"))
    texts, open_ = bank.Lines(visit.view), {each.number: each.open for each in left}
    start = min(_start(visit), found.lines)
    numbers = range(start + 1, min(start + MOST_LINES, found.lines) + 1)
    yield Table(
        "lines",
        visit.say("Lines"),
        [
            Column(visit.say("Line"), narrow=True),
            Column(visit.say("Booked"), narrow=True),
            Column(visit.say("Amount"), numeric=True, narrow=True),
            Column(visit.say("Open"), numeric=True, narrow=True),
            Column(visit.say("Counterparty")),
        ],
        [
            _row(visit, found.entry, number, texts, open_.get(number))
            for number in numbers
        ],
        empty=visit.say("It has no lines."),
        hides_caption=True,
    )
    yield from _ways(visit, start, found.lines, MOST_LINES)


def _row(
    visit: Visit, entry: int, number: int, texts: bank.Lines, left: int | None
) -> list[Content]:
    fields = texts.of(entry, number)
    name = f"{entry}.{number}"
    return [
        Link(name, visit.href(f"/bank/lines/{name}")),
        day_text(str(fields["booked"]), visit),
        moved(parse_signed(fields["amount"]), visit),
        Badge(visit.say("answered"), "safe") if left is None else moved(left, visit),
        cut(str(fields.get("party") or ""), LONGEST_PARTY),
    ]
