"""A line of the bank as far as all its pages need it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from domain.catalogue import BY_NAME, Trait
from domain.deciding.answering import line_of
from domain.entries.ties import LineNumber, line_number
from domain.states.bank import OpenLine
from domain.values.errors import Refusal
from domain.values.fields import BANK_LINE
from domain.values.messages import Quoted
from domain.values.texts import format_cents
from ledger.posting.judging import books_of
from ledger.suggesting.days import day_of
from projections.answers import bank
from projections.stored import state_of_entry
from projections.suggesting.commands import answer, voucher
from web.pages.bank.posting import MOVING
from web.pages.bank.words import day_text, may_act, moved, now_of
from web.pages.components.facts import Facts
from web.pages.components.texts import Link
from web.pages.markup import Content
from web.pages.visit import Visit

_FORM = re.compile(BANK_LINE)


@dataclass(frozen=True)
class OneLine:
    """A line that stands, with what is open of it after everything recorded so far."""

    visit: Visit
    found: OpenLine

    @classmethod
    def of(cls, visit: Visit) -> "OneLine":
        """The line that the path names; raises `Refusal` (`LINE_UNKNOWN`)."""
        text = visit.asked.names["line"]
        if not _FORM.fullmatch(text):
            raise Refusal(
                "LINE_UNKNOWN", "there is no bank line {line}.", line=Quoted(text)
            )
        return cls(visit, line_of(line_number(text), books_of(now_of(visit))))

    @property
    def number(self) -> LineNumber:
        """Its statement and its number there."""
        return self.found.number

    @property
    def name(self) -> str:
        """Such as `57.3`."""
        return str(self.number)

    @property
    def open(self) -> int:
        """Euro cents; negative where money left."""
        return self.found.found.open

    @property
    def sign(self) -> int:
        """1 where money came in, -1 where it left."""
        return 1 if self.found.found.amount > 0 else -1

    @property
    def is_to_do(self) -> bool:
        """Something is open of it, and the visitor may answer it."""
        return bool(self.open) and may_act(self.visit)

    @cached_property
    def fields(self) -> bank.Fields:
        """What the bank says of it."""
        return bank.Lines(self.visit.view).of(*self.number)

    @cached_property
    def document(self) -> str:
        """The voucher of its statement."""
        given = state_of_entry(self.visit.view.reader, self.number.statement)["given"]
        return str(given["document"])

    @cached_property
    def commands(self) -> tuple[str, ...]:
        """The commands that may answer it, by the way the money went."""
        came = self.sign > 0
        return tuple(n for n in MOVING if BY_NAME[n].has(Trait.RECEIPT) == came)

    def answered(self, fields: Mapping[str, object], cents: int) -> dict[str, object]:
        """A command that answers so much of it; `fields` are its own."""
        day = day_of(self.found.day, books_of(now_of(self.visit)).periods())
        return answer(dict(fields), self.name, cents, day, self.document)

    def form_of(self, command: str) -> str:
        """The address of a command's form, filled in as far as the line says it."""
        given = {
            "date": self.found.day.isoformat(),
            "amount": format_cents(abs(self.open)),
            "document": voucher(self.document, self.name),
            "bank_line": self.name,
        }
        return f"/post/{command}?{urlencode(given)}"

    def facts(self) -> Facts:
        """The line as the bank has it, with all of its texts."""
        visit, fields = self.visit, self.fields
        statement = self.number.statement
        rows: list[tuple[str, Content]] = [
            (visit.say("Account"), self.found.account),
            (
                visit.say("Statement"),
                Link(
                    visit.say("entry {entry}", entry=statement),
                    visit.href(f"/bank/statements/{statement}"),
                ),
            ),
            (visit.say("Booked"), day_text(str(fields["booked"]), visit)),
            (visit.say("Counts on"), self._counts()),
            (visit.say("Amount"), moved(self.found.found.amount, visit)),
            (visit.say("Open"), moved(self.open, visit)),
        ]
        return Facts([*rows, *self._texts()])

    def _counts(self) -> str | None:
        day = self.found.day
        same = day.isoformat() == str(self.fields["booked"])
        return None if same else day_text(day, self.visit)

    def _texts(self) -> Iterator[tuple[str, str | None]]:
        visit, fields = self.visit, self.fields
        yield visit.say("Counterparty"), fields.get("party")
        yield visit.say("Its account"), fields.get("party_account")
        yield visit.say("Text"), fields.get("text")
        yield visit.say("Reference"), fields.get("reference")
        yield visit.say("Code of the bank"), fields.get("bank_code")
        if fields.get("reversal"):
            yield visit.say("Return"), visit.say("the bank marks it as one")

    def link(self) -> Link:
        """To its own page."""
        text = self.visit.say("Line {line}", line=self.name)
        return Link(text, self.visit.href(f"/bank/lines/{self.name}"))
