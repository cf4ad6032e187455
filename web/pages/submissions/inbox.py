"""`/submissions`: what waits, first for the visitor; below it what is settled."""

from collections.abc import Iterator, Sequence

from ledger.queries.submissions import with_course
from projections import report as reports
from projections.answers.submissions import Submission, submissions
from projections.parameters import entry_number
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Empty, Link
from web.pages.components.ways import Pages
from web.pages.markup import Content, element
from web.pages.posting.allowed import Allowed
from web.pages.posting.placed import first_upper
from web.pages.reports import entry_link
from web.pages.site import Shown
from web.pages.submissions.told import link, told
from web.pages.visit import Visit

WHOLE = 5
"""Submissions that are told whole; of more there is a row."""
MOST = 20
"""Rows of those that are settled."""
BEFORE = "before"
"""The key of the page that shows what was submitted earlier."""
_MOMENT = reports.Column("submitted_at", "Submitted", "moment")


def inbox(visit: Visit) -> Shown:
    """Both lists; raises `Refusal` for a page that is none."""
    found = list(submissions(visit.view))
    waiting = [each for each in found if each.settled is None]
    contents = [*_waiting(waiting, visit), *_settled(found, visit)]
    return Shown("page.html", visit.say("Submissions"), {"contents": contents})


def _waiting(waiting: Sequence[Submission], visit: Visit) -> Iterator[Content]:
    if not waiting:
        yield Empty(visit.say("Nothing waits for a second person."))
        return
    decides = Allowed(visit).lacks("approve") is None
    own = visit.identity.name
    for_me = [e for e in waiting if decides and e.state["person"] != own]
    others = [each for each in waiting if each not in for_me]
    if for_me:
        yield _heading(visit.say("For you to decide"))
        yield from _cards(for_me, visit)
    if others:
        yield _heading(visit.say("Waiting for another person"))
        yield from _cards(others, visit)


def _heading(text: str) -> Content:
    return element("h2", text, class_="utrecht-heading-2")


def _cards(some: Sequence[Submission], visit: Visit) -> Iterator[Content]:
    """The oldest whole; of more than can be read at once the others as links."""
    for each in some[:WHOLE]:
        data = with_course(visit.view, *each)
        yield element("h3", link(data, visit), class_="utrecht-heading-3")
        yield element("article", *told(data, visit, level=4), class_="section")
    if len(some) > WHOLE:
        yield _table(some[WHOLE:], visit, "waiting", visit.say("Waiting too"))


def _settled(found: Sequence[Submission], visit: Visit) -> Iterator[Content]:
    """The newest first, a page at a time."""
    typed = visit.asked.given.get(BEFORE, "").strip()
    before = entry_number(typed) if typed else None
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
        [Column(first_upper(visit.label("field", each))) for each in titles],
        [_row(each, visit) for each in some],
        hides_caption=True,
        empty=visit.say("Nothing to show."),
    )


def _row(each: Submission, visit: Visit) -> Sequence[Content]:
    settled = each.settled
    given = each.state["given"]["as"]
    return [
        Link(f"#{each.entry}", visit.href(f"/submissions/{each.entry}")),
        visit.label("command", given["command"]),
        each.state["person"],
        visit.cell(_MOMENT, each.state["recorded_at"]),
        Badge(visit.label("value", settled.status if settled else "waiting")),
        entry_link(settled.entry, visit) if settled else None,
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
