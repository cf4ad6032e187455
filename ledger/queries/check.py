"""`check`: what is wrong."""

from collections.abc import Iterator, Sequence

from domain.values.errors import UsageError
from domain.values.messages import Quoted
from projections.checks import CHECKS, Finding
from projections.finding import FIELDS
from projections.query import Asked, Parameter, query
from projections.report import Problems, Report, sheet

NAMES = (*CHECKS, "projections")
_INTEGRITY = ("journal", "projections")


@query(
    "check",
    Parameter("names", "text", place="arguments", metavar="[NAME]..."),
    examples="""
    zuidas check
    zuidas check journal projections
    zuidas check key -O json
    """,
)
def check(asked: Asked, names: Sequence[str] = ()) -> Report:
    """Look for problems; silent when there is none.

    NAME is journal, projections, ceilings, key, current-account, suspense, documents,
    contributions or periods; all of them when none is named. Warnings exit with 0,
    errors with 1, a failure of journal or projections with 3.
    """
    for name in names:
        if name not in NAMES:
            raise UsageError(
                "BAD_COMMAND",
                "there is no check {name}; there are {known}.",
                name=Quoted(name),
                known=NAMES,
            )
    found = [f for name in names or NAMES for f in _findings(name, asked)]
    rows = [finding.as_json() for finding in found]
    problems = [row | {"said": f.said} for row, f in zip(rows, found, strict=True)]
    return Report(
        rows,
        lambda: (Problems(problems),),
        sheet(rows, FIELDS),
        plain=True,
        exit_code=_exit_code(found),
    )


def _findings(name: str, asked: Asked) -> Iterator[Finding]:
    if name != "projections":
        yield from CHECKS[name](asked.view)
        return
    from ledger.verifying.rebuilding import compare  # only this one is heavy

    yield from compare(asked.view.reader)


def _exit_code(found: Sequence[Finding]) -> int:
    errors = [finding for finding in found if finding.severity == "error"]
    if any(finding.check in _INTEGRITY for finding in errors):
        return 3
    return 1 if errors else 0
