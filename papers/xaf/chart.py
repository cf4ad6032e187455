"""The chart of accounts of the audit file: few codes, the rest beside them.

The journal's names are too long for a code (35 characters), and hold what the audit
file has elements for: partner, project, year and programme. Which is which stands here
alone.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

OPENING_RESULT = "0500"
BANK = "1100"
RECEIVABLE = "1300"


class LedgerAccount(NamedTuple):
    """An account of the audit file: balance sheet (B) or profit and loss (P)."""

    code: str
    description: str
    type: Literal["B", "P"]


class Placed(NamedTuple):
    """Where a line of the journal stands in the audit file."""

    code: str
    partner: str | None = None
    cost: str | None = None
    """The year, with the programme where there is one."""
    project: str | None = None


# The audit file is a Dutch form: its descriptions are Dutch whoever makes it.
_FIXED = (
    LedgerAccount(OPENING_RESULT, "Saldo van het ontwikkelbudget", "B"),
    LedgerAccount(BANK, "Rekening-courant", "B"),
    LedgerAccount(RECEIVABLE, "Te ontvangen bijdragen van partners", "B"),
    LedgerAccount("1310", "Terug te vorderen subsidies", "B"),
    LedgerAccount("1600", "Toegekende subsidies, nog te betalen", "B"),
    LedgerAccount(
        "1650", "Ontvangen voorschotten met een specifiek bestedingsdoel", "B"
    ),
    LedgerAccount("1900", "Tussenrekening", "B"),
    LedgerAccount("4000", "Subsidies aan projecten", "P"),
    LedgerAccount("4100", "Proceskosten", "P"),
    LedgerAccount("8000", "Bijdragen van partners", "P"),
)
_OTHER_COSTS, _OTHER_INCOME = "expenses:other:", "income:other:"
_OTHERS = {
    _OTHER_COSTS: (4900, "Overige lasten"),
    _OTHER_INCOME: (8900, "Overige baten"),
}


class Chart:
    """The accounts of one ledger: `accounts` are the journal's by number.

    Each category of other costs and income has a code of its own, in the order in which
    they were first posted to: so a code never changes its meaning as a ledger grows.
    """

    def __init__(self, accounts: Mapping[int, str]) -> None:
        self._others: dict[str, LedgerAccount] = {}
        for prefix, (first, label) in _OTHERS.items():
            names = (accounts[n] for n in sorted(accounts))
            own = [name for name in names if name.startswith(prefix)]
            for code, name in enumerate(own, start=first):
                description = f"{label}: {name.removeprefix(prefix)}"
                self._others[name] = LedgerAccount(str(code), description, "P")

    def accounts(self) -> list[LedgerAccount]:
        """Every account by code."""
        return sorted((*_FIXED, *self._others.values()))

    def placed(self, account: str) -> Placed:
        """Where a line on an account of the journal stands.

        Raises `LookupError` for one that is in no audit file (`accounts.is_financial`).
        """
        if account in self._others:
            return Placed(self._others[account].code)
        return _placed(account)


def _placed(account: str) -> Placed:
    match account.split(":"):
        case ["assets", "current-account"]:
            return Placed(BANK)
        case ["assets", "receivable", partner, year]:
            return Placed(RECEIVABLE, partner=partner, cost=year)
        case ["assets", "recoverable", project]:
            return Placed("1310", project=project)
        case ["assets", "suspense"]:
            return Placed("1900")
        case ["liabilities", "grants", project]:
            return Placed("1600", project=project)
        case ["liabilities", "funds", project]:
            return Placed("1650", project=project)
        case ["expenses", "grants", year, programme, project]:
            return Placed("4000", cost=f"{year} {programme}", project=project)
        case ["expenses", "process", year, programme]:
            return Placed("4100", cost=f"{year} {programme}")
        case ["income", "contributions", partner, year]:
            return Placed("8000", partner=partner, cost=year)
    raise LookupError(account)
