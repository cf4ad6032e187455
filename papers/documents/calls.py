"""A partner's contribution to a year as letters ask for it: key, amount, reference."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.values.creditor_references import contribution_reference
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from papers.documents.basis import decision_json, first, partner_json
from papers.documents.financing import share_of
from papers.documents.grants import amount_or_none
from projections.answers.balances import balance
from projections.answers.deviations import reversed_by_date
from projections.answers.entries import Entry, Filters, history
from projections.snapshot import View
from projections.sums import cents

Row = dict[str, Any]


class Call:
    """What a partner was called for a year, and what of it is outstanding.

    Raises `Refusal`: (`YEAR_NOT_OPEN`) for a year that is not open at the date;
    (`PARTNER_UNKNOWN`) where nothing was called from the partner; (`SCOPE_INVALID`)
    where all of it was received.
    """

    def __init__(self, view: View, partner: str, year: str) -> None:
        self.view, self.partner, self.year = view, partner, year
        self.opening = self._opening()
        found: Any = balance(view)
        self.rows: list[Row] = [r for r in found["partners"] if r["year"] == year]
        """What was called from every partner."""
        self.budget: Row = first(found["years"], year=year) or {}
        self.row = self._row()

    def _opening(self) -> Entry:
        filters = Filters(
            command="open_budget_year", year=self.year, until_day=self.view.day
        )
        for entry in history(self.view, filters, newest_first=True):
            if entry.year == self.year and not reversed_by_date(self.view, entry):
                return entry
        raise Refusal(
            "YEAR_NOT_OPEN",
            "year {year} is not open on {day}, so nothing was called for it.",
            year=self.year,
            day=self.view.at,
        )

    def _row(self) -> Row:
        row = first(self.rows, partner=self.partner)
        if row is None or not cents(row["due"]):
            raise Refusal(
                "PARTNER_UNKNOWN",
                "nothing was called from {partner} for {year}.",
                partner=Quoted(self.partner),
                year=self.year,
            )
        if cents(row["outstanding"]) <= 0:
            raise Refusal(
                "SCOPE_INVALID",
                "nothing is outstanding of the contribution of {partner} for {year} on"
                " {day}, so there is nothing to ask for.",
                partner=Quoted(self.partner),
                year=self.year,
                day=self.view.at,
            )
        return row

    @property
    def document(self) -> str:
        """What the letter that calls is referred to by: `BIJ-2014-EMMEN`."""
        return f"BIJ-{self.year}-{self.partner.upper()}"

    @property
    def framework(self) -> str:
        """The title of the framework in force when the year was opened."""
        day = date.fromisoformat(str(self.opening.date))
        return self.view.frameworks.on(day, self.opening.number).title

    @property
    def due_date(self) -> date:
        """The last day on which it is paid in time."""
        return date.fromisoformat(self.row["due_date"])

    def told(self) -> dict[str, Any]:
        """What both letters say of it, for their JSON."""
        return {
            "framework": self.framework,
            "partner": self._partner(),
            "year": self._year(),
            "decision": decision_json(self.view, self.opening.decision),
            "amended": decision_json(self.view, self._amendment()),
            "call": {
                "entry": self.opening.number,
                "date": self.opening.date,
                "document": self.document,
                "due_date": self.row["due_date"],
                "amount": self.row["due"],
                "received": amount_or_none(cents(self.row["received"])),
                "outstanding": self.row["outstanding"],
                "reference": contribution_reference(self.year, self.partner),
            },
        }

    def key(self) -> dict[str, Any]:
        """How the year's budget is called from the partners, with its sum and gap."""
        day = date.fromisoformat(str(self.opening.date))
        key = self.view.frameworks.key_on(day, self.opening.number)
        return {
            "name": key.name,
            "source": key.source,
            "rows": [self._of_key(row, key.percentages, day) for row in self.rows],
            "total": self.budget["contributions_due"],
            "budget": self.budget["budget"],
            "other_cover": amount_or_none(cents(self.budget["other_cover"])),
            "gap": amount_or_none(cents(self.budget["gap"])),
        }

    def _of_key(
        self, row: Row, percentages: Mapping[str, str], day: date
    ) -> dict[str, Any]:
        code = row["partner"]
        found = self.view.frameworks.partner(code, day, self.opening.number)
        return {
            "partner": code,
            "name": partner_json(self.view, code)["name"],
            "inhabitants": found.inhabitants,
            "percentage": percentages.get(code),
            "share": share_of(cents(row["due"]), cents(self.budget["budget"])),
            "amount": row["due"],
        }

    def _partner(self) -> dict[str, str]:
        found = self.view.frameworks.partner(
            self.partner, self.view.at, self.view.entry
        )
        return {"partner": self.partner, "name": found.name, "kind": found.kind}

    def _year(self) -> dict[str, str]:
        days = self.view.course.year(self.year, self.view.at)
        assert days is not None  # noqa: S101  # it was opened
        first_day, last_day = (each.isoformat() for each in days)
        return {"year": self.year, "start": first_day, "end": last_day}

    def _amendment(self) -> str | None:
        """The decision that last changed what was called from the partner."""
        filters = Filters(
            command="amend_budget_year", year=self.year, until_day=self.view.day
        )
        for entry in history(self.view, filters, newest_first=True):
            changed = entry.given.get("contributions") or {}
            is_later = entry.number > self.opening.number
            if entry.year != self.year or not is_later or self.partner not in changed:
                continue
            if not reversed_by_date(self.view, entry):
                return entry.decision
        return None
