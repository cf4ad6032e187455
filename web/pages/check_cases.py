"""Findings of the same case as one, the year that each is of, and what settles it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.values.messages import Words
from projections.answers.agenda import Item
from projections.finding import Finding
from web.pages.agenda import settling
from web.pages.components.texts import Link
from web.pages.markup import Content
from web.pages.posting.leading import to_form
from web.pages.visit import Visit, segment

PASSED = "DEADLINE_PASSED"
"""Its scope is a rule of the agenda, a subject and a date."""
_SAME: Mapping[str, str] = {
    "bank_line_open": "BANK_LINE_OPEN",
    "meetings": "MEETINGS_TOO_FEW",
    "accountability": "ACCOUNTABILITY_MISSING",
    "ratification": "NOT_RATIFIED",
    "contribution_due": "CONTRIBUTION_OVERDUE",
}
"""By rule of the agenda the finding that is of the same case."""
_DATES = ("year", "date", "day", "until", "end", "since")
"""Values that say of which year a finding is, the surest first."""
_YEAR_DIGITS = 4


@dataclass(frozen=True)
class Case:
    """A finding, and the term that passed with it."""

    finding: Finding
    passed: Finding | None = None

    @property
    def findings(self) -> Sequence[Finding]:
        """Both."""
        return [self.finding] if self.passed is None else [self.finding, self.passed]


def cases(found: Sequence[Finding]) -> Iterator[Case]:
    """Each case once: what is open, with the term that passed for it."""
    passed = {_about(each): each for each in found if each.code == PASSED}
    there = {_key(each) for each in found if each.code != PASSED}
    for each in found:
        if each.code != PASSED:
            yield Case(each, passed.get(_key(each)))
        elif _about(each) not in there:
            yield Case(each)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.scope[0] if finding.scope else ""


def _about(passed: Finding) -> tuple[str, str]:
    rule, subject, *_ = (*passed.scope, "", "")
    return _SAME.get(rule, rule), subject


def year_of(finding: Finding) -> str:
    """The year that it is of; empty where it says none."""
    values = finding.said.values
    for name in _DATES:
        value = values.get(name)
        if isinstance(value, date):
            return str(value.year)
        if value is not None and str(value).isdigit():
            return str(value)
    for part in finding.scope:
        if part[:_YEAR_DIGITS].isdigit() and part[_YEAR_DIGITS : _YEAR_DIGITS + 1] in (
            "",
            "-",
        ):
            return part[:_YEAR_DIGITS]
    return ""


def settling_of(case: Case, visit: Visit) -> Content:
    """The form or the page that settles it, as the agenda has it; None without one."""
    passed = case.passed or (case.finding if case.finding.code == PASSED else None)
    if passed is not None:
        return settling(visit, _item(passed))
    lead = _LEADS.get(case.finding.code)
    return None if lead is None else lead(case.finding, visit)


def _item(passed: Finding) -> Item:
    values = passed.said.values
    day, rule = values["date"], values["rule"]
    assert isinstance(day, date)  # noqa: S101  # as the check says it
    assert isinstance(rule, Words)  # noqa: S101  # likewise
    return Item(day, str(rule), str(values["subject"]), str(values["command"]))


def _line(finding: Finding, visit: Visit) -> Link:
    path = f"/bank/lines/{segment(finding.scope[0])}"
    return Link(visit.say("Answer the line"), visit.href(path))


def _entry(finding: Finding, visit: Visit) -> Link:
    href = visit.href("/bank/match", entries=finding.scope[0])
    return Link(visit.say("Match it with a line"), href)


def _statement(_: Finding, visit: Visit) -> Link:
    return Link(visit.say("Read statements"), visit.href("/bank/import"))


def _form(command: str, key: str) -> Callable[[Finding, Visit], Link | None]:
    def lead(finding: Finding, visit: Visit) -> Link | None:
        name = visit.label("command", command)
        keys = {key: finding.scope[0]} if key and finding.scope else {}
        return to_form(visit, command, f"{name[:1].upper()}{name[1:]}", **keys)

    return lead


_LEADS: Mapping[str, Callable[[Finding, Visit], Link | None]] = {
    "BANK_LINE_OPEN": _line,
    "ENTRY_NOT_ON_BANK": _entry,
    "STATEMENT_LATE": _statement,
    "KEY_GAP": _form("amend_budget_year", "year"),
    "MEETINGS_TOO_FEW": _form("record_meeting", ""),
    "ACCOUNTABILITY_MISSING": _form("record_accountability", "year"),
    "NOT_RATIFIED": _form("ratify_decision", "decision"),
    "PARTICIPATION_FEWER": _form("change_grant", "project"),
}
"""By code what settles it, where no term says so."""
