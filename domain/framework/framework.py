"""The framework of a partnership: partners, programmes, years, key and ceilings.

The framework is data. It is read once from TOML, checked (`framework_file`), and stored
whole in entry 1 of the ledger; from then on that stored copy is the only one that
counts. Every query reads it, so these are plain classes: nothing here costs time to
import.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.framework.organisation import Organisation
from domain.values.messages import Euro, Message, message, parts
from domain.values.money import Cents

OUTSIDE = "OUTSIDE"
"""Outside the programmes (Z15): a programme for proposals, limits and transfers."""
UNALLOCATED = "UNALLOCATED"
"""A year's budget that is not divided yet: source or target of transfers only."""
RESERVED_PROGRAMMES = (OUTSIDE, UNALLOCATED)
MUNICIPALITY = "municipality"
SUSPENSE = "suspense"
BANK_CATEGORIES = (SUSPENSE, "interest", "bank-charges", "business")
"""What any bank shows beside a budget, and contributions of the business community
(Z25); a framework adds its own."""


class Partner(NamedTuple):
    """A government that pays into the budget (Z1)."""

    code: str
    name: str
    kind: str
    inhabitants: int | None = None


class Programme(NamedTuple):
    """A programme with the partners that lead it (Z2)."""

    code: str
    name: str
    leads: tuple[str, ...] = ()


class Year(NamedTuple):
    """An annual tranche (*jaarschijf*), both days included (Z6)."""

    code: str
    start: date
    end: date


class ContributionKey(NamedTuple):
    """How the annual budget is called from the partners (*verdeelsleutel*, Z4, Z5)."""

    name: str
    source: str
    contributions: Mapping[str, Cents]
    percentages: Mapping[str, str]

    @property
    def total(self) -> Cents:
        """What the partners together are asked for in a year."""
        return sum(self.contributions.values())


class Figures(NamedTuple):
    """The single values of a framework; amounts in cents."""

    name: str
    title: str
    start: date
    time_zone: str
    payment_term_days: int
    current_account_floor: Cents | None
    annual_budget: Cents
    process_ceiling: Cents
    priority_themes: tuple[str, ...]
    categories: tuple[str, ...]
    process_cost_kinds: tuple[str, ...]
    decision_term_days: int
    lock_needs_reconciliation: bool
    language: str | None
    organisation: Organisation


class Framework:
    """Everything about a partnership that is data and not code."""

    def __init__(
        self,
        figures: Figures,
        partners: tuple[Partner, ...],
        programmes: tuple[Programme, ...],
        years: tuple[Year, ...],
        source: Mapping[str, object],
    ) -> None:
        self.name = figures.name
        self.title = figures.title
        self.start = figures.start
        self.time_zone = figures.time_zone
        self.payment_term_days = figures.payment_term_days
        self.current_account_floor = figures.current_account_floor
        self.annual_budget = figures.annual_budget
        self.process_ceiling = figures.process_ceiling
        self.priority_themes = figures.priority_themes
        self.categories = figures.categories
        self.process_cost_kinds = figures.process_cost_kinds
        self.decision_term_days = figures.decision_term_days
        self.lock_needs_reconciliation = figures.lock_needs_reconciliation
        self.language = figures.language
        """`nl` or `en`; None where the framework names none."""
        self.organisation = figures.organisation
        self.partners = partners
        self.programmes = programmes
        self.years = years
        self.source = source
        """The mapping as read, stored whole."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which "today" and bare timestamps are understood."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def partner_codes(self) -> tuple[str, ...]:
        """Partner codes in the framework's order."""
        return tuple(partner.code for partner in self.partners)

    @cached_property
    def municipalities(self) -> frozenset[str]:
        """Codes of the partners that are municipalities (Z12)."""
        return frozenset(p.code for p in self.partners if p.kind == MUNICIPALITY)

    @cached_property
    def programme_codes(self) -> tuple[str, ...]:
        """Codes of the real programmes, without `OUTSIDE`."""
        return tuple(programme.code for programme in self.programmes)

    @cached_property
    def year_codes(self) -> tuple[str, ...]:
        """Year codes in the framework's order."""
        return tuple(year.code for year in self.years)

    @cached_property
    def spelling(self) -> Mapping[str, Mapping[str, str]]:
        """Per kind of code: lower case to the framework's own spelling."""
        programmes = (*self.programme_codes, *RESERVED_PROGRAMMES)
        return {
            "partner": {code.lower(): code for code in self.partner_codes},
            "programme": {code.lower(): code for code in programmes},
            "year": {code.lower(): code for code in self.year_codes},
        }

    def gap(self, key: ContributionKey) -> Cents:
        """Annual budget minus the contributions called by the key (Z5)."""
        return self.annual_budget - key.total

    def to_mapping(self) -> dict[str, object]:
        """The framework in plain JSON values (dates as ISO text)."""
        return plain_mapping(self.source)


def plain_mapping(source: Mapping[str, object]) -> dict[str, object]:
    """A framework's mapping in plain JSON values (dates as ISO text)."""
    return {name: _plain(value) for name, value in source.items()}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def gap_message(framework: Framework, key: ContributionKey) -> Message | None:
    """Z5 out loud: how far the called contributions are from the budget, and why."""
    gap = framework.gap(key)
    if gap == 0:
        return None
    return message(
        "the contributions of the {key} key add up to {total}, not to the annual budget"
        " of {budget}: a gap of {gap} a year that nobody is asked to pay (key from"
        " {source}){rounding}.",
        key=key.name,
        total=Euro(key.total),
        budget=Euro(framework.annual_budget),
        gap=Euro(gap),
        source=key.source,
        rounding=_rounding(key),
    )


def _rounding(key: ContributionKey) -> Message | None:
    """Where published percentages don't add up to 100, that explains a gap."""
    from domain.values.shares import parse_percentage

    zero = parse_percentage("0")
    total = sum(map(parse_percentage, key.percentages.values()), zero)
    if not key.percentages or total == 100:  # noqa: PLR2004  # percent
        return None
    return message(
        ". The rounded percentages {listed} add up to {total}, not 100",
        listed=parts(key.percentages.values(), "+"),
        total=total,
    )
