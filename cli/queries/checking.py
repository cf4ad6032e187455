"""`zuidas check`: what is wrong."""

from collections.abc import Iterator, Sequence

import click

from cli.answers import Answer, Asked, query
from domain.values.errors import UsageError
from domain.values.messages import Quoted, parts
from projections.checks import CHECKS, Finding

NAMES = (*CHECKS, "projections")
_INTEGRITY = ("journal", "projections")


@query(
    "check",
    click.Argument(["names"], nargs=-1, metavar="[NAME]..."),
    examples="""
    zuidas check
    zuidas check journal projections
    zuidas check key -O json
    """,
)
def check(asked: Asked, names: Sequence[str]) -> Answer:
    """Look for problems; silent when there is none.

    NAME is journal, projections, ceilings, key, current-account, suspense, documents,
    contributions or periods; all of them when none is named. Warnings exit with 0,
    errors with 1, a failure of journal or projections with 3.
    """
    for name in names:
        if name not in NAMES:
            raise UsageError(
                "BAD_COMMAND",
                "there is no check {name}; there are {NAMES}.",
                name=Quoted(name),
                NAMES=parts(NAMES),
            )
    found = [f for name in names or NAMES for f in _findings(name, asked)]
    rows = [finding.as_json() for finding in found]
    return Answer(
        rows,
        lambda: _text(found),
        rows,
        ("check", "code", "severity", "message", "entries"),
        plain=True,
        exit_code=_exit_code(found),
    )


def _findings(name: str, asked: Asked) -> Iterator[Finding]:
    if name != "projections":
        yield from CHECKS[name](asked.view)
        return
    from ledger.verifying.rebuilding import compare

    yield from compare(asked.view.reader)


def _exit_code(found: Sequence[Finding]) -> int:
    errors = [finding for finding in found if finding.severity == "error"]
    if any(finding.check in _INTEGRITY for finding in errors):
        return 3
    return 1 if errors else 0


def _text(found: Sequence[Finding]) -> str:
    return "\n".join(
        f"{f.severity} [{f.code}] {f.check}: {f.message}"
        + (f" Entries: {_numbers(f.entries)}." if f.entries else "")
        for f in found
    )


def _numbers(entries: Sequence[int], most: int = 20) -> str:
    listed = " ".join(f"#{entry}" for entry in entries[:most])
    return (
        listed if len(entries) <= most else f"{listed} and {len(entries) - most} more"
    )
