"""Open lines of the bank, each beside what would answer it.

The list is long, so its HTML is short: one form around all of it, in which each button
names its line, and one field with the commands of all that are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from domain.values.errors import LedgerError
from domain.values.messages import Message
from ledger.suggesting.answers import Answer, answers
from projections.answers import bank
from projections.answers.entries import entry as entry_of
from projections.suggesting.assigning import Level
from projections.suggesting.candidates import Candidate, Kind
from projections.suggesting.saying import answer_said
from web.pages.bank.packing import packed
from web.pages.bank.posting import Acting, new_token
from web.pages.bank.words import day_text, hidden, moved, now_of, refusal
from web.pages.components.alerts import Alert
from web.pages.components.texts import Badge, Link, Mood, Several
from web.pages.components.ways import Pages
from web.pages.markup import Content, element, identifier
from web.pages.visit import Visit

ON_A_PAGE = 50
LONGEST = 27_000
"""Characters of HTML, however long the texts are: a page is not above 200 kB, and its
style sheets and scripts take most of that."""
LONGEST_PARTY, LONGEST_TEXT = 60, 120
"""Characters that a list shows; the line's own page has all of them."""
MOODS: Mapping[Level, Mood] = {
    "certain": "safe",
    "likely": "warning",
    "possible": "neutral",
}


@dataclass(frozen=True)
class Row:
    """A line of which something is open at the date, and what is suggested for it."""

    line: bank.OpenLine
    fields: bank.Fields
    answer: Answer | None
    open_now: int
    """What is open of it by everything recorded so far, whatever the date."""

    @property
    def name(self) -> str:
        """Such as `57.3`."""
        return self.line.name

    @property
    def may_accept(self) -> bool:
        """What is suggested would answer what is open of it now."""
        return self.answer is not None and self.open_now == self.line.open


class OpenLines:
    """The open lines of all accounts, or of one, with their suggestions."""

    def __init__(self, visit: Visit, account: str | None = None) -> None:
        self.visit = visit
        view = visit.view
        if account is not None:
            bank.account_of(view, account)
        owner = bank.Statements(view).accounts
        self.lines = [
            each
            for each in bank.open_lines(view)
            if account in (None, owner[each.statement])
        ]
        self.answers = {each.suggestion.shown.line.name: each for each in answers(view)}
        """Of all accounts: what is a candidate of one line is none of another."""
        now = now_of(visit)
        self._now = {each.name: each.open for each in bank.open_lines(now)}

    def rows(self, lines: Sequence[bank.OpenLine]) -> Iterator[Row]:
        """Some of the lines with what they say."""
        texts = bank.Lines(self.visit.view)
        for line in lines:
            yield Row(
                line,
                texts.of(line.statement, line.number),
                self.answers.get(line.name),
                self._now.get(line.name, 0),
            )

    def certain(self) -> list[Row]:
        """The lines whose suggestion is certain."""
        found = (
            each
            for each in self.lines
            if (answer := self.answers.get(each.name)) is not None
            and answer.suggestion.level == "certain"
        )
        return [row for row in self.rows([*found]) if row.may_accept]

    @property
    def start(self) -> int:
        """The first line behind the one that the address names, or of all."""
        after = _key(self.visit.asked.given.get("after", ""))
        return sum((each.statement, each.number) <= after for each in self.lines)

    def address(self, start: int) -> str:
        """The page that begins with a line."""
        given = self.visit.asked.given
        after = self.lines[start - 1].name if start > 0 else None
        keys = {"account": given.get("account"), "after": after}
        return f"{self.visit.href('/bank', **keys)}#lines"


def _key(text: str) -> tuple[int, int]:
    """`57.3` as it is ordered; anything else is before all."""
    statement, dot, number = text.partition(".")
    if dot and all(each.isascii() and each.isdigit() for each in (statement, number)):
        return int(statement), int(number)
    return 0, 0


class Listing:
    """The lines of a page beside what would answer them: as many as fit."""

    def __init__(self, lines: OpenLines, refused: Mapping[str, LedgerError]) -> None:
        """`refused` says of lines why what was just tried was not accepted."""
        self._lines = lines
        self._visit = visit = lines.visit
        self.rows: list[Row] = []
        self._pairs: list[Content] = []
        acting, room, start = Acting(visit), LONGEST, lines.start
        for row in lines.rows(lines.lines[start : start + ON_A_PAGE]):
            pair = _pair(row, visit, acting, refused.get(row.name))
            room -= len(pair)
            if room < 0 and self.rows:
                break
            self.rows.append(row)
            self._pairs.append(pair)

    def form(self, action: str) -> Content:
        """All of them, with a button at each that can be accepted."""
        carried = {
            row.name: row.answer.commands
            for row in self.rows
            if row.answer is not None and row.may_accept
        }
        return element(
            "form",
            hidden("id", new_token()),
            hidden("commands", packed(carried)),
            element("ul", *self._pairs, class_="pairs"),
            method="post",
            action=action,
        )

    def ways(self) -> Iterator[Pages]:
        """Before and after, unless all of them are on the page."""
        visit, start, number = self._visit, self._lines.start, len(self._lines.lines)
        end = start + len(self.rows)
        if start == 0 and end == number:
            return
        shown = visit.say(
            "lines {first} to {last} of {number}",
            first=min(start + 1, number),
            last=end,
            number=number,
        )
        before = after = None
        if start > 0:
            before = Link(
                visit.say("Earlier lines"), self._lines.address(start - ON_A_PAGE)
            )
        if end < number:
            after = Link(visit.say("Later lines"), self._lines.address(end))
        yield Pages(visit.say("Open lines"), shown, before=before, after=after)


