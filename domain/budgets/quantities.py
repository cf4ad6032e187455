"""The quantities of the contract's table: each is said here once, and nowhere else.

A quantity is a sum of accounts that may not fall below its floor. What it is called,
the sum a refusal does, and the ways out of it belong to it too, so posting, `check` and
the use of deviations all speak of the same thing. Nothing but the framework is needed,
so queries look at quantities as well.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.budgets import accounts
from domain.budgets.floors import Floors
from domain.values.messages import Message, Value
from domain.values.money import Cents

Signed = tuple[tuple[str, int], ...]
"""Accounts with their sign in a sum."""


class Term(NamedTuple):
    """One side of the sum that a refusal does: its words, and the accounts it adds."""

    words: str
    accounts: Signed = ()
    constant: Cents = 0


class Kind(NamedTuple):
    """What the quantities of one row of the table have in common."""

    order: int
    """Its place in the contract's table: the first breach in it is reported."""
    code: str
    name: str
    label: str
    """A template of its scope's parts: what `check` calls it."""
    used: str
    """What the sum takes away, in words."""
    ways_out: str
    """What the steering group or the officer can do instead."""


class Quantity:
    """A sum of accounts that may not fall below `floor` (cents).

    There is one object per quantity of a framework (`Budgets` keeps them), so they are
    compared and hashed by identity: this is the hottest key of the program.

    `total` is what there is; None where it is what is left and what is used together.
    `shifted`: the floor stands for a ceiling, and what is left is what is above it.
    `floors` is a floor that differs by day; its timeline holds what is above that.
    """

    def __init__(  # noqa: PLR0913  # a row of the contract's table
        self,
        kind: Kind,
        scope: tuple[str, ...],
        accounts: Signed,
        floor: Cents = 0,
        *,
        total: Term | None = None,
        shifted: bool = False,
        floors: Floors | None = None,
    ) -> None:
        self.kind = kind
        self.scope = scope
        self.accounts = accounts
        self.floor = floor
        self.total = total
        self.shifted = shifted
        self.floors = floors

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return self.kind.code

    @property
    def name(self) -> str:
        """Its name in the details of a refusal."""
        return self.kind.name

    @property
    def label(self) -> Message:
        """What `check` calls it."""
        values: dict[str, Value] = {
            f"scope_{number}": part for number, part in enumerate(self.scope)
        }
        return Message(self.kind.label, values)

    def floor_on(self, number: int) -> Cents:
        """The floor of a day, by its number from the start."""
        if self.floors is None:
            return self.floor
        return self.floors.on(number) or 0

    @property
    def own(self) -> Signed:
        """Its accounts without the deviations from it."""
        return tuple(
            (name, sign)
            for name, sign in self.accounts
            if not name.startswith(accounts.DEVIATION)
        )


CEILING = Kind(
    0,
    "CEILING_EXCEEDED",
    "ceiling",
    "available budget of {scope_1} {scope_0} with deviations",
    "used with this",
    "allocate the year or transfer budget to it (transfer_budget), post less or later,"
    " or let the steering group deviate (deviate, rule programme_ceiling)",
)
UNALLOCATED = Kind(
    1,
    "CEILING_EXCEEDED",
    "unallocated",
    "unallocated budget of {scope_0}",
    "divided with this",
    "post less, or first transfer budget back to UNALLOCATED",
)
PROCESS_CEILING = Kind(
    2,
    "PROCESS_CEILING_EXCEEDED",
    "process ceiling",
    "what process costs of {scope_0} leave of their ceiling",
    "process costs with this",
    "post less, or let the steering group deviate (deviate, rule process_ceiling)",
)
RESERVE = Kind(
    3,
    "PROCESS_RESERVE_EXCEEDED",
    "process reserve",
    "what is left of {scope_0} beyond the reserve for process costs",
    "reserved for process costs",
    "use less, close the year first, or let the steering group deviate (deviate, rule"
    " process_reserve)",
)
FUNDS = Kind(
    4,
    "FUNDS_EXCEEDED",
    "funds",
    "money held for {scope_0}",
    "spent with this",
    "book the funds received first (receive_funds), or spend less",
)
FREE = Kind(
    5,
    "OVERDRAFT",
    "current account",
    "current account less earmarked, with deviations",
    "earmarked less deviations",
    "book the receipts first, pay less or later, or let the steering group deviate"
    " (deviate, rule current_account)",
)
COMMITTED = Kind(
    6,
    "AWARD_EXCEEDED",
    "grant",
    "what of the grant of {scope_0} is not paid yet",
    "paid with this",
    "raise the grant first (change_grant), or post less",
)
PAID = Kind(
    7,
    "REFUND_EXCEEDED",
    "paid",
    "what {scope_0} was paid less what it paid back",
    "refunded with this",
    "a refund is at most what was paid; book the rest as suspense",
)
RECEIVED = Kind(
    8,
    "REPAYMENT_EXCEEDED",
    "received",
    "contributions of {scope_1} received for {scope_0}",
    "repaid with this",
    "repay at most what was received",
)


