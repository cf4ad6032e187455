"""`/submissions/N`: one submission, and what can be decided on it."""

from collections.abc import Iterator, Mapping, Sequence

from domain.entries.approvals import Approve, Decline, RetractSubmission
from domain.entries.command import Command
from domain.entries.parsing import build
from domain.values.errors import BadForm, Refusal
from ledger.queries.submissions import of_number
from projections.parameters import entry_number
from web.api.statuses import status_of
from web.pages.components.alerts import Alert, Mistakes
from web.pages.components.buttons import Button, Buttons, Kind
from web.pages.components.fields import TextField
from web.pages.components.forms import Form
from web.pages.components.texts import Link
from web.pages.components.ways import Breadcrumbs
from web.pages.markup import Content, element
from web.pages.posting.allowed import Allowed
from web.pages.posting.form import new_key
from web.pages.posting.pages import posted
from web.pages.posting.placed import first_upper
from web.pages.site import GoOn, Page, Shown
from web.pages.submissions.inbox import inbox
from web.pages.submissions.told import Submission, bound, title, told
from web.pages.visit import AT, KNOWN_AT, Visit
from web.pages.ways_out import ways_out

DECIDE = "decide"
"""The button that decides; its value says what."""
_MODELS: Mapping[str, type[Command]] = {
    "approve": Approve,
    "decline": Decline,
    "withdraw": RetractSubmission,
}
_NO_EFFECT = "0" * 64
"""Of what would be refused: nothing was shown, and the refusal comes first."""
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
    contents = [
        *_said(refusal, visit),
        *told(found, visit),
        bound(found, visit),
        *_Deciding(visit, found, refusal, wanted, reason).forms(),
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
    faults = _faults(refusal, visit)
    yield Mistakes(visit.say("This can't be decided as it is"), faults)
    yield ways_out(refusal.said, visit)


def _faults(refusal: Refusal, visit: Visit) -> Sequence[tuple[str, str]]:
    """Each fault at its field; one of what stands in no field of these of the whole."""
    if isinstance(refusal, BadForm) and refusal.faults:
        return [
            ("reason" if fault.place == "reason" else "", visit.told(fault.said))
            for fault in refusal.faults
        ]
    return [("", first_upper(visit.told(refusal.said)))]


class _Deciding:
    """The forms for what the visitor may decide; none of one's own to approve."""

    def __init__(
        self,
        visit: Visit,
        found: Submission,
        refusal: Refusal | None,
        wanted: str,
        reason: str,
    ) -> None:
        self._visit = visit
        self._found = found
        self._wanted = wanted
        self._reason = reason
        self._faults = dict(_faults(refusal, visit)) if refusal is not None else {}

    def forms(self) -> Iterator[Content]:
        """Of what waits, where it is looked at as it is now."""
        given = self._visit.asked.given
        if self._found["status"] != "waiting" or given.get(AT) or given.get(KNOWN_AT):
            return
        allowed = Allowed(self._visit)
        if self._found["maker"] == self._visit.identity.name:
            yield self._own_remark()
            if allowed.lacks("retract_submission") is None:
                yield self._with_reason("withdraw", self._visit.say("Withdraw"))
        elif allowed.lacks("approve") is None:
            yield self._approving()
            yield self._with_reason("decline", self._visit.say("Decline"))
        else:
            said = self._visit.say("Deciding on it takes the role of approver.")
            yield Alert("info", said)

    def _own_remark(self) -> Content:
        return Alert("info", self._visit.say("It is yours: another person decides."))

    def _approving(self) -> Content:
        effect = self._found["effect"]
        said = self._visit.say("What is approved is what is shown here, to the cent.")
        hidden = {"leaf": self._found["leaf"], "effect": effect or _NO_EFFECT}
        remark = element("p", said, class_="utrecht-paragraph")
        if effect is None:
            return remark  # nothing can be approved of it now
        return self._form("approve", hidden, [remark], self._visit.say("Approve"))

    def _with_reason(self, wanted: str, text: str) -> Content:
        """The id of a field is its name's, and only one such form is on the page."""
        is_this = self._wanted == wanted
        field = TextField(
            "reason",
            first_upper(self._visit.label("field", "reason")),
            self._reason if is_this else "",
            error=self._faults.get("reason", "") if is_this else "",
        )
        return self._form(wanted, {}, [field], text, "danger")

    def _form(
        self,
        wanted: str,
        hidden: Mapping[str, str],
        contents: Sequence[Content],
        text: str,
        kind: Kind = "primary",
    ) -> Content:
        fields = [
            element("input", type="hidden", name=name, value=value)
            for name, value in {"id": new_key(), **hidden}.items()
        ]
        address = f"/submissions/{self._found['submission']}"
        button = Button(text, kind, DECIDE, wanted)
        return Form(address, [*fields, *contents, Buttons([button])])


PAGES = (
    Page("submissions", "/submissions", inbox),
    Page("submission", "/submissions/{submission}", one, unknown=_GONE),
    Page("submission", "/submissions/{submission}", decide, "POST", unknown=_GONE),
)
