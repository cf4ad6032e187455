"""The framework of a partnership: partners, programmes, years, key and ceilings.

The framework is data. It is read once from TOML, checked, and stored whole in entry 1
of the ledger; from then on that stored copy is the only one that counts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.errors import Refusal
from domain.money import Cents, euros, parse_amount, shown, split

OUTSIDE = "OUTSIDE"
"""Outside the programmes (Z15): a programme for proposals, limits and transfers."""
UNALLOCATED = "UNALLOCATED"
"""A year's budget that is not divided yet: source or target of transfers only."""
RESERVED_PROGRAMMES = (OUTSIDE, UNALLOCATED)
MUNICIPALITY = "municipality"
SUSPENSE = "suspense"

LARGEST_NUMBER = 1_000_000_000
"""Of inhabitants or days; what is larger is a mistake."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")


@dataclass(frozen=True)
class Partner:
    """A government that pays into the budget (Z1)."""

    code: str
    name: str
    kind: str
    inhabitants: int | None = None


@dataclass(frozen=True)
class Programme:
    """A programme with the partners that lead it (Z2)."""

    code: str
    name: str
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Year:
    """An annual tranche (*jaarschijf*), both days included (Z6)."""

    code: str
    start: date
    end: date


@dataclass(frozen=True)
class ContributionKey:
    """How the annual budget is called from the partners (*verdeelsleutel*, Z4, Z5)."""

    name: str
    source: str
    contributions: Mapping[str, Cents]
    percentages: Mapping[str, str]

    @property
    def total(self) -> Cents:
        """What the partners together are asked for in a year."""
        return sum(self.contributions.values())


@dataclass(frozen=True)
class Framework:
    """Everything about a partnership that is data and not code."""

    name: str
    title: str
    start: date
    time_zone: str
    payment_term_days: int
    current_account_floor: Cents
    annual_budget: Cents
    process_ceiling: Cents
    priority_themes: tuple[str, ...]
    categories: tuple[str, ...]
    partners: tuple[Partner, ...]
    programmes: tuple[Programme, ...]
    years: tuple[Year, ...]
    keys: tuple[ContributionKey, ...]
    source: Mapping[str, object]
    """The checked mapping as read, stored whole in entry 1."""

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

    def key(self, name: str | None) -> ContributionKey:
        """The contribution key of that name; the first one when None.

        Raises `Refusal` (`FRAMEWORK_INVALID`) for an unknown name.
        """
        if name is None:
            return self.keys[0]
        for key in self.keys:
            if key.name == name:
                return key
        names = ", ".join(key.name for key in self.keys)
        raise _invalid(f"it has no contribution key {shown(name)}; it has {names}")

    def gap(self, key: ContributionKey) -> Cents:
        """Annual budget minus the contributions called by the key (Z5)."""
        return self.annual_budget - key.total

    @staticmethod
    def from_mapping(source: Mapping[str, object]) -> "Framework":
        """Read and check a framework, as TOML or stored JSON gives it.

        Raises `Refusal` (`FRAMEWORK_INVALID`), naming the place in the file.
        """
        return _Reader(source).framework()

    def to_mapping(self) -> dict[str, object]:
        """The framework in plain JSON values (dates as ISO text)."""
        return {name: _plain(value) for name, value in self.source.items()}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _invalid(problem: str) -> Refusal:
    return Refusal("FRAMEWORK_INVALID", f"the framework can't be used: {problem}.")


class _Reader:
    """Reads one framework mapping; every complaint names its place."""

    def __init__(self, source: Mapping[str, object]) -> None:
        self.source = source

    def framework(self) -> Framework:
        self._known(
            self.source,
            "the framework",
            set(Framework.__dataclass_fields__) - {"source"},
        )
        partners = tuple(self._partners())
        framework = Framework(
            name=self._code(self.source, "name", "the framework"),
            title=self._text(self.source, "title", "the framework"),
            start=self._date(self.source, "start", "the framework"),
            time_zone=self._zone(),
            payment_term_days=self._whole(self.source, "payment_term_days"),
            current_account_floor=self._signed_amount("current_account_floor"),
            annual_budget=self._amount(self.source, "annual_budget", "the framework"),
            process_ceiling=self._amount(
                self.source, "process_ceiling", "the framework"
            ),
            priority_themes=self._codes("priority_themes"),
            categories=self._codes("categories"),
            partners=partners,
            programmes=tuple(self._programmes({p.code for p in partners})),
            years=tuple(self._years()),
            keys=tuple(self._keys(partners)),
            source=dict(self.source),
        )
        self._check_whole(framework)
        return framework

    def _check_whole(self, framework: Framework) -> None:
        for kind, codes in (
            ("partners", framework.partner_codes),
            ("programmes", framework.programme_codes),
            ("years", framework.year_codes),
            ("categories", framework.categories),
        ):
            if not codes:
                raise _invalid(f"{kind} is empty")
            if len({code.lower() for code in codes}) != len(codes):
                raise _invalid(f"{kind} names a code twice (case does not count)")
        reserved = {code.lower() for code in RESERVED_PROGRAMMES}
        for code in framework.programme_codes:
            if code.lower() in reserved:
                raise _invalid(f"programme code {code} is reserved")
        if SUSPENSE not in framework.categories:
            raise _invalid(f"categories lacks {SUSPENSE}, where unknown receipts go")
        if framework.process_ceiling > framework.annual_budget:
            raise _invalid("process_ceiling is above annual_budget")
        for year, following in zip(framework.years, framework.years[1:], strict=False):
            if following.start <= year.end:
                raise _invalid(f"year {following.code} starts before {year.code} ends")
        if framework.years[0].start < framework.start:
            raise _invalid(f"year {framework.years[0].code} begins before start")

    def _partners(self) -> Iterable[Partner]:
        for place, table in self._tables(self.source, "partners"):
            self._known(table, place, {"code", "name", "kind", "inhabitants"})
            inhabitants = table.get("inhabitants")
            if inhabitants is not None:
                inhabitants = self._whole(table, "inhabitants", place)
            yield Partner(
                code=self._code(table, "code", place),
                name=self._text(table, "name", place),
                kind=self._code(table, "kind", place),
                inhabitants=inhabitants,
            )

    def _programmes(self, partners: set[str]) -> Iterable[Programme]:
        for place, table in self._tables(self.source, "programmes"):
            self._known(table, place, {"code", "name", "leads"})
            leads = table.get("leads", [])
            if not isinstance(leads, list) or not set(map(str, leads)) <= partners:
                raise _invalid(f"{place}: leads must be a list of partner codes")
            yield Programme(
                code=self._code(table, "code", place),
                name=self._text(table, "name", place),
                leads=tuple(map(str, leads)),
            )

    def _years(self) -> Iterable[Year]:
        for place, table in self._tables(self.source, "years"):
            self._known(table, place, {"code", "start", "end"})
            year = Year(
                code=self._code(table, "code", place),
                start=self._date(table, "start", place),
                end=self._date(table, "end", place),
            )
            if year.end < year.start:
                raise _invalid(f"{place}: ends before it starts")
            yield year

    def _keys(self, partners: tuple[Partner, ...]) -> Iterable[ContributionKey]:
        keys = self.source.get("keys")
        if not isinstance(keys, Mapping) or not keys:
            raise _invalid("keys must be a table with at least one contribution key")
        for name, table in keys.items():
            place = f"keys.{name}"
            if not isinstance(table, Mapping):
                raise _invalid(f"{place} must be a table")
            yield self._key(str(name), table, place, partners)

    def _key(
        self,
        name: str,
        table: Mapping[str, object],
        place: str,
        partners: tuple[Partner, ...],
    ) -> ContributionKey:
        self._known(
            table, place, {"source", "method", "percentages", "amounts", "fixed"}
        )
        method = table.get("method")
        if method == "amounts":
            contributions = self._key_amounts(table, place, partners)
        elif method == "shares":
            budget = self._amount(self.source, "annual_budget", "the framework")
            contributions = split(budget, self._key_shares(table, place, partners))
        else:
            raise _invalid(f'{place}: method must be "amounts" or "shares"')
        percentages = table.get("percentages", {})
        if not isinstance(percentages, Mapping):
            raise _invalid(f"{place}: percentages must be a table")
        return ContributionKey(
            name=name,
            source=self._text(table, "source", place),
            contributions=contributions,
            percentages={str(k): str(v) for k, v in percentages.items()},
        )

    def _key_amounts(
        self,
        table: Mapping[str, object],
        place: str,
        partners: tuple[Partner, ...],
    ) -> dict[str, Cents]:
        amounts = table.get("amounts")
        codes = [partner.code for partner in partners]
        if not isinstance(amounts, Mapping) or set(amounts) != set(codes):
            raise _invalid(f"{place}: amounts must name every partner once")
        return {code: self._amount(amounts, code, place) for code in codes}

    def _key_shares(
        self,
        table: Mapping[str, object],
        place: str,
        partners: tuple[Partner, ...],
    ) -> dict[str, Fraction]:
        """Fixed shares first; the rest by inhabitants, exactly (Z4)."""
        fixed = table.get("fixed", {})
        codes = {partner.code for partner in partners}
        if not isinstance(fixed, Mapping) or not set(fixed) <= codes:
            raise _invalid(f"{place}: fixed must give shares of partners")
        shares = {code: self._share(value, place) for code, value in fixed.items()}
        rest = 1 - sum(shares.values(), Fraction(0))
        others = [p for p in partners if p.code not in shares]
        inhabitants = sum(p.inhabitants or 0 for p in others)
        if rest < 0 or (rest > 0 and not inhabitants):
            raise _invalid(f"{place}: the fixed shares and inhabitants don't add up")
        for partner in others:
            if partner.inhabitants is None:
                raise _invalid(f"{place}: partner {partner.code} has no inhabitants")
            shares[partner.code] = rest * Fraction(
                partner.inhabitants, inhabitants or 1
            )
        return {partner.code: shares[partner.code] for partner in partners}

    def _share(self, value: object, place: str) -> Fraction:
        if not isinstance(value, str) or not re.fullmatch(
            r"[0-9]{1,9}(/[1-9][0-9]{0,8})?", value
        ):
            raise _invalid(f'{place}: {shown(value)} is not a share such as "1/3"')
        return Fraction(value)

    def _tables(
        self, source: Mapping[str, object], name: str
    ) -> Iterable[tuple[str, Mapping[str, object]]]:
        tables = source.get(name)
        if not isinstance(tables, list) or not tables:
            raise _invalid(f"{name} must be a list of tables")
        for number, table in enumerate(tables, start=1):
            place = f"{name}[{number}]"
            if not isinstance(table, Mapping):
                raise _invalid(f"{place} must be a table")
            yield place, table

    def _known(
        self, table: Mapping[str, object], place: str, allowed: set[str]
    ) -> None:
        unknown = sorted(set(map(str, table)) - allowed)
        if unknown:
            raise _invalid(
                f"{place} has an unknown field {shown(unknown[0])}; known are"
                f" {', '.join(sorted(allowed))}"
            )

    def _text(self, table: Mapping[str, object], name: str, place: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise _invalid(f"{place}: {name} must be a line of text")
        return value

    def _code(self, table: Mapping[str, object], name: str, place: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise _invalid(
                f"{place}: {name} must be a code of letters, digits and hyphens,"
                f" not {shown(value)}"
            )
        return value

    def _codes(self, name: str) -> tuple[str, ...]:
        values = self.source.get(name)
        if not isinstance(values, list) or not all(
            isinstance(value, str) and _CODE.fullmatch(value) for value in values
        ):
            raise _invalid(f"{name} must be a list of codes")
        return tuple(values)

    def _date(self, table: Mapping[str, object], name: str, place: str) -> date:
        value = table.get(name)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                raise _invalid(f"{place}: {name} is not a date") from None
        # A TOML date-time is a date too in Python; it would hide a time of day.
        if type(value) is not date:
            raise _invalid(f"{place}: {name} must be a date like 2011-08-01")
        return value

    def _amount(self, table: Mapping[str, object], name: str, place: str) -> Cents:
        try:
            return parse_amount(table.get(name))
        except Refusal as error:
            raise _invalid(f"{place}: {name}: {error.message.rstrip('.')}") from None

    def _signed_amount(self, name: str) -> Cents:
        value = self.source.get(name)
        if isinstance(value, str) and value.startswith("-"):
            return -self._amount({name: value[1:]}, name, "the framework")
        return self._amount(self.source, name, "the framework")

    def _whole(
        self, table: Mapping[str, object], name: str, place: str = "the framework"
    ) -> int:
        value = table.get(name)
        if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
            raise _invalid(
                f"{place}: {name} must be a whole number, not {shown(value)}"
            )
        return value

    def _zone(self) -> str:
        name = self._text(self.source, "time_zone", "the framework")
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            raise _invalid(f"time_zone {shown(name)} is unknown") from None
        return name


def gap_message(framework: Framework, key: ContributionKey) -> str | None:
    """Z5 out loud: how far the called contributions are from the budget, and why."""
    gap = framework.gap(key)
    if gap == 0:
        return None
    message = (
        f"the contributions of the {key.name} key add up to {euros(key.total)}, not"
        f" to the annual budget of {euros(framework.annual_budget)}: a gap of"
        f" {euros(gap)} a year that nobody is asked to pay (key from {key.source})"
    )
    if key.percentages:
        listed = "+".join(key.percentages.values())
        total = sum(map(int, key.percentages.values()))
        message += f". The rounded percentages {listed} add up to {total}, not 100"
    return message + "."
