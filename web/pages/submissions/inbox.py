"""`/submissions`: what waits, first for the visitor; below it what is settled."""

from collections.abc import Iterator, Sequence

from ledger.queries.submissions import with_course
from projections import report as reports
from projections.answers.submissions import Submission, submissions
from projections.parameters import entry_number
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Empty, Link, Several
from web.pages.components.ways import Pages
from web.pages.composing import ABSENT, paragraph
from web.pages.markup import Content, element
from web.pages.posting.allowed import Allowed
from web.pages.posting.placed import first_upper
from web.pages.reports import entry_link
from web.pages.site import Shown
from web.pages.submissions.meaning import Submission as Told
from web.pages.submissions.meaning import amount_of, fields_of, party_of, warnings
from web.pages.submissions.told import link
from web.pages.visit import Visit

MOST = 20
"""Rows of each list on a page."""
BEFORE = "before"
"""The key of the page that shows what was submitted earlier, of what is settled."""
AFTER = "after"
"""The key of the page that shows what was submitted later, of what waits."""
_MOMENT = reports.Column("submitted_at", "Submitted", "moment")


def inbox(visit: Visit) -> Shown:
    """Both lists; raises `Refusal` for a page that is none."""
    found = list(submissions(visit.view))
    waiting = [each for each in found if each.settled is None]
    contents = [*_waiting(waiting, visit), *_settled(found, visit)]
    return Shown("page.html", visit.say("Submissions"), {"contents": contents})


def _waiting(found: Sequence[Submission], visit: Visit) -> Iterator[Content]:
    """The oldest first, a page at a time, each in a line."""
    if not found:
        yield Empty(visit.say("Nothing waits for a second person."))
        return
    after = _number(visit, AFTER) or 0
    waiting = [each for each in found if each.entry > after]
    shown = waiting[:MOST]
    decides = Allowed(visit).lacks("approve") is None
    own = visit.identity.name
    for_me = [e for e in shown if decides and e.state["person"] != own]
    others = [each for each in shown if each not in for_me]
    if for_me:
        yield _heading(visit.say("For you to decide"))
        yield _lines(for_me, visit, "for-me", visit.say("For you to decide"))
    if others:
        yield _heading(visit.say("Waiting for another person"))
        role = visit.label("value", "approver")
        yield paragraph(
            visit.say("Waits for: another person with the role {role}.", role=role)
        )
        caption = visit.say("Waiting for another person")
        yield _lines(others, visit, "for-others", caption)
    if after or len(waiting) > len(shown):
        yield _later(shown, waiting, len(found), visit)


def _heading(text: str) -> Content:
    return element("h2", text, class_="utrecht-heading-2")


def _lines(some: Sequence[Submission], visit: Visit, name: str, caption: str) -> Table:
    """What each is, how much, of whom, and whether it wants a look, in a line."""
    say = visit.say
    return Table(
        name,
        caption,
        [
            Column(first_upper(visit.label("field", "submission")), prose=True),
            Column(first_upper(visit.label("field", "amount")), numeric=True),
            Column(say("To or from, and project")),
            Column(first_upper(visit.label("field", "maker"))),
            Column(say("Submitted"), narrow=True),
        ],
        [_line(with_course(visit.view, *each), visit) for each in some],
        hides_caption=True,
    )


def _line(each: Told, visit: Visit) -> Sequence[Content]:
    amount = amount_of(each)
    project = fields_of(each).get("project")
    named = [party_of(each, visit.view), project]
    return [
        Several([link(each, visit), *_mark(each, visit)], " "),
        None if amount is None else visit.written.money(amount),
        " · ".join(str(one) for one in named if one) or ABSENT,
        each["maker"],
        visit.cell(_MOMENT, each["submitted_at"]),
    ]


def _mark(each: Told, visit: Visit) -> Iterator[Badge]:
    """A mark where somebody should look twice."""
    if each["refusal"] is not None:
        yield Badge(visit.say("would be refused now"), "danger")
        return
    count = len(warnings(each, visit))
    if count:
        said = visit.say("{count} warnings", count=count)
        yield Badge(visit.say("1 warning") if count == 1 else said, "warning")


def _later(
    shown: Sequence[Submission],
    left: Sequence[Submission],
    count: int,
    visit: Visit,
) -> Pages:
    say = visit.say
    first = after = None
    if visit.asked.given.get(AFTER):
        first = Link(say("Oldest"), visit.here(after=None))
    if len(left) > len(shown):
        after = Link(say("Later"), visit.here(after=shown[-1].entry))
    told_ = say("{shown} of {count}", shown=len(shown), count=count)
    return Pages(say("Pages of what waits"), told_, first, after=after)


def _number(visit: Visit, name: str) -> int | None:
    typed = visit.asked.given.get(name, "").strip()
    return entry_number(typed) if typed else None


def _settled(found: Sequence[Submission], visit: Visit) -> Iterator[Content]:
    """The newest first, a page at a time."""
    before = _number(visit, BEFORE)
    settled = [each for each in reversed(found) if each.settled is not None]
    if not settled:
        return
    left = [each for each in settled if before is None or each.entry < before]
    shown = left[:MOST]
    yield _heading(visit.say("Settled"))
    yield _table(shown, visit, "settled", visit.say("Settled submissions"))
    if len(settled) > MOST:
        yield _pages(shown, left, len(settled), visit, is_first=before is None)


def _table(some: Sequence[Submission], visit: Visit, name: str, caption: str) -> Table:
    titles = ("submission", "command", "maker", "submitted_at", "status", "settled_by")
    return Table(
        name,
        caption,
        [
            *(Column(first_upper(visit.label("field", each))) for each in titles),
            Column(visit.say("By")),
        ],
        [_row(each, visit) for each in some],
        hides_caption=True,
        empty=visit.say("Nothing to show."),
    )


def _row(each: Submission, visit: Visit) -> Sequence[Content]:
    settled = each.settled
    assert settled is not None  # noqa: S101  # what waits is not in this list
    given = each.state["given"]["as"]
    return [
        Link(f"#{each.entry}", visit.href(f"/submissions/{each.entry}")),
        visit.label("command", given["command"]),
        each.state["person"],
        visit.cell(_MOMENT, each.state["recorded_at"]),
        Badge(visit.label("value", settled.status)),
        entry_link(settled.entry, visit),
        settled.state["person"],
    ]


def _pages(
    shown: Sequence[Submission],
    left: Sequence[Submission],
    count: int,
    visit: Visit,
    *,
    is_first: bool,
) -> Pages:
    say = visit.say
    first = None if is_first else Link(say("Newest"), visit.here(before=None))
    after = None
    if len(left) > len(shown):
        after = Link(say("Earlier"), visit.here(before=shown[-1].entry))
    told_ = say("{shown} of {count}", shown=len(shown), count=count)
    return Pages(say("Pages of settled submissions"), told_, first, after=after)
