"""What there is to be named: codes and numbers, for whoever chooses or types one."""

from collections.abc import Iterable, Iterator

from domain.framework.course import PARTNER, PROGRAMME, YEAR
from ledger.reading import LedgerReader
from projections.answers.bank import accounts_of
from projections.known import recorded_names

KINDS = (
    *("partner", "programme", "year", "category"),
    *("project", "decision", "meeting", "account", "bank_account"),
)
"""Of what there are names; as the kinds of a query's parameters."""


def names_of(ledger: LedgerReader, kind: str) -> Iterable[str]:
    """The names of a kind, in the ledger's order; none of another kind."""
    match kind:
        case "partner" | "programme" | "year" | "category":
            return ledger.frameworks.course().codes(kind, ledger.today)
        case "project" | "decision" | "meeting":
            return recorded_names(ledger.store, kind)
        case "account":
            return _accounts(ledger)
        case "bank_account":
            return (account.code for account in accounts_of(ledger.view()))
    return ()


def _accounts(ledger: LedgerReader) -> Iterator[str]:
    course = ledger.frameworks.course()
    yield "current-account"
    yield from (f"partner:{code}" for code in course.ever(PARTNER))
    for year in course.ever(YEAR):
        for code in (*course.ever(PROGRAMME), "OUTSIDE"):
            yield f"programme:{code}:{year}"
    yield from (f"project:{name}" for name in recorded_names(ledger.store, "project"))
