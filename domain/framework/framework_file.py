"""Reading and checking a framework: every complaint names its place in the file."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.framework.framework import (
    BANK_CATEGORIES,
    RESERVED_PROGRAMMES,
    ContributionKey,
    Figures,
    Framework,
    Partner,
    Programme,
    Year,
    invalid,
)
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.money import Cents, parse_amount

if TYPE_CHECKING:
    # Exact fractions take a while to load; most ledgers are read without them.
    from fractions import Fraction

LARGEST_NUMBER = 1_000_000_000
"""Of inhabitants or days; what is larger is a mistake."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
_PERCENTAGE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
_FIELDS = {*Figures._fields, "partners", "programmes", "years", "keys"}


def read_framework(source: Mapping[str, object]) -> Framework:
    """Read and check a framework; raises `Refusal` (`FRAMEWORK_INVALID`).

    The contribution keys are read and checked when they are first asked for.
    """
    return _Reader(source).framework()


def read_keys(framework: Framework) -> Iterable[ContributionKey]:
    """The contribution keys of a framework; raises `Refusal` like `read_framework`."""
    return _Reader(framework.source).keys(framework.partners)


def read_key(framework: Framework, name: str | None) -> ContributionKey:
    """One contribution key, the first when None; the others are not computed."""
    reader = _Reader(framework.source)
    tables = reader.key_tables()
    if name is not None and name not in tables:
        names = ", ".join(tables)
        raise invalid(
            "it has no contribution key {name}; it has {names}",
            name=Quoted(name),
            names=names,
        )
    return reader.key(name or next(iter(tables)), framework.partners)


