"""Checks of meetings, ratification, letters, hours, capacity and participation."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from domain.values.messages import Coded, Decimals, Words, parts
from domain.values.texts import format_cents
from projections.answers import hours as hours_answers
from projections.answers.agenda import MEETINGS_A_YEAR, overdue
from projections.answers.corrections import Corrections
from projections.answers.decisions import resting
from projections.answers.deviations import reversed_by_date
from projections.answers.entries import entry
from projections.answers.governing import (
    ended_years,
    letter_due,
    letters,
    steering_meetings,
)
from projections.answers.meetings import held
from projections.answers.ratification import due, strategic
from projections.answers.registers import Registered, partners_on
from projections.finding import Finding
from projections.snapshot import View
from projections.sums import cents

_ABOUT_DECISIONS = ("ratify_decision", "record_advice")


def meetings(view: View) -> Iterator[Finding]:
    """Z19, Z20: too few of the steering group; programme teams without a partner."""
    for year, found in steering_meetings(view).items():
        if date(year, 12, 31) < view.at and len(found) < MEETINGS_A_YEAR:
            yield Finding(
                "meetings",
                "MEETINGS_TOO_FEW",
                "warning",
                "meetings of the steering group in {year}: {times}; at least {least}"
                " are asked for (Z20).",
                [each.entry for each in found],
                times=len(found),
                year=year,
                least=MEETINGS_A_YEAR,
            ).of(year, len(found))
    yield from _without_partner(view)


def _without_partner(view: View) -> Iterator[Finding]:
    missed: dict[str, list[Registered]] = defaultdict(list)
    for each in held(view, Corrections(view)):
        if each.given["body"] == "programme_team":
            for partner in partners_on(view, each.date):
                if not each.given["present"].get(partner):
                    missed[partner].append(each)
    for partner, found in missed.items():
        yield Finding(
            "meetings",
            "MEETING_WITHOUT_PARTNER",
            "warning",
            "{partner} had nobody at these meetings of programme teams ({times}):"
            " {meetings}.",
            [each.entry for each in found],
            partner=partner,
            times=len(found),
            meetings=parts(each.given["meeting"] for each in found),
        ).of(partner, len(found))


def ratification(view: View) -> Iterator[Finding]:
    """Annex D: refused, or open after the term while entries rest on the decision."""
    corrections = Corrections(view)
    for decision, rows in strategic(view):
        number = decision.given["number"]
        for row in rows:
            if row["outcome"] == "refused":
                yield Finding(
                    "ratification",
                    "RATIFICATION_REFUSED",
                    "warning",
                    "{partner} refused on {date} to ratify decision {number}.",
                    [decision.entry, row["entry"]],
                    partner=row["partner"],
                    date=date.fromisoformat(row["date"]),
                    number=number,
                ).of(number, row["partner"])
        waiting = [row["partner"] for row in rows if row["outcome"] is None]
        resting_on = []
        if waiting and due(decision) < view.at:
            resting_on = list(_resting(view, decision, corrections))
        if resting_on:
            yield Finding(
                "ratification",
                "NOT_RATIFIED",
                "warning",
                "decision {number} of {date} was not ratified by {partners} before"
                " {due}; {resting} entries rest on it.",
                [decision.entry, *resting_on],
                number=number,
                date=decision.date,
                partners=parts(waiting),
                due=due(decision),
                resting=len(resting_on),
            ).of(number, "+".join(waiting))


def _resting(
    view: View, decision: Registered, corrections: Corrections
) -> Iterator[int]:
    """What stands on a decision, ratifications of it and advice on it apart."""
    recorded = entry(view, decision.entry, corrections)
    for each in resting(view, recorded, corrections, view.day):
        if each.command not in _ABOUT_DECISIONS and not reversed_by_date(view, each):
            yield each.number


def accountability(view: View) -> Iterator[Finding]:
    """Z21: years of which the councils got no letter in time."""
    told = letters(view)
    for year in ended_years(view):
        if year.code not in told and letter_due(year) < view.at:
            yield Finding(
                "accountability",
                "ACCOUNTABILITY_MISSING",
                "warning",
                "no letter to the councils accounts for {year}, which ended on {end};"
                " it was due on {due}.",
                year=year.code,
                end=year.end,
                due=letter_due(year),
            ).of(year.code)


def hours(view: View) -> Iterator[Finding]:
    """Z19: partners that worked less than their minimum in a year that ended."""
    ended = {year.code for year in ended_years(view)}
    for row in hours_answers.hours(view):
        short = cents(row["committed"]) - cents(row["recorded"])
        if row["year"] in ended and short > 0:
            yield Finding(
                "hours",
                "HOURS_SHORT",
                "warning",
                "{partner} worked {recorded} of the {committed} hours that it committed"
                " for {year}: {short} too few.",
                partner=row["partner"],
                recorded=Decimals(cents(row["recorded"])),
                committed=Decimals(cents(row["committed"])),
                year=row["year"],
                short=Decimals(short),
            ).of(row["year"], row["partner"], format_cents(short))


def deadlines(view: View) -> Iterator[Finding]:
    """What of the agenda is past its date."""
    for item in overdue(view):
        yield Finding(
            "deadlines",
            "DEADLINE_PASSED",
            "warning",
            "{rule}, {subject}: {date} is past; {command} settles it.",
            rule=Words(item.rule),
            subject=item.subject,
            date=item.date,
            command=Coded(item.command),
        ).of(item.rule, item.subject, item.date)
