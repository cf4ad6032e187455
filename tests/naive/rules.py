"""Rules: shares, limits, scope, amounts too high, conditions."""

from collections.abc import Callable
from typing import Any

from .books import Books
from .conditions import conditions_met
from .shape import SOURCE_RULES, fields
from .state import refuse_if

Data = dict[str, Any]

# rule of a deviation: (fields it needs, fields it may have)
DEVIATION_SCOPE: dict[str, tuple[set[str], set[str]]] = {
    **{rule: ({"project"}, set()) for rule in SOURCE_RULES},
    "maximum_per_project": ({"project"}, {"amount"}),
    "participation_share": ({"project"}, {"amount"}),
    "programme_ceiling": ({"programme", "year", "amount"}, set()),
    "process_ceiling": ({"year", "amount"}, set()),
    "process_reserve": ({"year", "amount"}, set()),
    "current_account": ({"amount"}, set()),
}


def set_funding_limits(books: Books, data: Data) -> None:
    shares = data.get("max_shares", {})
    refuse_if(not shares and not data.get("max_grants"), "LIMITS_INVALID")
    keys = sorted(shares)
    highest = len(books.framework.partners) - 1
    refuse_if(any(not 2 <= key <= highest for key in keys), "LIMITS_INVALID")
    values = [shares[key] for key in keys]
    refuse_if(any(not 0 < value < 100 for value in values), "LIMITS_INVALID")
    refuse_if(values != sorted(values), "LIMITS_INVALID")


def deviate(books: Books, data: Data) -> None:
    needed, allowed = DEVIATION_SCOPE[data["rule"]]
    given = {"project", "programme", "year", "amount"} & set(data)
    refuse_if(not needed <= given, "SCOPE_INVALID")
    refuse_if(not given <= needed | allowed, "SCOPE_INVALID")


def propose_project(books: Books, terms: Data) -> None:
    participants = terms["participants"]
    applicants = terms["applicants"]
    refuse_if(len(set(participants)) < len(participants), "SCOPE_INVALID")
    refuse_if(len(set(applicants)) < len(applicants), "SCOPE_INVALID")
    refuse_if(not set(applicants) <= set(participants), "SCOPE_INVALID")
    own = set(terms["own_contributions"])
    refuse_if(not own <= set(participants), "SCOPE_INVALID")


def check_grant(books: Books, data: Data, total: int, extra: int) -> None:
    met = conditions_met(
        books,
        data["project"],
        total,
        extra,
        day=data["date"],
        judgement=data.get("third_party_judgement"),
    )
    refuse_if(not met, "CONDITIONS_NOT_MET")


def allocate(books: Books, data: Data) -> None:
    refuse_if(sum(data["shares"].values()) != 100, "SHARES_NOT_100")


def transfer_budget(books: Books, data: Data) -> None:
    source = data["from_programme"], data["from_year"]
    target = data["to_programme"], data["to_year"]
    refuse_if(source == target, "SCOPE_INVALID")


def amend_project(books: Books, data: Data) -> None:
    propose_project(books, {**books.terms(data["project"]), **data})


def award_grant(books: Books, data: Data) -> None:
    amount = data["amount"]
    refuse_if(amount > books.terms(data["project"])["requested"], "AWARD_EXCEEDED")
    check_grant(books, data, amount, amount)


def change_grant(books: Books, data: Data) -> None:
    extra = data["amount"] - books.grant(data["project"])
    refuse_if(extra == 0, "SCOPE_INVALID")
    if extra > 0:
        check_grant(books, data, data["amount"], extra)


def determine_grant(books: Books, data: Data) -> None:
    refuse_if(data["amount"] > books.grant(data["project"]), "AWARD_EXCEEDED")


def pay_grant(books: Books, data: Data) -> None:
    refuse_if(books.status(data["project"]) == "withdrawn", "AWARD_EXCEEDED")


def write_off_recoverable(books: Books, data: Data) -> None:
    recoverable = books.lowest_recoverable(data["project"], data["date"])
    refuse_if(data["amount"] > recoverable, "REFUND_EXCEEDED")


def receive_refund(books: Books, data: Data) -> None:
    if books.status(data["project"]) == "withdrawn":
        write_off_recoverable(books, data)  # the same ceiling, the same code


def annotate(books: Books, data: Data) -> None:
    entry = books.find(data["entry"])
    assert entry is not None
    names = [] if entry.command == "init" else [f for f, _, _ in fields(entry.command)]
    refuse_if(data["field"] not in names, "SCOPE_INVALID")


RULES: dict[str, Callable[[Books, Data], None]] = {
    "allocate": allocate,
    "set_funding_limits": set_funding_limits,
    "transfer_budget": transfer_budget,
    "deviate": deviate,
    "propose_project": propose_project,
    "amend_project": amend_project,
    "award_grant": award_grant,
    "change_grant": change_grant,
    "determine_grant": determine_grant,
    "pay_grant": pay_grant,
    "write_off_recoverable": write_off_recoverable,
    "receive_refund": receive_refund,
    "annotate": annotate,
}
