"""Matching lines of the bank with entries that are in the ledger already.

What is ticked is added up by the server, with JavaScript at each tick and without it by
a button, so the sum is the one that the ledger would do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.entries.command import Command
from domain.entries.parsing import command_from_mapping
from domain.values.errors import LedgerError
from projections.answers import bank
from projections.days import from_number
from web.api.statuses import status_of
from web.pages.bank.lines import LONGEST_PARTY, cut
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
    MATCH,
    crumbs,
    day_text,
    hidden,
    may_act,
    moved,
    nothing_to_do,
    now_of,
    paragraph,
    refusal,
)
from web.pages.components.buttons import Button, Buttons
from web.pages.components.fields import Choices, Option, TextField
from web.pages.components.forms import Form
from web.pages.components.texts import Badge, Several, Unfold
from web.pages.markup import Content, element
from web.pages.site import GoOn, Shown
from web.pages.visit import Visit

MOST = 40
"""Lines, and entries, to tick; others are named by their numbers."""
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SUM = "sum"


@dataclass(frozen=True)
class Ticked:
    """What is open, and what of it is ticked."""

    visit: Visit
    lines: Sequence[str]
    entries: Sequence[str]

    @classmethod
    def of(cls, visit: Visit) -> "Ticked":
        """As the form says it, or the address where none was sent."""
        form, given = visit.asked.form, visit.asked.given
        lines = [*form.get("lines", ()), *form.get("other_lines", ())]
        entries = [*form.get("entries", ())]
        if not form:
            lines += _named(given.get("lines", ""))
            entries += _named(given.get("entries", ""))
        lines += _named(" ".join(form.get("more_lines", ())))
        entries += _named(" ".join(form.get("more_entries", ())))
        return cls(visit, [*dict.fromkeys(lines)], [*dict.fromkeys(entries)])

    @cached_property
    def open_lines(self) -> list[bank.OpenLine]:
        """All that is open of lines, as everything recorded so far has it."""
        return bank.open_lines(now_of(self.visit))

    @cached_property
    def open_entries(self) -> list[bank.OpenEntry]:
        """The same of entries."""
        return bank.open_entries(now_of(self.visit))

    @property
    def of_lines(self) -> int:
        """What is open of the lines that are ticked."""
        return sum(each.open for each in self.open_lines if each.name in self.lines)

    @property
    def of_entries(self) -> int:
        """What is open of the entries that are ticked."""
        ticked = self.entries
        return sum(e.open for e in self.open_entries if str(e.entry) in ticked)

    @property
    def unknown(self) -> list[str]:
        """Numbers of what is not open."""
        known = {each.name for each in self.open_lines}
        known |= {str(each.entry) for each in self.open_entries}
        return [each for each in (*self.lines, *self.entries) if each not in known]

    @property
    def difference(self) -> int:
        """What the two sides are apart."""
        return self.of_lines - self.of_entries

    def shown_lines(self) -> list[bank.OpenLine]:
        """Those that are ticked, then those of the amounts that are looked for."""
        wanted = self.of_entries or -self.of_lines
        return sorted(
            self.open_lines,
            key=lambda e: (e.name not in self.lines, _apart(e.open, wanted), e.day),
        )[: max(MOST, len(self.lines))]

    def shown_entries(self) -> list[bank.OpenEntry]:
        """Those that are ticked, then the nearest to what the lines are of."""
        wanted, ticked = self.of_lines or -self.of_entries, set(self.entries)
        days = [e.day for e in self.open_lines if e.name in self.lines]
        near = days[0] if days else 0
        return sorted(
            self.open_entries,
            key=lambda e: (
                str(e.entry) not in ticked,
                _apart(e.open, wanted),
                abs(e.day - near),
            ),
        )[: max(MOST, len(ticked))]

    def command(self) -> Command:
        """What would be posted; raises `BadForm`."""
        given: dict[str, object] = {"command": MATCH}
        if self.lines:
            given["lines"] = [*self.lines]
        if self.entries:
            given["entries"] = [
                int(each) if each.isdigit() else each for each in self.entries
            ]
        (reason,) = self.visit.asked.form.get("reason", ("",))[-1:]
        if reason.strip():
            given["reason"] = reason
        return command_from_mapping(given)


def _apart(cents: int, wanted: int) -> int:
    """How far an amount is from what is looked for, where anything is."""
    return abs(cents - wanted) if wanted else 0


def _named(text: str) -> list[str]:
    return _NUMBERS.findall(text)


def matching(visit: Visit) -> Shown:
    """What may be ticked."""
    return _shown(Ticked.of(visit), [])


def matched(visit: Visit) -> Shown | GoOn:
    """Add up what is ticked, or post it."""
    ticked = Ticked.of(visit)
    if "dryRun" in visit.asked.form:
        if visit.asked.is_part:
            contents = [*_sum(ticked)]
            return Shown("part.html", "", {"contents": contents}, is_part=True)
        return _shown(ticked, [])
    try:
        check_may_act(visit)
        commands = with_ids([ticked.command()], token_of(visit))
        outcome = posted(visit, commands)
    except LedgerError as error:
        return _shown(ticked, [refusal(error, visit)], status_of(error))
    return back(visit, "/bank", outcome)


def _shown(ticked: Ticked, said: Sequence[Content], status: int = 200) -> Shown:
    visit = ticked.visit
    title = visit.say("Match lines and entries")
    contents: list[Content] = [*said, *nothing_to_do(visit)]
    if may_act(visit):
        contents += _form(ticked)
    return Shown(
        "page.html", title, {"contents": contents}, status, crumbs=crumbs(visit, title)
    )


def _form(ticked: Ticked) -> Iterator[Content]:
    visit = ticked.visit
    yield paragraph(
        visit.say(
            "Tick what belongs together. What is open of the lines must be what is open"
            " of the entries; lines alone, or entries alone, may cancel out."
        )
    )
    form = visit.asked.form
    yield Form(
        visit.href("/bank/match"),
        [
            hidden("id", kept_token(visit)),
            element("div", _lines(ticked), _entries(ticked), class_="columns"),
            TextField(
                "reason",
                visit.say("Reason"),
                form.get("reason", ("",))[-1],
                optional=visit.say("may stay empty"),
            ),
            element(
                "div",
                element("div", *_sum(ticked), id=_SUM, aria_live="polite"),
                class_="tally",
            ),
        ],
        live=_SUM,
    )


def _is_submitted(ticked: Ticked) -> bool:
    example: dict[str, object] = {"command": MATCH, "lines": ["1.1"], "entries": [1]}
    return Acting(ticked.visit).asked_for_any([example])


def _lines(ticked: Ticked) -> Content:
    visit = ticked.visit
    shown = ticked.shown_lines()
    texts = bank.Lines(now_of(visit))
    options = {
        each.name: Option(each.name, _of_line(each, texts, visit))
        for each in sorted(shown, key=lambda e: (e.statement, e.number))
    }
    first = [e for e in shown if e.name in ticked.lines] or shown
    others = [e for e in shown if e not in first]

    def boxes(name: str, legend: str, some: Sequence[bank.OpenLine]) -> Choices:
        return Choices(name, legend, [options[e.name] for e in some], ticked.lines)

    other = visit.say("Other lines")
    return element(
        "div",
        boxes("lines", visit.say("Lines of the bank"), first),
        Unfold(other, boxes("other_lines", other, others)) if others else None,
        _more(ticked, "more_lines", len(ticked.open_lines) - len(shown)),
    )


def _of_line(each: bank.OpenLine, texts: bank.Lines, visit: Visit) -> str:
    fields = texts.of(each.statement, each.number)
    party = cut(str(fields.get("party") or ""), LONGEST_PARTY)
    day = day_text(str(fields["booked"]), visit)
    said = (each.name, day, moved(each.open, visit), party)
    return " · ".join(filter(None, said))


def _entries(ticked: Ticked) -> Content:
    visit = ticked.visit
    shown = ticked.shown_entries()
    return element(
        "div",
        Choices(
            "entries",
            visit.say("Entries"),
            [
                Option(
                    str(each.entry),
                    " · ".join(
                        (
                            f"#{each.entry}",
                            day_text(from_number(each.day), visit),
                            moved(each.open, visit),
                            visit.label("command", each.command),
                        )
                    ),
                )
                for each in shown
            ],
            ticked.entries,
        ),
        _more(ticked, "more_entries", len(ticked.open_entries) - len(shown)),
    )


def _more(ticked: Ticked, name: str, left: int) -> Content:
    """A field for what is open and not shown."""
    if left <= 0:
        return None
    visit = ticked.visit
    return TextField(
        name,
        visit.say("Others, by their numbers"),
        hint=visit.say("{left} more are open.", left=left),
        optional=visit.say("may stay empty"),
    )


def _sum(ticked: Ticked) -> Iterator[Content]:
    """Both sides, what they are apart, and the button, once anything is ticked."""
    yield from _both_sides(ticked)
    visit = ticked.visit
    text = visit.say("Match")
    if _is_submitted(ticked):
        text = visit.say("Submit to a second person")
    nothing = not (ticked.lines or ticked.entries)
    add_up = Button(visit.say("Add up"), "secondary", "dryRun", "true")
    yield Buttons([Button(text, disabled=nothing), add_up])


def _both_sides(ticked: Ticked) -> Iterator[Content]:
    visit = ticked.visit
    if not (ticked.lines or ticked.entries):
        yield paragraph(Badge(visit.say("nothing is ticked yet")))
        return
    if ticked.unknown:
        yield paragraph(
            visit.say("Not open: {numbers}.", numbers=", ".join(ticked.unknown))
        )
    said = visit.say(
        "Lines {lines}, entries {entries}, difference {difference}.",
        lines=moved(ticked.of_lines, visit),
        entries=moved(ticked.of_entries, visit),
        difference=moved(ticked.difference, visit),
    )
    equal = Badge(visit.say("equal"), "safe")
    differs = Badge(visit.say("not equal"), "warning")
    yield paragraph(Several([differs if ticked.difference else equal, said], " "))
