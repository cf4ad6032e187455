"""Rules: shares, limits, scope, amounts too high, conditions."""

from collections.abc import Callable
from math import floor
from typing import Any

from .adopting import complaints
from .books import Books
from .conditions import Asked, Assessment, assess, share_of
from .entries import Entry
from .exporting import register_export
from .framework import OUTSIDE
from .framework_file import read
from .lines import reclassify as reclassify_lines
from .shape import SHIFTED, fields
from .state import refuse_if
from .suspense import left, may_clear
from .texts import RULES as SOURCE_RULES

Data = dict[str, Any]

# rule of a deviation: (fields it needs, fields it may have)
DEVIATION_SCOPE: dict[str, tuple[set[str], set[str]]] = {
    **{rule: ({"project"}, set()) for rule in SOURCE_RULES},
    "maximum_per_project": ({"project"}, {"amount"}),
    "participation_share": ({"project"}, {"share"}),
    "programme_ceiling": ({"programme", "year", "amount"}, set()),
    "process_ceiling": ({"year", "amount"}, set()),
    "process_reserve": ({"year", "amount"}, set()),
    "current_account": ({"amount"}, set()),
}


def set_funding_limits(books: Books, data: Data) -> None:
    shares = data.get("max_shares", {})
    refuse_if(not shares and not data.get("max_grants"), "LIMITS_INVALID")
    keys = sorted(shares)
    highest = len(books.on(data["date"]).partners) - 1
    refuse_if(any(not 1 <= key <= highest for key in keys), "LIMITS_INVALID")
    values = [shares[key] for key in keys]
    refuse_if(any(not 0 < value < 100 for value in values), "LIMITS_INVALID")
    refuse_if(values != sorted(values), "LIMITS_INVALID")


def deviate(books: Books, data: Data) -> None:
    needed, allowed = DEVIATION_SCOPE[data["rule"]]
    given = {"project", "programme", "year", "amount", "share"} & set(data)
    refuse_if(not needed <= given, "SCOPE_INVALID")
    refuse_if(not given <= needed | allowed, "SCOPE_INVALID")
    if data["rule"] == "current_account":
        floor_then = books.on(data["date"]).current_account_floor
        refuse_if(floor_then is None, "SCOPE_INVALID")
    if data["rule"] == "maximum_per_project":
        new_maximum(books, data)
    if "share" in data:
        new_share(books, data)


def new_maximum(books: Books, data: Data) -> None:
    terms = books.terms(data["project"], data["date"])
    ordinary = books.max_grant(terms["year"], terms["programme"], data["date"])
    nothing = ordinary is None and terms["programme"] == OUTSIDE
    refuse_if(nothing, "SCOPE_INVALID")
    amount = data.get("amount")
    too_low = ordinary is not None and amount is not None and amount <= ordinary
    refuse_if(too_low, "SCOPE_INVALID")


def new_share(books: Books, data: Data) -> None:
    refuse_if(not 0 < data["share"] <= 100, "SCOPE_INVALID")
    terms = books.carried_out(data["project"], data["date"], data["date"])
    ordinary = share_of(books, terms, data["date"])
    refuse_if(ordinary is not None and data["share"] <= ordinary, "SCOPE_INVALID")


def propose_project(books: Books, terms: Data) -> None:
    participants = terms["participants"]
    applicants = terms["applicants"]
    refuse_if(len(set(participants)) < len(participants), "SCOPE_INVALID")
    refuse_if(len(set(applicants)) < len(applicants), "SCOPE_INVALID")
    refuse_if(not set(applicants) <= set(participants), "SCOPE_INVALID")
    own = set(terms["own_contributions"])
    refuse_if(not own <= set(participants), "SCOPE_INVALID")
    is_person = terms.get("recipient_kind") == "person"
    refuse_if(is_person and bool(terms.get("recipient_kvk")), "SCOPE_INVALID")


def assessment(books: Books, command: str, data: Data) -> Assessment | None:
    """Of an award or a raise."""
    if command not in ("award_grant", "change_grant"):
        return None
    project, total = data["project"], data["amount"]
    extra = total - books.grant(project)
    if extra <= 0:
        return None
    judgement = data.get("third_party_judgement")
    return assess(books, Asked(project, total, extra, data["date"], judgement))


def check_grant(books: Books, command: str, data: Data) -> None:
    found = assessment(books, command, data)
    refuse_if(found is not None and found.outcome == "not_met", "CONDITIONS_NOT_MET")


def amend_budget_year(books: Books, data: Data) -> None:
    year = data["year"]
    budget = data.get("budget", books.total("budget", year))
    process = data.get("process_ceiling", books.total("process_ceiling", year))
    refuse_if(process > budget, "SCOPE_INVALID")


def close_budget_year(books: Books, data: Data) -> None:
    refuse_if(data.get("carry_to") == data["year"], "SCOPE_INVALID")


def cost_kind(books: Books, data: Data) -> None:
    kind = data.get("cost_kind")
    known = (None, *books.on(data["date"]).cost_kinds)
    refuse_if(kind not in known, "SCOPE_INVALID")


