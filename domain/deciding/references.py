"""What a command refers to, looked up in field order on the command's date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from domain.entries.command import Command
from domain.entries.held import Held, Holds, HoldsWhole
from domain.entries.register import command_models
from domain.framework.course import CATEGORY, PARTNER, PROGRAMME, YEAR
from domain.framework.framework import OUTSIDE
from domain.values.errors import Refusal
from domain.values.messages import Quoted, Words, message, parts

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domain.deciding.books import Books
    from domain.framework.course import Course
    from domain.values.fields import Refers


def normalised(command: Command, course: Course) -> Command:
    """The command with its codes in the frameworks' spelling.

    Unknown codes stay as given; they are refused later, in field order. Raises
    `Refusal` (`BAD_COMMAND`) where a mapping names one code in two spellings.
    """
    changes = _changes(command, _marks(type(command)), course)
    for name in _holding(type(command), Holds):
        held = getattr(command, name)
        if isinstance(held, Held) and isinstance(held.fields, Command):
            changes[name] = Held(held.command, normalised(held.fields, course))
        elif isinstance(held, Held):
            inner = _changes(held.fields, tuple(held.references()), course)
            if inner:
                fields = held.fields.model_copy(update=inner)
                changes[name] = Held(held.command, fields)
    return command.model_copy(update=changes) if changes else command


def _changes(
    fields: BaseModel, marks: Iterable[tuple[str, Refers]], course: Course
) -> dict[str, object]:
    """The fields whose codes the frameworks spell otherwise."""
    changes: dict[str, object] = {}
    for name, mark in marks:
        spelling = course.spelling.get(mark.kind)
        value = getattr(fields, name)
        if spelling is None or value is None:
            continue
        spelled = _spelled(name, value, spelling)
        if spelled != value:
            changes[name] = spelled
    return changes


@cache
def _marks(model: type[Command]) -> tuple[tuple[str, Refers], ...]:
    return tuple(model.references())


def _spelled(name: str, value: Any, spelling: Mapping[str, str]) -> object:  # noqa: ANN401  # of any field
    if isinstance(value, str):
        return spelling.get(value.lower(), value)
    if isinstance(value, list):
        return [spelling.get(item.lower(), item) for item in value]
    spelled = {spelling.get(key.lower(), key): item for key, item in value.items()}
    if len(spelled) != len(value):
        raise Refusal(
            "BAD_COMMAND", "{name} names a code twice (case does not count).", name=name
        )
    return spelled


def check_references(command: Command, books: Books) -> None:
    """Everything the command refers to exists on its date; raises `Refusal`.

    Codes: `PARTNER_UNKNOWN`, `PROGRAMME_UNKNOWN`, `YEAR_UNKNOWN`, `CATEGORY_UNKNOWN`,
    `DECISION_UNKNOWN`, `DECISION_LATER`, `PROJECT_UNKNOWN`, `NOT_YET`,
    `MEETING_UNKNOWN`, `YEAR_NOT_OPEN`.
    """
    day = command.effective_date or books.today
    for name, marks in _referring(type(command)):
        value = getattr(command, name)
        if isinstance(value, Held):
            for field, mark in value.references():
                _check(value.fields, field, mark, day, books)
            continue
        for mark in marks:
            _check(command, name, mark, day, books)
            if mark.kind == "project" and value is not None:
                _check_grant(command, value, day, books)


@cache
def _referring(model: type[Command]) -> tuple[tuple[str, tuple[Refers, ...]], ...]:
    """The fields that refer to something, or hold a command whose fields do."""
    found: dict[str, list[Refers]] = {name: [] for name in _acting(model)}
    for name, mark in model.references():
        found.setdefault(name, []).append(mark)
    ordered = (name for name in model.model_fields if name in found)
    return tuple((name, tuple(found[name])) for name in ordered)


@cache
def _holding(model: type[Command], kind: type[Holds]) -> tuple[str, ...]:
    """The fields that hold a command, or a whole one."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if any(isinstance(mark, kind) for mark in field.metadata)
    )


def _acting(model: type[Command]) -> tuple[str, ...]:
    """The fields that hold a command which acts with its holder.

    A whole one is judged apart: as long as it waits it refers to nothing.
    """
    whole = _holding(model, HoldsWhole)
    return tuple(name for name in _holding(model, Holds) if name not in whole)


def years_named(command: Command) -> set[str]:
    """Every year that a command's own fields name, or those of one that it holds."""
    found: set[str] = set()
    for name, marks in _referring(type(command)):
        value = getattr(command, name)
        if isinstance(value, Held):
            inner = ((getattr(value.fields, n), m) for n, m in value.references())
            found |= {year for year, mark in inner if mark.kind == "year"}
        elif any(mark.kind == "year" for mark in marks):
            found.add(value)
    return found - {None}


@cache
def naming_more_years() -> tuple[str, ...]:
    """The commands that can name more years than one, or one in what they hold."""
    return tuple(
        name
        for name, model in command_models().items()
        if _acting(model) or sum(mark.kind == "year" for _, mark in _marks(model)) > 1
    )


def _check(fields: BaseModel, name: str, mark: Refers, day: date, books: Books) -> None:
    """Every item of a field's value exists; an absent value refers to nothing."""
    value = getattr(fields, name)
    if value is None:
        return
    year = getattr(fields, "year", None) if mark.called else None
    for item in (value,) if isinstance(value, str) else value:
        if mark.kind == PARTNER:
            _check_partner(item, mark, day, books, year)
        else:
            _CHECKS[mark.kind](item, mark, day, books)


