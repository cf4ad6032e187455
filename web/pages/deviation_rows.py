"""Deviations as a table of a page: from what to what, how much is used, and why."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from domain.values.money import Cents
from projections.answers import arithmetic
from projections.answers.deviations import DeviationUse
from projections.answers.project_rows import proposals
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.composing import ABSENT, day
from web.pages.deviating import decided_by
from web.pages.markup import Content, element, joined
from web.pages.naming import charged_to
from web.pages.reports import entry_link
from web.pages.visit import Visit, segment

_CEILING = "programme_ceiling"
_MAXIMUM = "maximum_per_project"
_SHARE = "participation_share"


def deviation_rows(
    visit: Visit, uses: Sequence[DeviationUse], name: str = "deviations"
) -> Table:
    """One a row; amounts are said to be what they are, since rules differ in that."""
    told = _Told(visit)
    return Table(
        name,
        visit.say("Deviations"),
        [
            Column(visit.say("Entry"), narrow=True),
            Column(visit.say("Deviated from")),
            Column(visit.say("From → to")),
            Column(visit.say("Used")),
            Column(visit.say("Left")),
            Column(visit.say("Decided"), narrow=True),
            Column(visit.say("Why"), prose=True),
        ],
        [told.cells(each) for each in uses],
        empty=visit.say("Nothing was deviated from."),
        hides_caption=True,
    )


class _Told:
    """What is told of deviations; what all of them need is read once."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._money = visit.written.money

    @cached_property
    def _terms(self) -> dict[str, dict[str, object]]:
        return proposals(self._visit.view)

    def cells(self, use: DeviationUse) -> list[Content]:
        """One row."""
        decided: list[Content] = [
            decided_by(self._visit, use),
            day(self._visit, use.entry.date),
        ]
        return [
            entry_link(use.entry.number, self._visit),
            element("div", Several(list(self._about(use)), " "), class_="what"),
            self._changed(use),
            self._used(use),
            self._left(use),
            Several(decided, " "),
            use.entry.given["motivation"],
        ]

    def _about(self, use: DeviationUse) -> Iterator[Content]:
        """The rule, and the project, programme or year that it was set aside for."""
        given = use.entry.given
        rule = self._visit.label("value", given["rule"])
        yield element("strong", rule[:1].upper() + rule[1:])
        year = given.get("year")
        if given.get("project"):
            path = f"/projects/{segment(given['project'])}"
            yield Link(given["project"], self._visit.href(path))
        elif given.get("programme"):
            programme = given["programme"]
            path = f"/programmes/{segment(programme)}/{segment(given['year'])}"
            yield Link(
                charged_to(self._visit, programme, str(year)), self._visit.href(path)
            )
        elif year:
            yield year

    def _changed(self, use: DeviationUse) -> str:
        say, money, given = self._visit.say, self._money, use.entry.given
        amount = use.amount
        if given["rule"] == _CEILING and amount is not None:
            before = self._ceiling(use)
            said = say(
                "ceiling {before} → {after}",
                before=money(before),
                after=money(before + amount),
            )
            return f"{said} (+\N{NO-BREAK SPACE}{money(amount)})"
        if given.get("share"):
            return say("share of the costs → {share}%", share=given["share"])
        if amount is None:
            return say("set aside, without a limit")
        if use.is_of_project:
            before_ = self._maximum(use)
            return say(
                "maximum {before} → {after}",
                before=ABSENT if before_ is None else money(before_),
                after=money(amount),
            )
        return say("{amount} beyond it", amount=money(amount))

    def _ceiling(self, use: DeviationUse) -> Cents:
        """The ceiling on its day, with the deviations that were decided before it."""
        given, day_ = use.entry.given, use.entry.date
        sums = arithmetic.of_programme(given["year"], given["programme"])
        view = self._visit.view
        then = view if day_ is None else view._replace(at=date.fromisoformat(day_))
        amounts = then.balances(arithmetic.accounts_of([sums["ceiling"]]))
        earlier = (
            each.amount or 0
            for each in self._visit.deviations.values()
            if _is_before(each, use)
        )
        return sums["ceiling"].of(amounts) + sum(earlier)

    def _maximum(self, use: DeviationUse) -> Cents | None:
        """The ordinary maximum per project; None where none was set."""
        from ledger.posting.judging import books_of  # it reads the rules

        terms = self._terms.get(use.entry.given["project"])
        if terms is None or use.entry.date is None:
            return None
        limits = books_of(self._visit.view).year(str(terms["year"]))
        on = date.fromisoformat(use.entry.date)
        found = limits.max_grant(str(terms["programme"]), on)
        return None if found is None else found[0]

    def _used(self, use: DeviationUse) -> Content:
        """How much, by which entries; without a limit the whole grant leans on it."""
        if not use.used_by:
            return self._visit.say("not used")
        links = [entry_link(each, self._visit) for each in use.used_by]
        said: Content = self._money(use.used)
        if use.is_of_project and use.entry.given["rule"] not in (_MAXIMUM, _SHARE):
            whole = self._visit.say("(the whole grant)")
            said = joined([said, " ", whole])
        return joined([said, " ", self._visit.say("by"), " ", Several(links, " ")])

    def _left(self, use: DeviationUse) -> str:
        if use.left is None:
            return self._visit.say("no limit")
        return self._money(use.left)


def _is_before(each: DeviationUse, use: DeviationUse) -> bool:
    names = ("rule", "year", "programme")
    of_same = all(each.entry.given.get(n) == use.entry.given.get(n) for n in names)
    key = (each.entry.date or "", each.entry.number)
    return of_same and key < (use.entry.date or "", use.entry.number)
