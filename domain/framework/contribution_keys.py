"""The contribution keys (*verdeelsleutels*) of a framework: amounts or shares."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from domain.framework.complaints import Complaint, Fields, refuse
from domain.framework.framework import ContributionKey, Framework, Partner
from domain.values.messages import Quoted
from domain.values.money import Cents

if TYPE_CHECKING:
    # Exact fractions take a while to load; most ledgers are read without them.
    from fractions import Fraction

_FIELDS = {"source", "method", "percentages", "amounts", "fixed"}
_PERCENTAGE = r"[0-9]{1,3}(\.[0-9]{1,4})?"
_SHARE = r"[0-9]{1,9}(/[1-9][0-9]{0,8})?"


def read_keys(framework: Framework) -> tuple[ContributionKey, ...]:
    """The keys of a framework; raises `Refusal` (`FRAMEWORK_INVALID`)."""
    complaints: list[Complaint] = []
    found = tuple(keys_of(framework.source, framework.partners, complaints))
    refuse(complaints)
    return found


def read_key(framework: Framework, name: str | None) -> ContributionKey:
    """One key, the first when None; the others are not computed.

    Raises `Refusal` (`FRAMEWORK_INVALID`).
    """
    keys = Fields(framework.source)
    tables = _tables(keys)
    refuse(keys.complaints)
    chosen = next(iter(tables)) if name is None else name
    if chosen not in tables:
        keys.wrong(
            "keys",
            "there is no contribution key {name}; there are {names}",
            name=Quoted(chosen),
            names=", ".join(tables),
        )
    else:
        key = _key(keys, chosen, tables[chosen], framework.partners)
    refuse(keys.complaints)
    return key


def key_names(source: Mapping[str, object]) -> tuple[str, ...]:
    """The names of a framework's keys, none where it has no table of them."""
    return tuple(_tables(Fields(source)))


def keys_of(
    source: Mapping[str, object],
    partners: tuple[Partner, ...],
    complaints: list[Complaint],
) -> Iterator[ContributionKey]:
    """Every key; what is wrong with one is added to the complaints."""
    keys = Fields(source, complaints=complaints)
    for name, table in _tables(keys).items():
        yield _key(keys, name, table, partners)


def _tables(source: Fields) -> Mapping[str, object]:
    tables = source.fields.get("keys")
    if not isinstance(tables, Mapping) or not tables:
        source.wrong("keys", "must be a table with at least one contribution key")
        return {}
    return {str(name): table for name, table in tables.items()}


def _key(
    source: Fields, name: str, table: object, partners: tuple[Partner, ...]
) -> ContributionKey:
    key = Fields(
        table if isinstance(table, Mapping) else {}, f"keys.{name}", source.complaints
    )
    contributions: dict[str, Cents] = {}
    if not isinstance(table, Mapping):
        key.wrong("", "must be a table")
        return ContributionKey(name, "", contributions, {})
    key.known(_FIELDS)
    match table.get("method"):
        case "amounts":
            contributions = _amounts(key, partners)
        case "shares":
            contributions = _split(source, key, partners)
        case _:
            key.wrong("method", 'must be "amounts" or "shares"')
    return ContributionKey(
        name=name,
        source=key.text("source"),
        contributions=contributions,
        percentages=_percentages(key),
    )


def _percentages(key: Fields) -> dict[str, str]:
    """As the source publishes them; they explain a gap, nothing is computed."""
    percentages = key.fields.get("percentages", {})
    if not isinstance(percentages, Mapping):
        key.wrong("percentages", "must be a table")
        return {}
    for code, value in percentages.items():
        if not isinstance(value, str) or not re.fullmatch(_PERCENTAGE, value):
            key.wrong(
                f"percentages.{code}",
                '{value} is not a percentage like "28"',
                value=Quoted(value),
            )
    return dict(percentages)


def _amounts(key: Fields, partners: tuple[Partner, ...]) -> dict[str, Cents]:
    amounts = key.fields.get("amounts")
    codes = [partner.code for partner in partners]
    if not isinstance(amounts, Mapping) or set(amounts) != set(codes):
        key.wrong("amounts", "must name every partner once")
        return {}
    inner = Fields(amounts, key.at("amounts"), key.complaints)
    return {code: inner.amount(code) for code in codes}


def _split(
    source: Fields, key: Fields, partners: tuple[Partner, ...]
) -> dict[str, Cents]:
    """The annual budget by shares; nothing where it or the shares can't be read."""
    budget = Fields(source.fields)
    cents = budget.amount("annual_budget")
    shares = _shares(key, partners)
    if budget.complaints or shares is None:
        return {}
    from domain.values.shares import split

    return split(cents, shares)


def _shares(key: Fields, partners: tuple[Partner, ...]) -> "dict[str, Fraction] | None":
    """Fixed shares first; the rest by inhabitants, exactly (Z4); None if wrong."""
    from fractions import Fraction

    known = len(key.complaints)
    fixed = key.fields.get("fixed", {})
    codes = {partner.code for partner in partners}
    if not isinstance(fixed, Mapping) or not set(fixed) <= codes:
        key.wrong("fixed", "must give shares of partners")
        return None
    shares = {code: _share(key, code, value) for code, value in fixed.items()}
    rest = 1 - sum(shares.values(), Fraction(0))
    others = [p for p in partners if p.code not in shares]
    inhabitants = sum(p.inhabitants or 0 for p in others)
    for partner in others:
        if partner.inhabitants is None:
            key.wrong("", "partner {partner} has no inhabitants", partner=partner.code)
    if rest < 0 or (rest > 0 and not inhabitants):
        key.wrong("", "the fixed shares and inhabitants don't add up")
    if len(key.complaints) > known:
        return None
    shares |= {
        p.code: rest * Fraction(p.inhabitants or 0, inhabitants or 1) for p in others
    }
    return {partner.code: shares[partner.code] for partner in partners}


def _share(key: Fields, code: str, value: object) -> "Fraction":
    from fractions import Fraction

    if isinstance(value, str) and re.fullmatch(_SHARE, value):
        return Fraction(value)
    key.wrong(
        f"fixed.{code}", '{value} is not a share such as "1/3"', value=Quoted(value)
    )
    return Fraction(0)
