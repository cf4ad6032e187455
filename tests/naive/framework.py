"""A framework as the model needs it. Amounts are int cents."""

from dataclasses import dataclass
from datetime import date

OUTSIDE = "OUTSIDE"
UNALLOCATED = "UNALLOCATED"


@dataclass(frozen=True)
class Framework:
    partners: tuple[tuple[str, str], ...]
    """(code, kind): only `municipality` means something to the rules."""
    programmes: tuple[str, ...]
    years: tuple[tuple[str, date, date], ...]  # (code, first day, last day)
    annual_budget: int
    process_ceiling: int
    keys: dict[str, dict[str, int]]
    """By name, in the order of the file: what each partner is called for a year."""
    priority_themes: tuple[str, ...]
    categories: tuple[str, ...]
    name: str
    start: date
    time_zone: str
    payment_term_days: int = 30
    current_account_floor: int | None = None
    """None: the current account may be in debit."""
    cost_kinds: tuple[str, ...] = ()

    @property
    def contributions(self) -> dict[str, int]:
        """By the first key."""
        return next(iter(self.keys.values()))

    @property
    def partner_codes(self) -> list[str]:
        return [code for code, _ in self.partners]

    @property
    def year_codes(self) -> list[str]:
        return [code for code, _, _ in self.years]

    @property
    def municipalities(self) -> set[str]:
        return {code for code, kind in self.partners if kind == "municipality"}

    @property
    def all_categories(self) -> set[str]:
        return {"suspense", "interest", "bank-charges", "business", *self.categories}


DRENTSE_ZUIDAS = Framework(
    partners=(
        ("emmen", "municipality"),
        ("coevorden", "municipality"),
        ("hoogeveen", "municipality"),
        ("dewolden", "municipality"),
        ("meppel", "municipality"),
        ("drenthe", "province"),
    ),
    programmes=("SN", "TL", "IBO"),
    years=tuple(
        (str(year), date(year, 8, 1), date(year + 1, 7, 31))
        for year in (2011, 2012, 2013)
    ),
    annual_budget=160_000_00,
    process_ceiling=20_000_00,
    keys={
        "published": {
            "emmen": 44_800_00,
            "coevorden": 14_400_00,
            "hoogeveen": 22_400_00,
            "dewolden": 9_600_00,
            "meppel": 12_800_00,
            "drenthe": 52_800_00,
        },
        "computed": {
            "emmen": 45_416_67,
            "coevorden": 15_000_00,
            "hoogeveen": 22_916_67,
            "dewolden": 10_000_00,
            "meppel": 13_333_33,
            "drenthe": 53_333_33,
        },
    },
    priority_themes=(
        "transport-logistics",
        "manufacturing",
        "business-sites",
        "knowledge-innovation",
        "education-labour-market",
        "lobby-marketing",
        "sustainability",
        "networking",
        "governance",
    ),
    categories=("suspense", "interest", "bank-charges", "business"),
    cost_kinds=("meetings", "lobby", "speakers", "facilitation", "office"),
    name="drentse-zuidas",
    start=date(2011, 1, 1),
    time_zone="Europe/Amsterdam",
)