def _check_grant(command: Command, project: str, day: date, books: Books) -> None:
    """Of an award the year, of an award or raise the programme, at the project.

    Raises `Refusal`: `YEAR_NOT_OPEN`, `PROGRAMME_UNKNOWN` where it has ended.
    """
    state = books.project(project)
    if state is None:
        return
    given: Any = command
    if given.name == "award_grant":
        check_open(state.proposal.year, day, books)
        check_programme(state.proposal.programme, day, books)
    elif (
        given.name == "change_grant"
        and state.award is not None
        and given.amount > state.grant
    ):
        check_programme(state.award_programme, day, books)


def check_open(year: str, day: date, books: Books) -> None:
    """The year was opened on or before the day; raises `Refusal` (`YEAR_NOT_OPEN`)."""
    state = books.year(year)
    if not state.is_opened_by(day):
        what = message("it was never opened. Open it first (open_budget_year).")
        if state.opened_on:
            what = message(
                "it opens on {opened_on}. Use that date or a later one.",
                opened_on=state.opened_on,
            )
        raise Refusal(
            "YEAR_NOT_OPEN",
            "budget year {year} is not open on {day}: {what}",
            year=year,
            day=day,
            what=what,
        )


def _check_code(what: str, value: str, day: date, books: Books) -> None:
    """A code is in force on a day; raises `..._UNKNOWN`, saying since when it isn't."""
    course = books.course
    if not course.is_in_force(what, value, day):
        raise _unknown(what, value, course.codes(what, day), day, books)


def _unknown(
    what: str, value: str, known: Iterable[str], day: date, books: Books
) -> Refusal:
    told = books.course.told(what, value, day)
    return Refusal(
        f"{what.upper()}_UNKNOWN",
        "the framework has no {what} {value}{when}; it has {known}.",
        what=Words(what),
        value=Quoted(value),
        when=told and message(" on {day} ({told})", day=day, told=told),
        known=parts(known),
    )


def _check_partner(
    value: str, mark: Refers, day: date, books: Books, year: str | None
) -> None:
    if year is None or mark.called == "no":
        _check_code(PARTNER, value, day, books)
        return
    called = books.year(year).called_by(day)
    if value in called:
        return
    if mark.called == "or in force" and books.course.is_in_force(PARTNER, value, day):
        return
    raise Refusal(
        "PARTNER_UNKNOWN",
        "no contribution was called from {value} for {year} by {day}; it was from"
        " {called}.",
        value=Quoted(value),
        year=year,
        day=day,
        called=parts(called),
    )


def _check_category(value: str, _: Refers, day: date, books: Books) -> None:
    _check_code(CATEGORY, value, day, books)


def _check_programme(value: str, mark: Refers, day: date, books: Books) -> None:
    if value in mark.also:
        return
    if mark.ended:
        known = books.course.named(PROGRAMME, day)
        if value not in known:
            raise _unknown(PROGRAMME, value, (*known, *mark.also), day, books)
        return
    if not books.course.is_in_force(PROGRAMME, value, day):
        known = books.course.codes(PROGRAMME, day)
        raise _unknown(PROGRAMME, value, (*known, *mark.also), day, books)


def check_programme(programme: str, day: date, books: Books) -> None:
    """A programme, or `OUTSIDE`, is in force; raises `PROGRAMME_UNKNOWN`."""
    if programme != OUTSIDE:
        _check_code(PROGRAMME, programme, day, books)


def _check_year(value: str, mark: Refers, day: date, books: Books) -> None:
    _check_code(YEAR, value, day, books)
    if mark.open_year:
        check_open(value, day, books)


def _check_decision(number: str, _: Refers, day: date, books: Books) -> None:
    check_decision(number, day, books)


def check_decision(number: str, day: date, books: Books) -> None:
    """The decision stands and is not later than the day; raises `Refusal`.

    Codes: `DECISION_UNKNOWN`, `DECISION_LATER`.
    """
    decision = books.decision(number)
    if decision is None:
        raise Refusal(
            "DECISION_UNKNOWN",
            "decision {number} is not recorded; record it first (record_decision).",
            number=number,
        )
    if decision.reversed:
        raise Refusal(
            "DECISION_UNKNOWN",
            "decision {number} was reversed and can't be referred to any more;"
            " record it again (record_decision).",
            number=number,
        )
    if decision.date > day:
        raise Refusal(
            "DECISION_LATER",
            "decision {number} is of {date}, later than {day}: nothing can"
            " rest on a decision that was not taken yet.",
            number=number,
            date=decision.date,
            day=day,
        )


def _check_project(project: str, _: Refers, day: date, books: Books) -> None:
    state = books.project(project)
    if state is None:
        raise Refusal(
            "PROJECT_UNKNOWN",
            "project {project} is unknown; propose it first (propose_project).",
            project=project,
        )
    if state.proposal.date > day:
        raise Refusal(
            "NOT_YET",
            "project {project} was proposed on {date}, after {day}.",
            project=project,
            date=state.proposal.date,
            day=day,
        )


def _check_meeting(number: str, _: Refers, __: date, books: Books) -> None:
    from domain.deciding.meetings import check_known_meeting  # few commands ask

    check_known_meeting(number, books)


_CHECKS: dict[str, Callable[[str, Refers, date, Books], None]] = {
    "category": _check_category,
    "programme": _check_programme,
    "year": _check_year,
    "decision": _check_decision,
    "project": _check_project,
    "meeting": _check_meeting,
}
