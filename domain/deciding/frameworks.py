"""Adopting another framework (*herijking*, Z22): what may change, and what may not."""

from collections.abc import Iterator

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.frameworks import (
    AdoptFramework,
    CodeChanged,
    FrameworkAdopted,
    Initialise,
    LedgerOpened,
)
from domain.framework.complaints import Complaint, complaint, refuse
from domain.framework.contribution_keys import key_names, read_key
from domain.framework.course import CATEGORY, PARTNER, PROGRAMME, YEAR, changes_to
from domain.framework.framework import Framework
from domain.framework.framework_file import complaints_of_kinds, read_framework
from domain.values.errors import Refusal
from domain.values.messages import Quoted

STREAM = "framework"
_LISTS = {
    PARTNER: "partners",
    PROGRAMME: "programmes",
    YEAR: "years",
    CATEGORY: "categories",
}


def opened(framework: Framework, contributions: str | None) -> Draft:
    """Entry 1: the whole framework, and the key by which contributions are called.

    Raises `Refusal` (`FRAMEWORK_INVALID`) where it has no key of that name.
    """
    key = read_key(framework, contributions)
    given = Initialise(framework=framework.to_mapping(), contributions=key.name)
    return Draft(STREAM, lambda envelope: LedgerOpened(**envelope, given=given))


@decides(AdoptFramework)
def adopt_framework(command: AdoptFramework, actor: Actor, books: Books) -> Draft:
    """Z22: from its date on another framework is in force; nothing else is judged."""
    newest = books.newest_adoption
    if command.date < newest.day:
        raise Refusal(
            "BAD_DATE",
            "the framework of entry {entry} was adopted for {day}; another is not"
            " dated before that.",
            entry=newest.entry,
            day=newest.day,
        )
    framework = read_framework(command.framework)
    complaints = list(objections(framework, books))
    names = key_names(command.framework)
    if command.contributions not in (None, *names):
        complaints.append(
            complaint(
                "contributions",
                "the framework has no contribution key {name}; it has {names}",
                name=Quoted(command.contributions or ""),
                names=names,
            )
        )
    refuse(complaints)
    key = command.contributions or (newest.key if newest.key in names else names[0])
    codes = [
        CodeChanged(
            kind=change.kind,
            code=change.code,
            place=change.place,
            starts=change.starts,
            ends=change.ends,
        )
        for change in changes_to(framework, 0, command.date, books.course)
    ]
    return Draft(
        STREAM,
        lambda envelope: FrameworkAdopted(
            **envelope,
            given=command,
            contribution_key=key,
            floor=framework.current_account_floor,
            codes=codes,
        ),
    )


def objections(framework: Framework, books: Books) -> Iterator[Complaint]:
    """What of a framework may not be adopted, whatever the date."""
    yield from _fixed(framework, books.opening)
    yield from _years(framework, books)
    yield from _spelled_otherwise(framework, books)
    yield from complaints_of_kinds(framework, books.frameworks_so_far())


def _fixed(framework: Framework, opening: Framework) -> Iterator[Complaint]:
    """Name, start and time zone are those of the ledger."""
    for field in ("name", "start", "time_zone"):
        present, new = getattr(opening, field), getattr(framework, field)
        if new != present:
            yield complaint(
                field, "stays {present}, not {new}", present=present, new=new
            )


def _years(framework: Framework, books: Books) -> Iterator[Complaint]:
    """An opened year keeps its dates; what an entry names is not left out."""
    years = {year.code: year for year in framework.years}
    opened = books.opened_years()
    for code in opened:
        span, year = books.course.year(code, books.newest_adoption.day), years.get(code)
        if span is not None and year is not None and (year.start, year.end) != span:
            yield complaint(
                "years",
                "{code} is opened and keeps its days, {start} to {end}",
                code=code,
                start=span[0],
                end=span[1],
            )
    for code in sorted(opened | books.years_named()):
        if code not in years:
            yield complaint("years", "{code} is in use, so it stays", code=code)


def _spelled_otherwise(framework: Framework, books: Books) -> Iterator[Complaint]:
    """A code that differs from an earlier one in case alone would be another code."""
    for kind, codes in (
        (PARTNER, framework.partner_codes),
        (PROGRAMME, framework.programme_codes),
        (YEAR, framework.year_codes),
        (CATEGORY, framework.categories),
    ):
        known = {code.lower(): code for code in books.course.ever(kind)}
        for code in codes:
            earlier = known.get(code.lower(), code)
            if earlier != code:
                yield complaint(
                    _LISTS[kind],
                    "{code} differs from {earlier} in case alone",
                    code=code,
                    earlier=earlier,
                )
