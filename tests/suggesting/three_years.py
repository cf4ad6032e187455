"""Three years of a partnership and its bank, made by a seed, with what is true of them.

Nothing of the program is used here. What happens is drawn first; then what of it is in
the ledger, and what the bank shows of it: texts with a reference or without, names in
another form, late payments, sums of several, payments that came back.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
CENTS = int
YEARS = (2011, 2012, 2013)
PARTNERS: dict[str, tuple[str, CENTS]] = {
    "emmen": ("Gemeente Emmen", 4_480_000),
    "coevorden": ("Gemeente Coevorden", 1_440_000),
    "hoogeveen": ("Gemeente Hoogeveen", 2_240_000),
    "dewolden": ("Gemeente De Wolden", 960_000),
    "meppel": ("Gemeente Meppel", 1_280_000),
    "drenthe": ("Provincie Drenthe", 5_280_000),
}
RECIPIENTS = (
    "Gemeente Emmen",
    "Gemeente Meppel",
    "Stichting Drenthe Logistiek B.V.",
    "Marketing Drenthe",
    "Hogeschool Stenden",
)
SUPPLIERS = (
    "Zalencentrum De Brink",
    "Buro Noord B.V.",
    "Drukkerij Jansen",
    "Zalencentrum De Brink Catering",
)
SG = "SG-2011-01"


@dataclass
class Entry:
    """Something that the ledger knows, perhaps before the bank shows it."""

    day: date
    key: str
    fields: Row


@dataclass
class Line:
    """A line of the bank, and what it is."""

    day: date
    amount: CENTS
    party: str | None = None
    account: str | None = None
    text: str | None = None
    reference: str | None = None
    code: str | None = None
    reversal: bool = False
    truth: tuple[Any, ...] | None = None
    """`("match", keys)`, `("new", commands)`, `("lines",)`; None: nobody knows."""
    also: list["Line"] = field(default_factory=list)


@dataclass
class World:
    """What happens, in order of days."""

    entries: list[Entry]
    lines: list[Line]


def three_years(seed: int) -> World:
    """Everything of three years."""
    return _Drawing(seed).world()


def euros(cents: CENTS) -> str:
    """As commands have amounts."""
    return f"{cents // 100}.{cents % 100:02d}"


def called_by(year: int, partner: str) -> str:
    """ISO 11649, computed here anew: the remainder of all digits is 1."""
    own = f"ZD{year}{partner.upper()}"
    for check in range(2, 99):
        digits = "".join(str(int(c, 36)) for c in f"{own}RF{check:02d}")
        if int(digits) % 97 == 1:
            return f"RF{check:02d}{own}"
    raise AssertionError(own)


class _Drawing:
    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.entries: list[Entry] = []
        self.lines: list[Line] = []
        self.accounts = {
            name: f"NL{self.draw.randrange(10, 99)}BANK{number:010d}"
            for number, name in enumerate(
                [*(n for n, _ in PARTNERS.values()), *RECIPIENTS, *SUPPLIERS], 1
            )
        }
        self.number = 0

    def world(self) -> World:
        for year in YEARS:
            self._opening(year)
            self._costs(year)
            self._batches(year)
            self._returned(year)
            self._grants(year)
            self._of_bank(year)
            self._unknown(year)
        self._contributions()
        self.entries.sort(key=lambda each: each.day)
        self.lines.sort(key=lambda each: each.day)
        return World(self.entries, self.lines)

    # -- helpers ------------------------------------------------------------------

    def often(self, share: float) -> bool:
        return self.draw.random() < share

    def day(self, year: int, first: int = 230, last: int = 540) -> date:
        return date(year, 1, 1) + timedelta(days=self.draw.randint(first, last))

    def next(self) -> int:
        self.number += 1
        return self.number

    def entry(self, day: date, command: str, **fields: Any) -> str:
        key = f"e{self.next()}"
        self.entries.append(Entry(day, key, {"command": command, **fields}))
        return key

    def spelled(self, name: str) -> str:
        """A name as banks have it."""
        forms = (name, name.upper(), name.replace("Gemeente", "Gem."), name)
        return self.draw.choice(forms)[:35]

    def line(self, day: date, amount: CENTS, name: str, **more: Any) -> Line:
        account = self.accounts.get(name)
        if self.often(0.03):
            account = None
        made = Line(day, amount, self.spelled(name), account, **more)
        self.lines.append(made)
        return made

    def written(self, reference: str) -> str:
        """A reference as people type it."""
        forms = [reference, reference.lower(), reference.replace("-", " ")]
        forms.append(f"{reference}, dank")
        if reference.startswith("RF"):
            grouped = [reference[at : at + 4] for at in range(0, len(reference), 4)]
            forms += [" ".join(grouped), reference]
        return self.draw.choice(forms)

    # -- what happens -------------------------------------------------------------

    def _opening(self, year: int) -> None:
        day = date(year, 8, 1)
        if year == YEARS[0]:
            self.entry(
                date(2011, 6, 15),
                "record_decision",
                number=SG,
                date="2011-06-15",
                subject="Budget",
            )
        on = {"year": str(year), "date": day.isoformat(), "decision": SG}
        self.entry(day, "open_budget_year", **on)
        shares = {"SN": "20", "TL": "40", "IBO": "40"}
        self.entry(day, "allocate", **on, shares=shares)
        limits = {"TL": "60000.00", "IBO": "60000.00", "OUTSIDE": "40000.00"}
        self.entry(
            day,
            "set_funding_limits",
            **on,
            max_grants=limits,
            max_shares={"2": "50", "4": "75"},
        )

    def _contributions(self) -> None:
        both = self.draw.choice(list(PARTNERS))
        skipped = self.draw.choice(YEARS[:2])
        for partner, (name, amount) in PARTNERS.items():
            waiting: list[int] = []
            for year in YEARS:
                if partner == both and year == skipped:
                    waiting.append(year)
                    continue
                self._contribution(partner, name, amount, [*waiting, year])
                waiting = []

    def _contribution(
        self, partner: str, name: str, amount: CENTS, years: list[int]
    ) -> None:
        late = self.draw.choice((-9, -5, -2, -2, -1, -1, 0, 0, 0, 1, 2, 4, 9, 20, 43))
        day = date(years[-1], 8, 31) + timedelta(days=late)
        named = self.often(0.93)
        texts = [self.written(called_by(year, partner)) for year in years]
        if len(years) > 1 and self.often(0.3):
            texts = texts[-1:]
        if not named:
            texts = [f"Bijdrage Zuidas {' en '.join(map(str, years))}"]
        self.line(
            day,
            amount * len(years),
            name,
            text=" ".join(texts),
            truth=("new", tuple(("contribution", str(y), partner) for y in years)),
        )

    def _cost(self, day: date, amount: CENTS, name: str, voucher: str) -> str:
        """A process cost that is in the ledger on its day."""
        year = str(day.year if day >= date(day.year, 8, 1) else day.year - 1)
        return self.entry(
            day,
            "post_process_cost",
            year=year,
            programme="SN",
            amount=euros(amount),
            date=day.isoformat(),
            payee=name,
            description="Hall and catering",
            document=voucher,
        )

    def _voucher(self, year: int) -> str:
        """Numbers of which one is often the beginning of another."""
        return f"INV-{year}-{self.next()}"

    def _costs(self, year: int) -> None:
        for _ in range(12):
            name, voucher = self.draw.choice(SUPPLIERS), self._voucher(year)
            amount = self.draw.choice((25_000, 25_000, 12_100, 48_400, 9_999))
            day = self.day(year)
            paid = day + timedelta(
                days=self.draw.choice((0, 0, 1, 1, 2, 2, 3, 5, 12, 30))
            )
            text = f"Factuur {self.written(voucher)}"
            if self.often(0.06):
                text = "Zaalhuur en catering"
            if self.often(0.12):  # nobody booked it
                self.line(paid, -amount, name, text=text)
                continue
            key = self._cost(day, amount, name, voucher)
            as_reference = self.often(0.2)
            self.line(
                paid,
                -amount,
                name,
                text="Betaling" if as_reference else text,
                reference=voucher if as_reference else None,
                truth=("match", frozenset({key})),
            )

    def _batches(self, year: int) -> None:
        """Several invoices of one supplier, paid together."""
        for _ in range(2):
            name, day = self.draw.choice(SUPPLIERS), self.day(year)
            vouchers = [self._voucher(year) for _ in range(self.draw.choice((2, 3)))]
            amounts = [self.draw.choice((11_000, 25_000, 31_250)) for _ in vouchers]
            keys = [
                self._cost(day, amount, name, voucher)
                for voucher, amount in zip(vouchers, amounts, strict=True)
            ]
            named = vouchers if self.often(0.9) else vouchers[:1]
            self.line(
                day + timedelta(days=2),
                -sum(amounts),
                name,
                text="Facturen " + ", ".join(named),
                truth=("match", frozenset(keys)),
            )

    def _returned(self, year: int) -> None:
        """Paid, returned, and paid once more; booked once."""
        name, voucher = self.draw.choice(SUPPLIERS), self._voucher(year)
        day, amount = self.day(year), self.draw.choice((25_000, 60_500))
        key = self._cost(day, amount, name, voucher)
        text = f"Factuur {voucher}"
        first = self.line(day + timedelta(days=1), -amount, name, text=text)
        marked = self.often(0.5)
        back = self.line(
            day + timedelta(days=4),
            amount,
            name,
            text=f"RETOUR {text}" if self.often(0.7) else "rekening onbekend",
            code="PMNT-ICDT-RRTN" if marked else "PMNT-RCDT-ESCT",
            reversal=marked,
        )
        again = self.line(
            day + timedelta(days=self.draw.choice((6, 12, 25))),
            -amount,
            name,
            text=text,
        )
        # Whoever has the first alone books it; the two that follow then cancel out.
        paid, others = again, (first, back)
        if _quarter(first.day) != _quarter(back.day):
            paid, others = first, (back, again)
        paid.truth = ("match", frozenset({key}))
        for each in others:
            each.truth = ("lines",)
        others[1].also.append(others[0])

    def _grants(self, year: int) -> None:
        for _ in range(4):
            project, letter = f"project-{self.next()}", f"VERL-{year}-{self.next()}"
            name = self.draw.choice(RECIPIENTS)
            amount = self.draw.choice((1_000_000, 1_000_000, 1_400_000, 750_000))
            day = self.day(year, 250, 330)
            self._awarded(project, letter, name, amount, day)
            halves, rest = (amount // 2, amount // 2), (amount * 4 // 5, amount // 5)
            parts = self.draw.choice(((amount,), (amount,), halves, rest))
            for number, part in enumerate(parts, start=1):
                day += timedelta(days=self.draw.choice((7, 30, 60)))
                whole = number == len(parts)
                self._grant_paid(project, letter, name, part, day, expected=whole)
            if self.often(0.4):
                self._refund(project, letter, name, amount, day)

    def _awarded(
        self, project: str, letter: str, name: str, amount: CENTS, day: date
    ) -> None:
        year = str(day.year)
        own = euros(amount * 3)
        self.entry(
            day - timedelta(days=20),
            "propose_project",
            project=project,
            title=f"Plan {project}",
            date=(day - timedelta(days=20)).isoformat(),
            year=year,
            programme=self.draw.choice(("TL", "IBO")),
            recipient=name,
            applicants=["emmen"],
            participants=["emmen", "meppel"],
            physical=False,
            themes=["transport-logistics"],
            vision_goal="Sustainable logistic axis",
            total_cost=euros(amount * 5),
            requested=euros(amount),
            own_contributions={"emmen": own},
            external_funding="Interreg",
        )
        self.entry(
            day,
            "award_grant",
            project=project,
            amount=euros(amount),
            date=day.isoformat(),
            decision=SG,
            document=letter,
        )

    def _grant_paid(
        self,
        project: str,
        letter: str,
        name: str,
        amount: CENTS,
        day: date,
        *,
        expected: bool,
    ) -> None:
        booked = self.often(0.6)
        voucher = f"BET-{day.year}-{self.next()}"
        both = f"{letter} {project}"
        told = self.draw.choice((both, both, both, letter, letter, letter, project))
        if booked and self.often(0.6):
            told = voucher
        truth: tuple[Any, ...] | None = None
        if booked:
            key = self.entry(
                day,
                "pay_grant",
                project=project,
                amount=euros(amount),
                date=day.isoformat(),
                document=voucher,
            )
            truth = ("match", frozenset({key}))
        elif expected:
            truth = ("new", (("grant", project),))
        else:
            truth = ("hidden", ("grant", project, euros(amount)))
        text = f"Subsidie {self.written(told)}"
        paid = day + timedelta(days=self.draw.choice((0, 1, 2, 4)))
        self.line(paid, -amount, name, text=text, truth=truth)

    def _refund(
        self, project: str, letter: str, name: str, amount: CENTS, day: date
    ) -> None:
        determined = day + timedelta(days=100)
        back = self.draw.choice((50_000, 120_000))
        self.entry(
            determined,
            "determine_grant",
            project=project,
            amount=euros(amount - back),
            date=determined.isoformat(),
            document=f"VAST-{determined.year}-{self.next()}",
        )
        told = self.draw.choice((f"{letter} {project}", f"vaststelling {letter}"))
        self.line(
            determined + timedelta(days=self.draw.choice((10, 35, 80))),
            back,
            name,
            text=f"Terugbetaling {told}",
            truth=("new", (("refund", project),)),
        )

    def _of_bank(self, year: int) -> None:
        for quarter in range(4):
            day = date(year, 9, 30) + timedelta(days=91 * quarter)
            coded = self.often(0.92)
            truth: tuple[Any, ...] = ("new", (("other", "pay_other", "bank-charges"),))
            amount = 750
            if self.often(0.25):
                key = self.entry(
                    day,
                    "pay_other",
                    category="bank-charges",
                    amount=euros(amount),
                    date=day.isoformat(),
                    counterparty="Bank",
                    description="Charges",
                    document=f"RC-{year}-{quarter}",
                )
                truth = ("match", frozenset({key}))
            self.lines.append(
                Line(
                    day + timedelta(days=self.draw.choice((0, 1, 3))),
                    -amount,
                    text="Kosten rekening-courant",
                    code="ACMT-MDOP-CHRG" if coded else "N554",
                    truth=truth,
                )
            )
        self.lines.append(
            Line(
                date(year, 12, 31),
                self.draw.randrange(500, 9_000),
                text="Creditrente",
                code="ACMT-MDOP-INTR",
                truth=("new", (("other", "receive_other", "interest"),)),
            )
        )

    def _unknown(self, year: int) -> None:
        """What nobody knows: strangers, and parties that pay something else."""
        self.lines.append(
            Line(
                self.day(year),
                self.draw.choice((1_440_000, 25_000, 12_345)),
                "J. Jansen",
                "NL11BANK9999999999",
                "zie brief",
            )
        )
        name, amount = self.draw.choice(list(PARTNERS.values()))
        self.line(
            date(year, 9, 1) + timedelta(days=self.draw.randrange(60)),
            amount,
            name,
            text="Bijdrage Interreg",
        )
        self.line(
            self.day(year), -self.draw.choice((25_000, 12_100)), "Buro Noord B.V."
        )


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def quarters() -> Iterator[tuple[date, date]]:
    """The periods of the statements: first and last day."""
    first = date(2011, 7, 1)
    while first < date(2015, 1, 1):
        month = first.month + 3
        following = date(first.year + (month > 12), (month - 1) % 12 + 1, 1)
        yield first, following - timedelta(days=1)
        first = following