def other(command: str) -> Callable[[Books, Data], None]:
    def clears(books: Books, data: Data) -> None:
        number = data.get("clears")
        if number is None:
            return
        refuse_if(data["category"] != "suspense", "SCOPE_INVALID")
        fits = may_clear(books, command, number, data["amount"], data["date"])
        refuse_if(not fits, "SCOPE_INVALID")

    return clears


def allocate(books: Books, data: Data) -> None:
    refuse_if(sum(data["shares"].values()) != 100, "SHARES_NOT_100")


def transfer_budget(books: Books, data: Data) -> None:
    source = data["from_programme"], data["from_year"]
    target = data["to_programme"], data["to_year"]
    refuse_if(source == target, "SCOPE_INVALID")


def amend_project(books: Books, data: Data) -> None:
    propose_project(books, {**books.terms(data["project"]), **data})


def award_grant(books: Books, data: Data) -> None:
    requested = books.terms(data["project"])["requested"]
    refuse_if(data["amount"] > requested, "AWARD_EXCEEDED")
    planned = sum(amount for _, amount in data.get("advance_schedule", ()))
    refuse_if(planned > data["amount"], "SCOPE_INVALID")
    check_grant(books, "award_grant", data)


def change_grant(books: Books, data: Data) -> None:
    refuse_if(data["amount"] == books.grant(data["project"]), "SCOPE_INVALID")
    check_grant(books, "change_grant", data)


def determine_grant(books: Books, data: Data) -> None:
    project = data["project"]
    refuse_if(data["amount"] > books.grant(project), "AWARD_EXCEEDED")
    newest = books.standing("award_grant", "raise_grant", project=project)[-1]
    if "actual_cost" in data and newest.held is not None:
        borrowed = books.terms(project)["borrowed_capacity"]
        eligible = max(0, data["actual_cost"] - borrowed)
        most = floor(newest.held / 100 * eligible)
        refuse_if(data["amount"] > most, "SHARE_EXCEEDED")


def pay_grant(books: Books, data: Data) -> None:
    refuse_if(books.status(data["project"]) == "withdrawn", "AWARD_EXCEEDED")


def write_off_recoverable(books: Books, data: Data) -> None:
    recoverable = books.lowest_recoverable(data["project"], data["date"])
    refuse_if(data["amount"] > recoverable, "REFUND_EXCEEDED")


def receive_refund(books: Books, data: Data) -> None:
    if books.status(data["project"]) == "withdrawn":
        write_off_recoverable(books, data)  # the same ceiling, the same code


def record_participation(books: Books, data: Data) -> None:
    participants = data["participants"]
    refuse_if(len(set(participants)) < len(participants), "SCOPE_INVALID")


def annotate(books: Books, data: Data) -> None:
    entry = books.find(data["entry"])
    assert entry is not None
    names = [] if entry.command == "init" else [f for f, _, _ in fields(entry.command)]
    refuse_if(data["field"] not in names, "SCOPE_INVALID")
    refuse_if(data["field"] == "meeting", "MEETING_UNKNOWN")
    if data["field"] == "cost_kind":
        cost_kind(books, {"cost_kind": data["value"], "date": entry.date})


def same_direction(original: Entry, command: str) -> bool:
    return SHIFTED.get(original.command) == SHIFTED[command]


def reclassify(books: Books, data: Data) -> None:
    """What is left of the original, and the rules of the command in `as`."""
    original, target = books.find(data["entry"]), data["as"]
    assert original is not None
    command, day, amount = target["command"], data["date"], data["amount"]
    refuse_if(not same_direction(original, command), "SCOPE_INVALID")
    project = target.get("project")
    to_itself = project is not None and project == original.data.get("project")
    refuse_if(to_itself and command == original.command, "SCOPE_INVALID")
    most = min(left(books, original, d) for d in books.days_from(day))
    refuse_if(amount > most, "SCOPE_INVALID")
    if command in RULES:
        RULES[command](books, {**target, "date": day, "amount": amount})
    lines = reclassify_lines(books, data)[0][0]
    nothing = not any(n for _, n in lines) and "clears" not in target
    refuse_if(nothing, "SCOPE_INVALID")


def adopt_framework(books: Books, data: Data) -> None:
    adopted = read(data["framework"])
    refuse_if(bool(complaints(books, adopted)), "FRAMEWORK_INVALID")
    key = data.get("contributions")
    refuse_if(key is not None and key not in adopted.keys, "FRAMEWORK_INVALID")


RULES: dict[str, Callable[[Books, Data], None]] = {
    "allocate": allocate,
    "set_funding_limits": set_funding_limits,
    "transfer_budget": transfer_budget,
    "amend_budget_year": amend_budget_year,
    "close_budget_year": close_budget_year,
    "post_process_cost": cost_kind,
    "receive_other": other("receive_other"),
    "pay_other": other("pay_other"),
    "reclassify": reclassify,
    "deviate": deviate,
    "propose_project": propose_project,
    "amend_project": amend_project,
    "award_grant": award_grant,
    "change_grant": change_grant,
    "determine_grant": determine_grant,
    "pay_grant": pay_grant,
    "write_off_recoverable": write_off_recoverable,
    "receive_refund": receive_refund,
    "record_participation": record_participation,
    "annotate": annotate,
    "adopt_framework": adopt_framework,
    "register_export": register_export,
}
