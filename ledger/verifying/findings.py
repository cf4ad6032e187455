"""What the checks find, each with what it was accepted by."""

from collections.abc import Iterator, Sequence

from projections.answers.accepted import accepted
from projections.checks import CHECKS, INTEGRITY, Finding
from projections.snapshot import View

NAMES = (*CHECKS, "projections")


def findings(view: View, names: Sequence[str] = ()) -> Iterator[Finding]:
    """What some checks find, or all of them.

    What several of them find is told once, by the first. What says that the ledger is
    damaged is never accepted.
    """
    known: set[str] = set()
    acceptances = accepted(view)
    for name in names or NAMES:
        for finding in _of(name, view):
            if name in INTEGRITY:
                yield finding
            elif finding.name not in known:
                known.add(finding.name)
                finding.accepted = acceptances.get(finding.name)
                yield finding


def _of(name: str, view: View) -> Iterator[Finding]:
    if name != "projections":
        yield from CHECKS[name](view)
        return
    from ledger.verifying.rebuilding import compare  # only this one is heavy

    yield from compare(view.reader)
