"""The refusal of a broken budget: the first such day, the sum, and the ways out."""

from collections.abc import Iterable, Mapping

from domain.budgets.breaches import Breach, Ledgers
from domain.budgets.quantities import FREE, RESERVE
from domain.values.errors import Refusal
from domain.values.messages import Euro, Message, message, parts
from domain.values.money import Cents
from domain.values.texts import format_cents

Lines = Mapping[str, Cents]


def budget_refusal(
    breach: Breach, lines: Iterable[tuple[str, Cents]], ledgers: Ledgers
) -> Refusal:
    """The refusal of a command whose lines would break a budget."""
    quantity = breach.quantity
    total = _total(breach, dict(lines), ledgers)
    used = total - breach.left
    return Refusal(
        quantity.code,
        "{quantity} on {day}: {total_words} {total} - {used_words} {used} ="
        " {left}{floor}; short by {short}. Ways out: {ways_out}.",
        {
            "quantity": quantity.name,
            "scope": list(quantity.scope),
            "date": breach.day.isoformat(),
            "total": format_cents(total),
            "used": format_cents(used),
            "available": format_cents(breach.left),
            "short": format_cents(breach.short),
        },
        quantity=parts((message(quantity.name), *quantity.scope), " "),
        day=breach.day,
        total_words=_total_words(breach),
        total=Euro(total),
        used_words=message(quantity.kind.used),
        used=Euro(used),
        left=Euro(breach.left),
        floor=_floor(breach),
        short=Euro(breach.short),
        ways_out=message(quantity.kind.ways_out),
    )


def _floor(breach: Breach) -> Message | None:
    """Only the current account's floor is a figure of its own."""
    if breach.quantity.kind is not FREE:
        return None
    return message(", floor {floor}", floor=Euro(breach.floor))


def _total_words(breach: Breach) -> Message:
    total = breach.quantity.total
    return message("left of the year") if total is None else message(total.words)


def _total(breach: Breach, lines: Lines, ledgers: Ledgers) -> Cents:
    """What there is on the day, before what is used of it is taken away."""
    quantity, total = breach.quantity, breach.quantity.total
    if quantity.kind is RESERVE:
        return breach.left + _reserved(breach, lines, ledgers)
    if total is None or not total.accounts:
        return breach.left - breach.change
    return total.constant + sum(
        sign * _at(account, breach, lines, ledgers) for account, sign in total.accounts
    )


def _reserved(breach: Breach, lines: Lines, ledgers: Ledgers) -> Cents:
    """What the process reserve still keeps: its ceiling less the process costs.

    The two sums of the reserve differ by the costs less the ceiling.
    """
    left, with_costs = ledgers.budgets.reserve(breach.quantity.scope[0])
    costs = [each for each in with_costs.accounts if each not in left.accounts]
    spent = sum(sign * _at(name, breach, lines, ledgers) for name, sign in costs)
    return max(0, with_costs.floor - spent)


def _at(account: str, breach: Breach, lines: Lines, ledgers: Ledgers) -> Cents:
    return ledgers.balance(account, breach.day) + lines.get(account, 0)
