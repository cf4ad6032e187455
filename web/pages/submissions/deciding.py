"""What somebody may decide on a submission, as forms; or why they may not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.values.errors import BadForm, Fault, Refusal
from domain.values.messages import Euro, Message
from web.pages.components.alerts import Alert
from web.pages.components.buttons import Button, Buttons, Kind
from web.pages.components.fields import TextField
from web.pages.components.forms import Form
from web.pages.components.texts import Link
from web.pages.composing import paragraph, section
from web.pages.markup import Content, element
from web.pages.posting.allowed import Allowed
from web.pages.posting.form import new_key
from web.pages.posting.lacking import MISSING, nothing_typed
from web.pages.posting.placed import first_upper
from web.pages.submissions.meaning import Submission, amount_of, warnings
from web.pages.submissions.told import WARNINGS
from web.pages.visit import AT, KNOWN_AT, Visit

DECIDE = "decide"
"""The button that decides; its value says what."""
_NO_EFFECT = "0" * 64
"""Of what would be refused: nothing was shown, and the refusal comes first."""


def faults_of(refusal: Refusal, visit: Visit) -> Sequence[tuple[str, str]]:
    """Each fault at its field; one of what stands in no field of these of the whole."""
    if isinstance(refusal, BadForm) and refusal.faults:
        return [
            ("reason", _of_reason(fault, visit))
            if fault.place == "reason"
            else ("", visit.told(fault.said))
            for fault in refusal.faults
        ]
    return [("", first_upper(visit.told(refusal.said)))]


def _of_reason(fault: Fault, visit: Visit) -> str:
    if isinstance(fault.said, Message) and fault.said.template == MISSING:
        return nothing_typed("reason", visit)
    return visit.told(fault.said)


@dataclass(frozen=True)
class Deciding:
    """The forms for what the visitor may decide; none of one's own to approve."""

    visit: Visit
    found: Submission
    refusal: Refusal | None = None
    wanted: str = ""
    reason: str = ""

    def why_not(self) -> Iterator[Alert]:
        """Why the visitor can't decide on what waits, in a plain sentence."""
        if self.found["status"] != "waiting":
            return
        say = self.visit.say
        if self._is_earlier:
            now = Link(say("Back to now"), self.visit.here(at=None, knownAt=None))
            said = say("This is an earlier state: what is decided, is decided now.")
            yield Alert("info", said, [now])
        elif self._is_own:
            yield Alert("info", say("It is yours: another person decides."))
        elif not self._may_approve:
            said = say("Deciding on it takes the role of approver.")
            yield Alert("info", said, [self._own_roles()])

    def _own_roles(self) -> str:
        visit, person = self.visit, self.visit.identity.name
        found = [e["role"] for e in visit.roles["roles"] if e["person"] == person]
        if not found:
            return visit.say("{person} has no role here.", person=person)
        named = ", ".join(visit.label("value", role) for role in found)
        return visit.say("{person} has the role {roles}.", person=person, roles=named)

    def forms(self) -> Iterator[Content]:
        """Of what waits, where it is looked at as it is now."""
        if self.found["status"] != "waiting" or self._is_earlier:
            return
        say = self.visit.say
        yield section(say("Approve"), *self._approving(), name="approving")
        if self._is_own:
            if self._allowed.lacks("retract_submission") is None:
                withdraw = self._with_reason("withdraw", say("Withdraw"))
                yield section(say("Withdraw"), withdraw, name="withdrawing")
        elif self._may_approve:
            decline = self._with_reason("decline", say("Decline"))
            yield section(say("Decline"), *self._looked_at(), decline, name="declining")

    @cached_property
    def _allowed(self) -> Allowed:
        return Allowed(self.visit)

    @property
    def _is_earlier(self) -> bool:
        given = self.visit.asked.given
        return bool(given.get(AT) or given.get(KNOWN_AT))

    @property
    def _is_own(self) -> bool:
        return bool(self.found["maker"] == self.visit.identity.name)

    @property
    def _may_approve(self) -> bool:
        return self._allowed.lacks("approve") is None and not self._is_own

    def _approving(self) -> Iterator[Content]:
        say, amount = self.visit.say, amount_of(self.found)
        text = say("Approve")
        if amount is not None:
            text = say("Approve {amount}", amount=Euro(amount))
        effect = self.found["effect"]
        if effect is None or not self._may_approve:
            yield Buttons([Button(text, disabled=True)])
            return
        yield from self._looked_at()
        yield paragraph(
            say("What is approved is what is shown here, to the cent."),
            " ",
            say(
                "Signed as {person}; submitted by {maker}.",
                person=self.visit.identity.name,
                maker=self.found["maker"],
            ),
        )
        hidden = {"leaf": self.found["leaf"], "effect": effect or _NO_EFFECT}
        yield self._form("approve", hidden, [], text)

    def _looked_at(self) -> Iterator[Content]:
        """That something is to be looked at, beside the button."""
        count = len(warnings(self.found, self.visit))
        if count:
            said = self.visit.say("To be looked at first: {count}", count=count)
            yield paragraph(Link(said, f"#{WARNINGS}"))

    def _with_reason(self, wanted: str, text: str) -> Content:
        """The id of a field is its name's, and only one such form is on the page."""
        is_this = self.wanted == wanted
        faults = {}
        if self.refusal is not None:
            faults = dict(faults_of(self.refusal, self.visit))
        field = TextField(
            "reason",
            first_upper(self.visit.label("field", "reason")),
            self.reason if is_this else "",
            error=faults.get("reason", "") if is_this else "",
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
        address = f"/submissions/{self.found['submission']}"
        button = Button(text, kind, DECIDE, wanted)
        return Form(address, [*fields, *contents, Buttons([button])])
