"""Drawing commands about the current account."""

from datetime import date

from tests.naive.budgets import (
    free_margin,
)
from tests.naive.shape import NOT_SHIFTED, SHIFTED
from tests.naive.suspense import is_item, left
from tests.property.draw_years import YearCommands
from tests.property.partnerships import Fields


class MoneyCommands(YearCommands):
    """What the bank shows beside the grants, and what it is booked as."""

    def _contribution(self, fields: Fields) -> None:
        year, partner = self.year(), self.partner()
        books = self.books
        fields |= {"year": year, "partner": partner, "document": "bank"}
        day = self._on(fields)
        fields["amount"] = self.amount(
            lambda: books.total("received", year, partner),
            lambda: books.total("received", year, partner, day=day),
            lambda: free_margin(books, date.max),
        )

    _receive_contribution = _contribution

    _repay_contribution = _contribution

    def _post_process_cost(self, fields: Fields) -> None:
        year, programme = self.year(), self.programme()
        fields |= {"year": year, "programme": programme, "document": "bill"}
        fields |= {"payee": self.text(), "description": self.text()}
        day = self._on(fields)
        fields["amount"] = self.amount(*self.margins(year, programme, day))
        if self.one_in(6):
            fields["cost_kind"] = self.pick((*self.fw.cost_kinds, "parties"))

    def _other(self, fields: Fields) -> None:
        books = self.books
        suspense = ("suspense",) * (9 if self.shift is not None else 2)
        category = self.code([*suspense, *self.fw.categories])
        fields |= {"category": category, "document": "bank"}
        fields |= {"counterparty": self.text(), "description": self.text()}
        self._on(fields)
        fields["amount"] = self.amount(lambda: free_margin(books, date.max))

    def _receive_other(self, fields: Fields) -> None:
        self._other(fields)
        self._clears(fields, "pay_other")

    def _pay_other(self, fields: Fields) -> None:
        self._other(fields)
        self._clears(fields, "receive_other")

    def _clears(self, fields: Fields, command: str) -> None:
        """Mostly an open item of the other direction, and about what is left."""
        books = self.books
        items = [e for e in books.standing(command) if is_item(e)]
        items += [
            e
            for e in books.standing("reclassify")
            if is_item(e) and e.data["as"]["command"] == command
        ]
        if self.one_in(30):
            items = list(books.entries)
        if not items or not (self.shift is not None or self.one_in(2)):
            return
        item = self.pick(items[-3:])
        fields["clears"] = item.number
        if "amount" in item.data and not self.one_in(6):
            rest = left(books, item, date.max)
            fields["amount"] = self.amount(lambda: rest, lambda: rest // 2)

    def _reclassify(self, fields: Fields) -> None:
        entry = self._entry()
        moved = [e for e in self.books.standing(*SHIFTED) if e.number > 1]
        if moved and not self.one_in(15):
            entry = self.pick(moved[-8:])
        way = SHIFTED.get(entry.command, "in")
        names = [n for n, w in SHIFTED.items() if w == way or self.one_in(40)]
        booked: Fields = {"command": self.pick(names)}
        getattr(self, f"_{booked['command']}")(booked)
        for name in NOT_SHIFTED:
            booked.pop(name, None)
        if self.one_in(40):
            booked[self.pick(("note", "amount", "x"))] = "x"
        if self.one_in(40):
            booked["command"] = self.pick(("award_grant", "reverse", "nothing"))
        fields |= {"entry": entry.number, "reason": self.text(), "date": self.day()}
        if not self.one_in(6):
            fields["date"] = max(entry.date.isoformat(), str(fields["date"]))
        fields["as"] = booked
        if self.one_in(2) and "amount" in entry.data:
            rest = left(self.books, entry, date.max)
            fields["amount"] = self.amount(lambda: rest, lambda: rest // 2)
