"""Identities of the naive model's books that must hold in any history."""

import random
from collections import Counter
from datetime import date, timedelta

from .books import Books
from .scenario import grant, money, ok, pay, proposal, started


def check_identities(books: Books) -> None:
    for entry in books.entries:
        assert sum(amount for _, amount in entry.lines) == 0
    for day in [*books.days_from(date.min), None]:
        accounts, tallies = books.sums(day)
        ours: Counter[str] = Counter()
        for (name, *_), amount in tallies.items():
            ours[name] += amount
        kinds: Counter[str] = Counter()
        for account, amount in accounts.items():
            kinds[":".join(account.split(":")[:2])] += amount
        assert (
            kinds["budget:available"]
            == (ours["allocated"] + ours["transferred"] - ours["awarded"])
            + ours["released"]
            - ours["process"]
            - ours["written_off"]
        )
        assert kinds["assets:recoverable"] == ours["recoverable"]
        assert kinds["budget:committed"] == -kinds["liabilities:grants"]
        assert (
            kinds["budget:committed"]
            == (ours["awarded"] - ours["released"] - ours["paid"])
            + ours["refunded"]
            + ours["recoverable"]
            + ours["written_off"]
        )
        assert kinds["assets:current-account"] == (
            ours["received"] + ours["refunded"] + ours["funds_received"]
        ) + ours["other_received"] - ours["paid"] - ours["process"] - (
            ours["funds_spent"] + ours["other_paid"]
        )
        for (name, *rest), amount in tallies.items():
            if name in ("recoverable", "paid", "refunded"):
                assert amount >= 0, (name, rest, day)


def random_command(
    rng: random.Random, step: int, last: int
) -> tuple[str, dict[str, object]]:
    day = max(0, step - rng.choice((0, 0, 0, 1, 2, 5)))
    on = (date(2011, 9, 1) + timedelta(day)).isoformat()
    amount = str(rng.choice((1, 2, 3, 5, 8, 13)) * 1000)
    cash = money(on, amount)
    choices: list[tuple[str, dict[str, object]]] = [
        ("award_grant", grant(on, amount)),
        ("change_grant", grant(on, amount)),
        ("pay_grant", pay(on, amount)),
        ("pay_grant", pay(on, amount)),
        ("determine_grant", cash),
        ("receive_refund", cash),
        ("write_off_recoverable", {**cash, "decision": "SG-1"}),
        ("receive_funds", {**cash, "source": "Interreg"}),
        ("spend_funds", {**pay(on, amount), "description": "study"}),
        ("reverse", {"entry": rng.randrange(4, last + 1), "date": on, "reason": "x"}),
    ]
    if rng.random() < 0.05:
        del cash["amount"]
        rest = {"decision": "SG-1", "reason": "stopped"}
        return "withdraw_grant", {**cash, **rest}
    return rng.choice(choices)


def test_identities_hold_in_random_histories() -> None:
    rng = random.Random(7)
    accepted: Counter[str] = Counter()
    for _ in range(25):
        ledger = started()
        ok(ledger, "propose_project", **proposal())
        for step in range(60):
            command, fields = random_command(rng, step, len(ledger.entries))
            if ledger.post({"command": command, **fields}) is None:
                accepted[command] += 1
        check_identities(ledger.books)
    assert len(accepted) == 10, accepted
