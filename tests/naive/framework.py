"""The framework as the model needs it. Amounts are int cents."""

from dataclasses import dataclass
from datetime import date

OUTSIDE = "OUTSIDE"
UNALLOCATED = "UNALLOCATED"


@dataclass(frozen=True)
class Framework:
    partners: tuple[
        tuple[str, str], ...
    ]  # (code, kind), kind "municipality"/"province"
    programmes: tuple[str, ...]
    years: tuple[tuple[str, date, date], ...]  # (code, first day, last day)
    annual_budget: int
    process_ceiling: int
    contributions: dict[str, int]  # per partner, the key in force
    priority_themes: tuple[str, ...]
    categories: tuple[str, ...]
    start: date
    payment_term_days: int = 30
    current_account_floor: int | None = None
    """None: the current account may be in debit."""
    cost_kinds: tuple[str, ...] = ()

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
    contributions={
        "emmen": 44_800_00,
        "coevorden": 14_400_00,
        "hoogeveen": 22_400_00,
        "dewolden": 9_600_00,
        "meppel": 12_800_00,
        "drenthe": 52_800_00,
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
    start=date(2011, 1, 1),
)