class Budgets:
    """The quantities of a ledger, found by the accounts they add up."""

    def __init__(
        self,
        programmes: Callable[[], Sequence[str]],
        floors: Callable[[], Floors],
        base_ceiling: Callable[[str], Cents] = lambda _: 0,
    ) -> None:
        self._programmes = programmes
        """Every programme that a framework ever had."""
        self._floors = floors
        """The floor under the current account by day."""
        self._base_ceiling = base_ceiling
        """The process ceiling of a year whose opening does not hold it.

        Openings of version 0.1.0 left it to the framework; since then it is counted on
        an account, like its amendments.
        """
        self._by_account: dict[str, tuple[tuple[Quantity, int], ...]] = {}
        self._made: dict[tuple[object, ...], Quantity] = {}

    def forget(self) -> None:
        """Find all anew: a base ceiling, the programmes or a floor may be others."""
        self._by_account.clear()
        self._made.clear()

    def quantities_of(self, account: str) -> tuple[tuple[Quantity, int], ...]:
        """The quantities that an account is part of, with its sign in each."""
        found = self._by_account.get(account)
        if found is None:
            found = self._by_account[account] = tuple(self._of_account(account))
        return found

    def _of_account(self, account: str) -> Iterator[tuple[Quantity, int]]:
        for quantity in self._candidates(account.split(":")):
            for name, sign in quantity.accounts:
                if name == account:
                    yield quantity, sign

    def _one(self, quantity: Quantity) -> Quantity:
        """The one object of a quantity."""
        # Not its scope: a project awarded anew may be charged to other accounts.
        key = (quantity.kind.order, quantity.accounts, quantity.floor)
        return self._made.setdefault(key, quantity)

    def _candidates(self, parts: list[str]) -> Iterable[Quantity]:
        match parts:
            case ["budget", "available", year, programme]:
                yield self.ceiling(year, programme)
                yield from self.reserve(year)
            case ["budget", "unallocated", year]:
                yield self.unallocated(year)
                yield from self.reserve(year)
            case ["expenses", "process", year, _]:
                yield self.process_ceiling(year)
                yield from self.reserve(year)
            case ["memo", "deviation", "programme_ceiling", year, programme]:
                yield self.ceiling(year, programme)
            case ["memo", "deviation", "process_ceiling", year]:
                yield self.process_ceiling(year)
            case ["memo", "deviation", "process_reserve", year]:
                yield from self.reserve(year)
            case ["memo", "year", "process-ceiling", year]:
                yield self.process_ceiling(year)
                yield from self.reserve(year)
            case ["liabilities", "funds", project]:
                yield self.funds(project)
            case (
                ["assets", "current-account"]
                | ["memo", "earmarked"]
                | ["memo", "deviation", "current_account"]
            ):
                yield from filter(None, (self.free(),))
            case ["budget", "committed", year, programme, project]:
                yield self.committed(year, programme, project)
            case ["memo", "project", "paid" | "refunded", project]:
                yield self.paid(project)
            case ["assets", "receivable", partner, year] | [
                "income",
                "contributions",
                partner,
                year,
            ]:
                yield self.received(year, partner)

    def of_rule(self, rule: str, year: str, programme: str) -> tuple[Quantity, ...]:
        """The quantity that deviations from a ceiling widen, in its parts."""
        match rule:
            case "programme_ceiling":
                return (self.ceiling(year, programme),)
            case "process_ceiling":
                return (self.process_ceiling(year),)
            case "process_reserve":
                return self.reserve(year)
        return tuple(filter(None, (self.free(),)))

    def ceiling(self, year: str, programme: str) -> Quantity:
        """A programme's available budget plus its deviations (Z7, Z15)."""
        deviations = (accounts.deviation("programme_ceiling", year, programme), 1)
        total = (
            (accounts.of_programme("allocated", year, programme), 1),
            (accounts.of_programme("transferred", year, programme), 1),
            deviations,
        )
        return self._one(
            Quantity(
                CEILING,
                (year, programme),
                ((accounts.available(year, programme), 1), deviations),
                total=Term("ceiling with deviations", total),
            )
        )

    def unallocated(self, year: str) -> Quantity:
        """A year's budget that is not divided."""
        budget = ((accounts.covered(year), -1), (accounts.uncovered(year), -1))
        return self._one(
            Quantity(
                UNALLOCATED,
                (year,),
                ((accounts.unallocated(year), 1),),
                total=Term("budget", budget),
            )
        )

    def process_ceiling(self, year: str) -> Quantity:
        """What process costs leave of their own ceiling (Z8)."""
        ceiling = (accounts.of_year("process-ceiling", year), 1)
        deviations = (accounts.deviation("process_ceiling", year), 1)
        base = self._base_ceiling(year)
        total = Term("process ceiling with deviations", (ceiling, deviations), base)
        return self._one(
            Quantity(
                PROCESS_CEILING,
                (year,),
                (*((name, -1) for name, _ in self._costs(year)), ceiling, deviations),
                floor=-base,
                total=total,
                shifted=True,
            )
        )

    def _costs(self, year: str) -> Signed:
        return tuple(
            (accounts.process_expenses(year, programme), 1)
            for programme in self._programmes()
        )

    def reserve(self, year: str) -> tuple[Quantity, Quantity]:
        """What is left of a year beyond the reserve for process costs (Z3).

        left - max(0, ceiling - costs) >= 0 holds when both left >= 0 and
        left + costs >= ceiling; each of the two is a plain sum of accounts.
        """
        left = (
            (accounts.unallocated(year), 1),
            *(
                (accounts.available(year, programme), 1)
                for programme in self._programmes()
            ),
            (accounts.deviation("process_reserve", year), 1),
        )
        ceiling = (accounts.of_year("process-ceiling", year), -1)
        with_costs = (*left, *self._costs(year), ceiling)
        base = self._base_ceiling(year)
        return (
            self._one(Quantity(RESERVE, (year,), left, shifted=True)),
            self._one(Quantity(RESERVE, (year,), with_costs, base, shifted=True)),
        )

    def funds(self, project: str) -> Quantity:
        """Money of others still held for a project (Z23)."""
        received = ((accounts.of_project("funds-received", project), 1),)
        return self._one(
            Quantity(
                FUNDS,
                (project,),
                ((accounts.funds(project), -1),),
                total=Term("received", received),
            )
        )

    def free(self) -> Quantity | None:
        """The current account less what is earmarked, plus deviations (Z9, Z23).

        None where no framework sets a floor: the account may be in debit.
        """
        floors = self._floors()
        if not floors.ever:
            return None
        return self._one(
            Quantity(
                FREE,
                (),
                (
                    (accounts.CURRENT_ACCOUNT, 1),
                    (accounts.EARMARKED, -1),
                    (accounts.deviation("current_account"), 1),
                ),
                total=Term("balance after it", ((accounts.CURRENT_ACCOUNT, 1),)),
                floors=floors,
            )
        )

    def committed(self, year: str, programme: str, project: str) -> Quantity:
        """What of a project's grant is not paid yet."""
        granted = (
            (accounts.of_project("awarded", project), 1),
            (accounts.of_project("released", project), -1),
        )
        return self._one(
            Quantity(
                COMMITTED,
                (project,),
                ((accounts.committed(year, programme, project), 1),),
                total=Term("granted", granted),
            )
        )

    def paid(self, project: str) -> Quantity:
        """What a project was paid less what it paid back."""
        paid = (accounts.of_project("paid", project), 1)
        return self._one(
            Quantity(
                PAID,
                (project,),
                (paid, (accounts.of_project("refunded", project), -1)),
                total=Term("paid", (paid,)),
            )
        )

    def received(self, year: str, partner: str) -> Quantity:
        """What a partner paid of a year's contribution, net of repayments."""
        return self._one(
            Quantity(
                RECEIVED,
                (year, partner),
                (
                    (accounts.receivable(partner, year), -1),
                    (accounts.contributions(partner, year), -1),
                ),
                total=Term("received less repaid"),
            )
        )
