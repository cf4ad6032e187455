"""One command as a form, from the description of its fields."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.entries.command import Command
from domain.entries.register import command_model
from domain.values.errors import BadForm, Refusal
from domain.values.messages import Euro
from domain.values.money import amount_from_typed, parse_amount
from ledger.fields.described import Description, description_of
from web.pages.components.alerts import Alert, Mistakes
from web.pages.components.buttons import Button, Buttons
from web.pages.components.forms import Form
from web.pages.components.texts import Link, Several
from web.pages.components.ways import Breadcrumbs
from web.pages.markup import Content, element
from web.pages.posting.allowed import Allowed, may_be_proposed
from web.pages.posting.controls import Controls
from web.pages.posting.existing import Existing
from web.pages.posting.filled import DRY_RUN, PROPOSE, SECOND_PERSON
from web.pages.posting.placed import Said, first_upper, said_of
from web.pages.posting.refused import control_of
from web.pages.posting.summing import is_sum, shortly
from web.pages.posting.wording import summary
from web.pages.reports import entry_link
from web.pages.site import Shown
from web.pages.visit import Visit

OUTCOME = "dry-run"
"""The id of where a dry run is shown; no field is called that."""
_KEY_BYTES = 18


def new_key() -> str:
    """An idempotency key of a form: nobody else's, and not to be guessed."""
    return secrets.token_urlsafe(_KEY_BYTES)


@dataclass(frozen=True)
class CommandForm:
    """The form of a command, with what was filled in."""

    visit: Visit
    command: str
    filled: Mapping[str, Any]
    none: Sequence[str] = ()
    added: str = ""
    said: Sequence[Said] = ()
    """What is wrong, each at its control."""
    ways: Sequence[Content] = ()
    """To the forms that a refusal names, and its sum."""
    outcome: Sequence[Content] = ()
    status: int = 200
    code: str | None = None
    """Of its refusal."""
    allowed: Allowed = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "allowed", Allowed(self.visit))

    @property
    def model(self) -> type[Command]:
        """The command's model."""
        found = command_model(self.command)
        assert found is not None  # noqa: S101  # whoever made this looked it up
        return found

    @property
    def described(self) -> Description:
        """Its fields."""
        return description_of(self.model)

    def page(self) -> Shown:
        """The whole page."""
        title = first_upper(self.visit.label("command", self.command))
        say = self.visit.say
        crumbs = Breadcrumbs(
            say("Where this is"),
            [Link(say("New entry"), self.visit.href("/post"))],
            title,
        )
        return Shown(
            "page.html",
            title,
            {"contents": list(self._contents())},
            status=self.status,
            code=self.code,
            crumbs=crumbs,
        )

    def _contents(self) -> Iterator[Content]:
        if self.said:
            faults = [(_shown(each.name), line(each)) for each in self.said]
            yield Mistakes(self.visit.say("This can't be posted as it is"), faults)
            yield from self.ways
        said = summary(self.command, self.visit)
        yield element("p", said, class_="utrecht-paragraph")
        yield from self._second_person()
        yield Form(f"/post/{self.command}", list(self._fields()), live=OUTCOME)
        attributes = {"class_": "section", "id": OUTCOME, "aria_live": "polite"}
        yield element("div", *self.outcome, **attributes)

    def _second_person(self) -> Iterator[Content]:
        """What takes a second person is said before."""
        limit = self._limit
        if limit is None:
            return
        say = self.visit.say
        told = say("It is booked when another person has approved it.")
        title = say("This takes a second person")
        if limit:
            title = say(
                "From {amount} on this takes a second person", amount=Euro(limit)
            )
        rule = self.allowed.policy_entry
        said: list[Content] = [told]
        if rule is not None:
            policy = entry_link(rule, self.visit)
            said.append(Several([say("The rule is the approval policy,"), policy], " "))
        yield Alert("info", title, said)

    @property
    def _limit(self) -> int | None:
        return self.allowed.second_person_from(self.command, self.described)

    def _fields(self) -> Iterator[Content]:
        key = self.filled.get("id") or new_key()
        yield element("input", type="hidden", name="id", value=key)
        if self._limit is not None:
            yield element("input", type="hidden", name=SECOND_PERSON, value="true")
        controls = Controls(
            self.visit,
            Existing(self.visit),
            {each.name: each.text for each in self.said if each.name},
            self.none,
            self.added,
        )
        yield from controls.of(self.command, self.described, self.filled)
        yield Buttons(list(self._buttons()))

    def _buttons(self) -> Iterator[Button]:
        say, by_two = self.visit.say, self._takes_two
        names = {False: say("Post"), True: say("Submit to a second person")}
        both = say("Post, or submit to a second person")
        yield Button(both if by_two is None else names[by_two])
        yield Button(say("Try it"), "secondary", DRY_RUN, "true", OUTCOME)
        if may_be_proposed(self.command) and by_two is False:
            yield Button(say("Propose"), "secondary", PROPOSE, "true")

    @property
    def _takes_two(self) -> bool | None:
        """It takes a second person; None where that is as much as is filled in."""
        limit = self._limit
        if not limit:
            return limit is not None
        try:
            amount = amount_from_typed(str(self.filled.get("amount", "")))
        except Refusal:
            return None
        return parse_amount(amount) >= limit

    def said_of(self, refusal: Refusal) -> list[Said]:
        """What a refusal says, each fault at its control."""
        if isinstance(refusal, BadForm) and refusal.faults:
            return said_of(refusal.faults, self.described, self.filled, self.visit)
        name = control_of(refusal, self.described, self.filled)
        told = self.visit.told(refusal.said)
        if is_sum(refusal):
            told = shortly(refusal, self.visit)
        return [Said(name, "", first_upper(told))]


def line(said: Said) -> str:
    """What is wrong, after the name of its field."""
    return f"{said.label}: {said.text}" if said.label else said.text


def _shown(name: str) -> str:
    """The control that a fault leads to; the form's own key is not shown."""
    return "" if name == "id" else name
