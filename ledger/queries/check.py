"""`check`: what is wrong, and what was accepted as it is."""

from collections.abc import Iterator, Sequence

from domain.values.errors import UsageError
from domain.values.messages import Quoted, Told, Value, message, parts
from ledger.verifying.findings import NAMES, findings
from projections.checks import INTEGRITY
from projections.finding import NAMED, Finding
from projections.query import Asked, Parameter, query
from projections.report import Part, Problems, Prose, Report, Row, sheet


@query(
    "check",
    Parameter("names", "text", place="arguments", metavar="[NAME]..."),
    Parameter(
        "all", "flag", "Accepted findings too, with the reason.", argument="everything"
    ),
    examples="""
    zuidas check
    zuidas check journal projections
    zuidas check key -O json
    zuidas check --all
    """,
)
def check(
    asked: Asked, names: Sequence[str] = (), *, everything: bool = False
) -> Report:
    """Look for problems; silent when there is none.

    NAME is journal, projections, ceilings, key, current-account, suspense, documents,
    contributions, periods, coverage, payees, years, transfers, meetings, ratification,
    accountability, hours, capacity, participation, deadlines, clock, bank, payments or
    exports; all of them when none is named. Warnings exit with 0, errors with 1, a
    failure of journal or projections with 3. What was accepted as it is
    (accept-finding) is left out.
    """
    for name in names:
        if name not in NAMES:
            raise UsageError(
                "BAD_COMMAND",
                "there is no check {name}; there are {known}.",
                name=Quoted(name),
                known=NAMES,
            )
    found = list(findings(asked.view, names))
    told = [each for each in found if everything or each.accepted is None]
    rows = [finding.as_row() for finding in told]
    return Report(
        rows,
        lambda: _parts(told),
        sheet(
            [
                row | {"message": Told(each.said), "accepted": _entry(each)}
                for row, each in zip(rows, told, strict=True)
            ],
            NAMED,
        ),
        plain=not told,
        exit_code=_exit_code(found),
    )


def _parts(told: Sequence[Finding]) -> Iterator[Part]:
    """The findings, and how many there are; nothing at all where there are none."""
    yield Problems([_problem(each) for each in told])
    if told:
        yield Prose(message("{counts}.", counts=parts(_counts(told))))


def _counts(told: Sequence[Finding]) -> Iterator[Value]:
    for severity, one, several in (
        ("error", "{count} error", "{count} errors"),
        ("warning", "{count} warning", "{count} warnings"),
    ):
        count = sum(each.severity == severity for each in told)
        yield message(one if count == 1 else several, count=count)


def _problem(finding: Finding) -> Row:
    """A finding as people read it; an accepted one with the reason."""
    said = finding.said
    if finding.accepted is not None:
        said = message(
            "{said} Accepted in entry {entry}: {reason}",
            said=said,
            entry=finding.accepted.entry,
            reason=finding.accepted.reason,
        )
    return finding.as_row() | {"said": said}


def _entry(finding: Finding) -> int | None:
    return None if finding.accepted is None else finding.accepted.entry


def _exit_code(found: Sequence[Finding]) -> int:
    """Of what was not accepted."""
    errors = [f for f in found if f.severity == "error" and f.accepted is None]
    if any(finding.check in INTEGRITY for finding in errors):
        return 3
    return 1 if errors else 0