class _Reader:
    """Reads one framework mapping; every complaint names its place."""

    def __init__(self, source: Mapping[str, object]) -> None:
        self.source = source

    def framework(self) -> Framework:
        """The framework, every part of it checked."""
        self._known(self.source, "the framework", _FIELDS)
        partners = tuple(self._partners())
        framework = Framework(
            self._figures(),
            partners,
            tuple(self._programmes({p.code for p in partners})),
            tuple(self._years()),
            dict(self.source),
        )
        self._check_whole(framework)
        return framework

    def _figures(self) -> Figures:
        place = "the framework"
        return Figures(
            name=self._code(self.source, "name", place),
            title=self._text(self.source, "title", place),
            start=self._date(self.source, "start", place),
            time_zone=self._zone(),
            payment_term_days=self._whole(self.source, "payment_term_days"),
            current_account_floor=self._floor(),
            annual_budget=self._amount(self.source, "annual_budget", place),
            process_ceiling=self._amount(self.source, "process_ceiling", place),
            priority_themes=self._codes("priority_themes"),
            categories=tuple(
                dict.fromkeys((*BANK_CATEGORIES, *self._codes("categories")))
            ),
        )

    def _check_whole(self, framework: Framework) -> None:
        for kind, codes in (
            ("partners", framework.partner_codes),
            ("programmes", framework.programme_codes),
            ("years", framework.year_codes),
            ("categories", framework.categories),
        ):
            if not codes:
                raise invalid("{kind} is empty", kind=kind)
            if len({code.lower() for code in codes}) != len(codes):
                raise invalid(
                    "{kind} names a code twice (case does not count)", kind=kind
                )
        reserved = {code.lower() for code in RESERVED_PROGRAMMES}
        for code in framework.programme_codes:
            if code.lower() in reserved:
                raise invalid("programme code {code} is reserved", code=code)
        if framework.process_ceiling > framework.annual_budget:
            raise invalid("process_ceiling is above annual_budget")
        for year, following in zip(framework.years, framework.years[1:], strict=False):
            if following.start <= year.end:
                raise invalid(
                    "year {following} starts before {year} ends",
                    following=following.code,
                    year=year.code,
                )
        if framework.years[0].start < framework.start:
            raise invalid(
                "year {year} begins before start", year=framework.years[0].code
            )

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
                raise invalid(
                    "{place}: leads must be a list of partner codes", place=place
                )
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
                raise invalid("{place}: ends before it starts", place=place)
            yield year

    def key_tables(self) -> Mapping[str, object]:
        """The tables of the contribution keys by name."""
        tables = self.source.get("keys")
        if not isinstance(tables, Mapping) or not tables:
            raise invalid("keys must be a table with at least one contribution key")
        return {str(name): table for name, table in tables.items()}

    def keys(self, partners: tuple[Partner, ...]) -> Iterable[ContributionKey]:
        """The contribution keys, each checked."""
        return (self.key(name, partners) for name in self.key_tables())

    def key(self, name: str, partners: tuple[Partner, ...]) -> ContributionKey:
        """One contribution key, checked."""
        place, table = f"keys.{name}", self.key_tables()[name]
        if not isinstance(table, Mapping):
            raise invalid("{place} must be a table", place=place)
        self._known(
            table, place, {"source", "method", "percentages", "amounts", "fixed"}
        )
        method = table.get("method")
        if method == "amounts":
            contributions = self._key_amounts(table, place, partners)
        elif method == "shares":
            budget = self._amount(self.source, "annual_budget", "the framework")
            from domain.values.shares import split

            contributions = split(budget, self._key_shares(table, place, partners))
        else:
            raise invalid('{place}: method must be "amounts" or "shares"', place=place)
        return ContributionKey(
            name=name,
            source=self._text(table, "source", place),
            contributions=contributions,
            percentages=self._percentages(table, place),
        )

    def _percentages(self, table: Mapping[str, object], place: str) -> dict[str, str]:
        """As the source publishes them; they explain a gap, nothing is computed."""
        percentages = table.get("percentages", {})
        if not isinstance(percentages, Mapping):
            raise invalid("{place}: percentages must be a table", place=place)
        for value in percentages.values():
            if not isinstance(value, str) or not _PERCENTAGE.fullmatch(value):
                raise invalid(
                    '{place}: {value} is not a percentage like "28"',
                    place=place,
                    value=Quoted(value),
                )
        return dict(percentages)

    def _key_amounts(
        self,
        table: Mapping[str, object],
        place: str,
        partners: tuple[Partner, ...],
    ) -> dict[str, Cents]:
        amounts = table.get("amounts")
        codes = [partner.code for partner in partners]
        if not isinstance(amounts, Mapping) or set(amounts) != set(codes):
            raise invalid("{place}: amounts must name every partner once", place=place)
        return {code: self._amount(amounts, code, place) for code in codes}

    def _key_shares(
        self,
        table: Mapping[str, object],
        place: str,
        partners: tuple[Partner, ...],
    ) -> "dict[str, Fraction]":
        """Fixed shares first; the rest by inhabitants, exactly (Z4)."""
        from fractions import Fraction

        fixed = table.get("fixed", {})
        codes = {partner.code for partner in partners}
        if not isinstance(fixed, Mapping) or not set(fixed) <= codes:
            raise invalid("{place}: fixed must give shares of partners", place=place)
        shares = {code: self._share(value, place) for code, value in fixed.items()}
        rest = 1 - sum(shares.values(), Fraction(0))
        others = [p for p in partners if p.code not in shares]
        inhabitants = sum(p.inhabitants or 0 for p in others)
        if rest < 0 or (rest > 0 and not inhabitants):
            raise invalid(
                "{place}: the fixed shares and inhabitants don't add up", place=place
            )
        for partner in others:
            if partner.inhabitants is None:
                raise invalid(
                    "{place}: partner {partner} has no inhabitants",
                    place=place,
                    partner=partner.code,
                )
            shares[partner.code] = rest * Fraction(
                partner.inhabitants, inhabitants or 1
            )
        return {partner.code: shares[partner.code] for partner in partners}

    def _share(self, value: object, place: str) -> "Fraction":
        from fractions import Fraction

        if not isinstance(value, str) or not re.fullmatch(
            r"[0-9]{1,9}(/[1-9][0-9]{0,8})?", value
        ):
            raise invalid(
                '{place}: {value} is not a share such as "1/3"',
                place=place,
                value=Quoted(value),
            )
        return Fraction(value)

    def _tables(
        self, source: Mapping[str, object], name: str
    ) -> Iterable[tuple[str, Mapping[str, object]]]:
        tables = source.get(name)
        if not isinstance(tables, list) or not tables:
            raise invalid("{name} must be a list of tables", name=name)
        for number, table in enumerate(tables, start=1):
            place = f"{name}[{number}]"
            if not isinstance(table, Mapping):
                raise invalid("{place} must be a table", place=place)
            yield place, table

    def _known(
        self, table: Mapping[str, object], place: str, allowed: set[str]
    ) -> None:
        unknown = sorted(set(map(str, table)) - allowed)
        if unknown:
            raise invalid(
                "{place} has an unknown field {unknown}; known are {known}",
                place=place,
                unknown=Quoted(unknown[0]),
                known=sorted(allowed),
            )

    def _text(self, table: Mapping[str, object], name: str, place: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise invalid(
                "{place}: {name} must be a line of text", place=place, name=name
            )
        return value

    def _code(self, table: Mapping[str, object], name: str, place: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise invalid(
                "{place}: {name} must be a code of letters, digits and"
                " hyphens, not {value}",
                place=place,
                name=name,
                value=Quoted(value),
            )
        return value

    def _codes(self, name: str) -> tuple[str, ...]:
        values = self.source.get(name)
        if not isinstance(values, list) or not all(
            isinstance(value, str) and _CODE.fullmatch(value) for value in values
        ):
            raise invalid("{name} must be a list of codes", name=name)
        return tuple(values)

    def _date(self, table: Mapping[str, object], name: str, place: str) -> date:
        value = table.get(name)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                raise invalid(
                    "{place}: {name} is not a date", place=place, name=name
                ) from None
        # A TOML date-time is a date too in Python; it would hide a time of day.
        if type(value) is not date:
            raise invalid(
                "{place}: {name} must be a date like 2011-08-01", place=place, name=name
            )
        return value

    def _amount(self, table: Mapping[str, object], name: str, place: str) -> Cents:
        try:
            return parse_amount(table.get(name))
        except Refusal as error:
            raise invalid(
                "{place}: {name}: {message}",
                place=place,
                name=name,
                message=error.message.rstrip("."),
            ) from None

    def _floor(self) -> Cents | None:
        """The current account's floor; None: it may be in debit (Z9)."""
        name = "current_account_floor"
        return self._signed_amount(name) if name in self.source else None

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
            raise invalid(
                "{place}: {name} must be a whole number, not {value}",
                place=place,
                name=name,
                value=Quoted(value),
            )
        return value

    def _zone(self) -> str:
        name = self._text(self.source, "time_zone", "the framework")
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            raise invalid("time_zone {name} is unknown", name=Quoted(name)) from None
        return name
