"""`/submissions/N`: one submission, and what can be decided on it."""

from collections.abc import Iterator, Mapping

from domain.entries.approvals import Approve, Decline, RetractSubmission
from domain.entries.command import Command
from domain.entries.parsing import build
from domain.values.errors import BadForm, Refusal
from ledger.queries.submissions import of_number
from projections.parameters import entry_number
from web.api.statuses import status_of
from web.pages.components.alerts import Alert, Mistakes
from web.pages.components.texts import Link
from web.pages.components.ways import Breadcrumbs
from web.pages.markup import Content
from web.pages.posting.pages import posted
from web.pages.site import GoOn, Page, Shown
from web.pages.submissions.deciding import DECIDE, Deciding, faults_of
from web.pages.submissions.inbox import inbox
from web.pages.submissions.told import bound, title, told
from web.pages.visit import Visit
from web.pages.ways_out import ways_out

_MODELS: Mapping[str, type[Command]] = {
    "approve": Approve,
    "decline": Decline,
    "withdraw": RetractSubmission,
}
_GONE = ("ENTRY_UNKNOWN", "SCOPE_INVALID")


def one(visit: Visit) -> Shown:
    """As it would be posted now."""
    return _page(visit)


def decide(visit: Visit) -> Shown | GoOn:
    """Approve, decline or withdraw it, as it was shown; else it is shown anew."""
    sent = {name: values[-1] for name, values in visit.asked.form.items()}
    number = _number(visit)
    wanted = sent.pop(DECIDE, "")
    model = _MODELS.get(wanted)
    try:
        if model is None:
            raise BadForm("BAD_COMMAND", "what is to be decided is not said.")
        said = {name: value for name, value in sent.items() if value.strip()}
        command = build(model, {"submission": number, **said})
        done = posted(visit, command)
    except Refusal as refusal:
        return _page(visit, refusal, wanted, sent.get("reason", ""))
    if wanted == "approve":
        return done
    return GoOn(f"/submissions/{number}?posted=new", done.entries)


def _number(visit: Visit) -> int:
    return entry_number(visit.asked.names["submission"])


def _page(
    visit: Visit, refusal: Refusal | None = None, wanted: str = "", reason: str = ""
) -> Shown:
    found = of_number(visit.view, _number(visit))
    say = visit.say
    name = title(found, visit)
    deciding = Deciding(visit, found, refusal, wanted, reason)
    contents = [
        *_said(refusal, visit),
        *deciding.why_not(),
        *told(found, visit),
        *deciding.forms(),
        bound(found, visit),
    ]
    crumbs = Breadcrumbs(
        say("Where this is"),
        [Link(say("Submissions"), visit.href("/submissions"))],
        name,
    )
    status = 200 if refusal is None else status_of(refusal)
    return Shown("page.html", name, {"contents": contents}, status, crumbs=crumbs)


def _said(refusal: Refusal | None, visit: Visit) -> Iterator[Content]:
    if refusal is None:
        if visit.asked.given.get("posted") == "new":
            yield Alert("ok", visit.say("It is recorded."), role="status")
        return
    faults = faults_of(refusal, visit)
    yield Mistakes(visit.say("This can't be decided as it is"), faults)
    yield ways_out(refusal.said, visit)


PAGES = (
    Page("submissions", "/submissions", inbox),
    Page("submission", "/submissions/{submission}", one, unknown=_GONE),
    Page("submission", "/submissions/{submission}", decide, "POST", unknown=_GONE),
)
