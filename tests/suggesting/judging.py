"""Lives through three years, quarter by quarter, and judges what is suggested."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

from domain.entries.parsing import command_from_mapping
from ledger.suggesting.answers import Answer, answers
from tests.suggesting.three_years import (
    Entry,
    Line,
    World,
    euros,
    quarters,
    three_years,
)
from tests.unit.domain.posting import OFFICER, LedgerInTest

Row = dict[str, Any]


@dataclass
class Found:
    """What became of a seed's certain suggestions."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)
    missed: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How many of the lines with an answer were found."""
        right = self.right.total()
        return right / (right + self.missed.total())


def found_in(seed: int, place: Path) -> Found:
    """All quarters of a seed."""
    with _Lived(three_years(seed), place) as lived:
        for first, last in quarters():
            lived.quarter(first, last)
        return lived.found


class _Lived:
    """A ledger that lives through a world."""

    def __init__(self, world: World, place: Path) -> None:
        self.ledger = LedgerInTest.new(place, "drentse-zuidas")
        self.waiting = list(world.entries)
        self.lines = list(world.lines)
        self.numbers: dict[str, int] = {}
        self.closing = 0
        self.names: dict[int, str] = {}
        self.found = Found()

    def __enter__(self) -> Self:
        self.ledger.now = datetime(2011, 7, 1, 12, tzinfo=UTC)
        self.ledger.post(
            "open_bank_account",
            account="rc",
            kind="ledger",
            holder="Provincie Drenthe",
            date="2011-07-01",
            opening="0.00",
            document="RC",
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()

    def quarter(self, first: date, last: date) -> None:
        """What was booked, the statement, the suggestions, and then the truth."""
        self.ledger.now = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
        while self.waiting and self.waiting[0].day <= last:
            entry: Entry = self.waiting.pop(0)
            self.numbers[entry.key] = self.ledger.post(**entry.fields)
        lines = []
        while self.lines and self.lines[0].day <= last:
            lines.append(self.lines.pop(0))
        if not lines:
            return
        left = dict(self._registered(first, last, lines))
        # As it is worked with: what is certain is posted, and teaches accounts.
        while answered := self._judged(left, last):
            left = {name: line for name, line in left.items() if name not in answered}
        for name, line in left.items():
            self._missed(name, line)
        for name, line in left.items():
            self._told(name, line)

    def _registered(
        self, first: date, last: date, lines: list[Line]
    ) -> Iterator[tuple[str, Line]]:
        total = sum(line.amount for line in lines)
        entry = self.ledger.post(
            "register_statement",
            account="rc",
            from_date=first.isoformat(),
            to_date=last.isoformat(),
            opening=_signed(self.closing),
            closing=_signed(self.closing + total),
            format="camt.053",
            lines=[_line(n, line) for n, line in enumerate(lines, start=1)],
            document=f"{first}.xml",
        )
        self.closing += total
        for number, line in enumerate(lines, start=1):
            self.names[id(line)] = f"{entry}.{number}"
            yield f"{entry}.{number}", line

    def _judged(self, left: dict[str, Line], last: date) -> set[str]:
        """The lines that were answered rightly; what is certain is posted together."""
        certain = {
            each.suggestion.shown.line.name: each
            for each in answers(self.view(last))
            if each.suggestion.level == "certain"
        }
        commands = [command for each in certain.values() for command in each.commands]
        self.dry_run(commands)
        right = {name for name in certain if self._is_right(left[name], certain[name])}
        for name, answer in certain.items():
            if name in right:
                self.found.right[_kind(left[name])] += 1
                for command in answer.commands:
                    self.ledger.post(**command)
            elif name not in self.found.wrong:
                self.found.wrong[name] = f"{left[name]} {_shown(answer)}"
        return right

    def _is_right(self, line: Line, answer: Answer) -> bool:
        return bool(_told(answer) == (self._truth(line) or _unbooked(line)))

    def _missed(self, name: str, line: Line) -> None:
        """A line with an answer that was not certain."""
        if self._truth(line) is not None and name not in self.found.wrong:
            self.found.missed[_kind(line)] += 1
            self.found.misses.append(f"{name} {line}")

    def dry_run(self, commands: list[Row]) -> None:
        """All of them would be accepted, together; raises `Refusal` otherwise."""
        with self.ledger.ledger.posting(OFFICER, dry_run=True) as post:
            for command in commands:
                post(command_from_mapping(command))

    def view(self, at: date) -> Any:
        return self.ledger.view(at.isoformat())

    def _truth(self, line: Line) -> Any:
        """In the form of `_told`; None where no candidate could be right."""
        match line.truth:
            case ("match", keys):
                numbers = {self.numbers.get(key) for key in keys}
                return None if None in numbers else frozenset(numbers)
            case ("new", commands):
                return frozenset(commands)
        return None

    def _told(self, name: str, line: Line) -> None:
        """Post what is true, so that the next quarter begins from it."""
        on = {
            "date": line.day.isoformat(),
            "document": f"line {name}",
            "bank_line": name,
        }
        match line.truth:
            case ("match", keys) if all(key in self.numbers for key in keys):
                entries = [self.numbers[key] for key in keys]
                self.ledger.post("match_bank_lines", lines=[name], entries=entries)
            case ("new", commands):
                for each in commands:
                    self.ledger.post(**_command(each, line, len(commands)), **on)
            case ("hidden", (_, project, amount)):
                self.ledger.post("pay_grant", project=project, amount=amount, **on)
            case ("lines",):
                for other in line.also:
                    if other in [*self.lines]:
                        continue
                    lines = [self.names[id(other)], name]
                    self.ledger.post("match_bank_lines", lines=lines)
            case _:
                command = "receive_other" if line.amount > 0 else "pay_other"
                self.ledger.post(
                    command,
                    category="suspense",
                    amount=euros(abs(line.amount)),
                    counterparty="bank",
                    description=f"line {name}",
                    **on,
                )


def _unbooked(line: Line) -> Any:
    """Part of a grant is no candidate, unless it is all that is left."""
    match line.truth:
        case ("hidden", (kind, project, _)):
            return frozenset({(kind, project)})
    return None


def _command(told: tuple[str, ...], line: Line, of: int) -> Row:
    amount = euros(abs(line.amount) // of)
    match told:
        case ("contribution", year, partner):
            return {
                "command": "receive_contribution",
                "year": year,
                "partner": partner,
                "amount": amount,
            }
        case ("grant", project):
            return {"command": "pay_grant", "project": project, "amount": amount}
        case ("refund", project):
            return {"command": "receive_refund", "project": project, "amount": amount}
        case ("other", command, category):
            return {
                "command": command,
                "category": category,
                "amount": amount,
                "counterparty": "bank",
                "description": "as the bank says",
            }
    raise AssertionError(told)


def _told(answer: Answer) -> Any:
    """What a suggestion comes to: entries that are matched, or what is new."""
    first = answer.commands[0]
    if first["command"] == "match_bank_lines":
        return frozenset(first.get("entries", ()))
    return frozenset(map(_new, answer.commands))


def _new(command: Row) -> tuple[str, ...]:
    match command:
        case {"command": "receive_contribution", "year": year, "partner": partner}:
            return ("contribution", year, partner)
        case {"command": "pay_grant", "project": project}:
            return ("grant", project)
        case {"command": "receive_refund", "project": project}:
            return ("refund", project)
    return ("other", command["command"], command["category"])


def _kind(line: Line) -> str:
    return "nothing" if line.truth is None else str(line.truth[0])


def _shown(answer: Answer) -> str:
    suggestion = answer.suggestion
    said = [*suggestion.evidence.said(), *suggestion.doubts]
    texts = "; ".join(map(str, said))
    return f"-> {suggestion.level} {suggestion.points} {answer.commands} {texts}"


def _signed(cents: int) -> str:
    return f"-{euros(-cents)}" if cents < 0 else euros(cents)


def _line(number: int, line: Line) -> Row:
    fields = {
        "n": number,
        "booked": line.day.isoformat(),
        "amount": _signed(line.amount),
        "party": line.party,
        "party_account": line.account,
        "text": line.text,
        "reference": line.reference,
        "bank_code": line.code,
        "reversal": line.reversal or None,
    }
    return {name: value for name, value in fields.items() if value is not None}