def _pair(row: Row, visit: Visit, acting: Acting, error: LedgerError | None) -> Markup:
    said: Alert | None = None
    if error is not None:
        said = refusal(error, visit, f"refused-{row.name}")
    return element(
        "li",
        said,
        element("div", *_shown(row, visit)),
        element("div", *_suggested(row, visit, acting)),
        id=f"line-{identifier(row.name)}",
    )


def _shown(row: Row, visit: Visit) -> Iterator[Content]:
    """The line as the bank has it."""
    yield element(
        "p",
        element("a", row.name, href=visit.href(f"/bank/lines/{row.name}")),
        " ",
        day_text(str(row.fields["booked"]), visit),
        element("b", moved(row.line.open, visit)),
    )
    if row.line.open != row.line.amount:
        total = visit.say("of {amount}", amount=moved(row.line.amount, visit))
        yield element("p", total)
    party, text = row.fields.get("party"), row.fields.get("text")
    if party:
        yield element("p", cut(party, LONGEST_PARTY))
    if text:
        yield element("p", cut(text, LONGEST_TEXT))


def cut(text: str, most: int) -> str:
    """A text that is not longer than a list can bear."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _suggested(row: Row, visit: Visit, acting: Acting) -> Iterator[Content]:
    """What would answer it, how sure that is, and why."""
    if row.open_now != row.line.open:
        yield element("p", answered_since(row.open_now, visit))
    if row.answer is None:
        if row.open_now and acting.may_act:
            yield element("p", visit.say("Nothing is suggested."))
            yield _more(row, visit)
        return
    yield from said_of(row.answer, visit)
    if not acting.may_act or not row.open_now:
        return
    accept = None
    if row.may_accept:
        text = visit.say("Accept")
        if acting.asked_for_any(row.answer.commands):
            text = visit.say("Submit")
        accept = element(
            *("button", text),
            name="line",
            value=row.name,
            aria_label=f"{text} {row.name}",
        )
    yield element("p", accept, _more(row, visit))


def answered_since(left: int, visit: Visit) -> str:
    """What became of a line after the date that is looked at."""
    if not left:
        return visit.say("It was answered on a later day.")
    return visit.say(
        "{left} of it is open after what was answered later.", left=moved(left, visit)
    )


def _more(row: Row, visit: Visit) -> Content:
    href = visit.href(f"/bank/lines/{row.name}")
    return element("a", visit.say("Something else"), href=href)


def said_of(answer: Answer, visit: Visit) -> Iterator[Content]:
    """What a line would be, how sure that is in a word, and the evidence."""
    suggestion = answer.suggestion
    level = visit.label("value", suggestion.level)
    yield element(
        "p",
        Badge(level, MOODS[suggestion.level]),
        " ",
        would_be(answer, visit),
    )
    points = visit.say("{points} points", points=suggestion.points)
    evidence = "; ".join(map(visit.told, suggestion.evidence.said()))
    yield element("p", f"{evidence} ({points})" if evidence else points)
    for doubt in suggestion.doubts:
        yield element("p", _doubt(doubt, visit))


def _doubt(doubt: Message, visit: Visit) -> Content:
    """Why it might be something else; of another entry the way to it."""
    other = doubt.values.get("other")
    if not isinstance(other, Message):
        return visit.say("But {doubt}", doubt=doubt)
    entry = other.values.get("entry")
    also = visit.say("Also possible:")
    if not isinstance(entry, int):
        return Several([also, visit.told(other)], " ")
    found = entry_of(visit.view, entry)
    link = element("a", f"#{entry}", href=visit.href(f"/entries/{entry}"))
    command = visit.label("command", found.command)
    named: list[Content] = [Several([link, command], " ")]
    party = found.counterparty or found.project
    if party:
        named.append(cut(party, LONGEST_PARTY))
    return Several([also, Several(named)], " ")


def would_be(answer: Answer, visit: Visit) -> Content:
    """What the line would be; of entries each leads to its page."""
    suggestion = answer.suggestion
    if suggestion.candidates[0].kind is not Kind.ENTRY:
        return visit.told(answer_said(suggestion))
    return Several([_entry(each, visit) for each in suggestion.candidates], "; ")


def _entry(each: Candidate, visit: Visit) -> Content:
    """An entry with what makes it comparable: amount, day and party."""
    link = element("a", f"#{each.entry}", href=visit.href(f"/entries/{each.entry}"))
    command = visit.label("command", str(each.said.values["command"]))
    day = None if each.day is None else date.fromordinal(each.day)
    said = [
        moved(each.amount, visit),
        None if day is None else day_text(day, visit),
        cut(each.party, LONGEST_PARTY) if each.party else None,
    ]
    return Several([link, " ", command, " · ", " · ".join(filter(None, said))], "")
