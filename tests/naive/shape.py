"""The shape of a command: names, types, and codes in the framework's spelling."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from .course import Codes
from .framework import OUTSIDE, UNALLOCATED
from .framework_file import UnusableError
from .framework_file import read as read_framework
from .texts import as_kept


class Refusal(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


DOC = "document:document document_sha256?:sha"
TERMS = (
    "title{q}:title {date}year{q}:year programme{q}:programme kind?:kind "
    "recipient{q}:text recipient_kind?:recipient_kind recipient_kvk?:{kvk} "
    "applicants{q}:partners participants{q}:partners "
    "physical{q}:flag themes{q}:texts vision_goal{q}:blank total_cost{q}:declared "
    "requested{q}:declared own_contributions?:partner_amounts "
    "third_parties?:thirds external_funding{q}:blank external_chance?:flag "
    "borrowed_capacity?:declared"
)
# field:type in the order of the contract's table, `?` = optional
SPECS: dict[str, str] = {
    "record_decision": "number:number date:date subject:title motivation?:text "
    "document?:document document_sha256?:sha meeting?:number strategic?:flag",
    "open_budget_year": "year:year date:date decision:decision due?:date",
    "amend_budget_year": "year:year date:date decision:decision budget?:declared "
    "contributions?:partner_amounts other_cover?:declared process_ceiling?:declared",
    "allocate": "year:year date:date decision:decision shares:programme_shares",
    "set_funding_limits": "year:year date:date decision:decision "
    "max_grants?:programme_amounts max_shares?:participant_shares",
    "transfer_budget": "from_programme:programme from_year:year "
    "to_programme:programme to_year:year amount:movement date:date "
    "decision:decision reason?:text",
    "deviate": "rule:rule decision:decision date:date motivation:motivation "
    "project?:project programme?:programme year?:year amount?:movement "
    "share?:percent",
    "close_budget_year": "year:year date:date decision:decision carry_to?:year",
    "lock_period": "until:date reason?:text",
    "reopen_period": "from_date:date reason:text decision?:decision",
    "receive_contribution": "year:year partner:partner amount:movement date:date "
    + DOC,
    "repay_contribution": "year:year partner:partner amount:movement date:date " + DOC,
    "post_process_cost": "year:year programme:programme amount:movement date:date "
    "payee:title description:title " + DOC + " cost_kind?:cost_kind",
    "receive_other": "category:category amount:movement date:date "
    "counterparty:text description:title " + DOC + " clears?:entry",
    "pay_other": "category:category amount:movement date:date "
    "counterparty:text description:title " + DOC + " clears?:entry",
    "reclassify": "entry:entry date:date reason:text as:as amount?:movement",
    "propose_project": "project:project "
    + TERMS.format(q="", kvk="kvk", date="date:date "),
    "amend_project": "project:project date:date "
    + TERMS.format(q="?", kvk="kvk_or_none", date=""),
    "award_grant": "project:project amount:movement date:date decision:decision "
    + DOC
    + " third_party_judgement?:text legal_basis?:text start_date?:date"
    " end_date?:date determination_due?:date advance_schedule?:advances",
    "change_grant": "project:project amount:declared date:date decision:decision "
    + DOC
    + " third_party_judgement?:text",
    "reject_project": "project:project date:date decision:decision reason:text",
    "retract_project": "project:project date:date reason:text "
    "document?:document document_sha256?:sha",
    "pay_grant": "project:project amount:movement date:date payee?:title " + DOC,
    "determine_grant": "project:project amount:declared date:date "
    + DOC
    + " decision?:decision actual_cost?:declared ground?:title",
    "withdraw_grant": "project:project date:date decision:decision "
    + DOC
    + " reason:text ground?:title",
    "receive_refund": "project:project amount:movement date:date " + DOC,
    "write_off_recoverable": "project:project amount:movement date:date "
    "decision:decision " + DOC,
    "receive_funds": "project:project source:text amount:movement date:date " + DOC,
    "spend_funds": "project:project amount:movement date:date payee:title "
    "description:title " + DOC,
    "record_participation": "project:project participants:partners date:date "
    "reason:text " + DOC,
    "reverse": "entry:entry date:date reason:text",
    "annotate": "entry:entry field:annotatable value:text reason:text",
    "adopt_framework": "framework:framework date:date decision:decision reason?:text "
    "contributions?:key_name",
    "register_export": "export:export target:target from_entry:entry to_entry:entry "
    "rows:rows debit:movement credit:movement sha256:sha",
    "accept_finding": "finding:text reason:text decision?:decision",
}
SHIFTED = {
    "receive_contribution": "in",
    "receive_other": "in",
    "receive_refund": "in",
    "receive_funds": "in",
    "repay_contribution": "out",
    "post_process_cost": "out",
    "pay_other": "out",
    "pay_grant": "out",
    "spend_funds": "out",
}
"""What `reclassify` takes from and books as: which way the money went."""
NOT_SHIFTED = ("amount", "date", "document", "document_sha256", "id", "note")


DEFAULTS: dict[str, dict[str, Any]] = {
    "record_decision": {"strategic": False},
    "propose_project": {
        "kind": "grant",
        "own_contributions": {},
        "third_parties": [],
        "external_chance": True,
        "borrowed_capacity": 0,
    },
}
"""A field at its default counts as left out."""


def fields(command: str) -> list[tuple[str, str, bool]]:
    """(name, type, required) in the order of the contract."""
    parts = [part.split(":") for part in (SPECS[command]).split()]
    parts += [["id?", "key"], ["note?", "text"]]
    return [(n.rstrip("?"), kind, not n.endswith("?")) for n, kind in parts]


def cents(value: object, lowest: int) -> int:
    if not isinstance(value, str):
        raise Refusal("BAD_AMOUNT")
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{2})?", value):
        raise Refusal("BAD_AMOUNT")
    amount = int(Fraction(value) * 100)
    if amount < lowest:
        raise Refusal("BAD_AMOUNT")
    return amount


def percentage(value: object) -> Fraction:
    if not isinstance(value, str):
        raise Refusal("BAD_AMOUNT")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", value):
        raise Refusal("BAD_AMOUNT")
    return Fraction(value)


def day(value: object) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise Refusal("BAD_DATE")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refusal("BAD_DATE") from None


def code(value: object, known: Iterable[str]) -> str:
    """In the framework's spelling; an unknown code stays as it is."""
    kept = text("category", value)
    same = [name for name in known if name.casefold() == kept.casefold()]
    return same[0] if same else kept


def pairs(value: object) -> list[tuple[object, object]]:
    if not isinstance(value, dict):
        raise Refusal("BAD_COMMAND")
    return list(value.items())


def unique(found: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping that names nothing twice, in whatever spelling."""
    result: dict[str, Any] = {}
    for name, value in found:
        if name in result:
            raise Refusal("BAD_COMMAND")
        result[name] = value
    return result


def items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Refusal("BAD_COMMAND")
    return value


def participants_key(value: object) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"0|[1-9][0-9]{0,2}", value):
        raise Refusal("BAD_COMMAND")
    return int(value)


def entry_number(value: object) -> int:
    if type(value) is not int or value < 1:
        raise Refusal("BAD_COMMAND")
    return value


def third_party(value: object) -> tuple[str, bool, int]:
    if not isinstance(value, dict) or set(value) != {"name", "active", "contribution"}:
        raise Refusal("BAD_COMMAND")
    active = exactly(bool, value["active"]) is True
    return text("text", value["name"]), active, cents(value["contribution"], 0)


def advance(value: object) -> tuple[date, int]:
    if not isinstance(value, dict) or set(value) != {"date", "amount"}:
        raise Refusal("BAD_COMMAND")
    return day(value["date"]), cents(value["amount"], 1)


def normalise(codes: Codes, kind: str, value: object) -> Any:
    partners = codes.partners
    programmes = [*codes.programmes, OUTSIDE, UNALLOCATED]
    readers: dict[str, Callable[[Any], Any]] = {
        "date": day,
        "movement": lambda v: cents(v, 1),
        "declared": lambda v: cents(v, 0),
        "flag": lambda v: exactly(bool, v),
        "entry": entry_number,
        "rows": entry_number,
        "year": lambda v: code(v, codes.years),
        "programme": lambda v: code(v, programmes),
        "partner": lambda v: code(v, partners),
        "partners": lambda v: [code(item, partners) for item in items(v)],
        "texts": lambda v: [text("text", item) for item in items(v)],
        "advances": lambda v: [advance(item) for item in items(v)],
        "thirds": lambda v: [third_party(item) for item in items(v)],
        "partner_amounts": lambda v: unique(
            (code(name, partners), cents(amount, 0)) for name, amount in pairs(v)
        ),
        "programme_amounts": lambda v: unique(
            (code(name, programmes), cents(amount, 0)) for name, amount in pairs(v)
        ),
        "programme_shares": lambda v: unique(
            (code(name, programmes), percentage(share)) for name, share in pairs(v)
        ),
        "percent": percentage,
        "framework": as_framework,
        "as": lambda v: shifted(codes, v),
        "participant_shares": lambda v: {
            participants_key(key): percentage(share) for key, share in pairs(v)
        },
    }
    return readers[kind](value) if kind in readers else text(kind, value)


def text(kind: str, value: object) -> str:
    kept = as_kept(kind, value)
    if kept is None:
        raise Refusal("BAD_COMMAND")
    return kept


def shifted(codes: Codes, value: object) -> dict[str, Any]:
    """The command that money is booked as, without what the bank's line says."""
    given = {name: v for name, v in pairs(value) if v is not None}
    command = given.pop("command", None)
    if not isinstance(command, str) or command not in SHIFTED:
        raise Refusal("BAD_COMMAND")
    spec = [field for field in fields(command) if field[0] not in NOT_SHIFTED]
    if set(given) - {name for name, _, _ in spec}:
        raise Refusal("BAD_COMMAND")
    found: dict[str, Any] = {"command": command}
    for name, kind, required in spec:
        found |= read(codes, given, name, kind, required)
    return found


def as_framework(value: object) -> dict[str, object]:
    """The mapping as given, once it can be read."""
    found = dict(pairs(value))
    try:
        read_framework(found)
    except UnusableError:
        raise Refusal("FRAMEWORK_INVALID") from None
    return {str(name): field for name, field in found.items()}


def exactly(wanted: type, value: object) -> object:
    if type(value) is not wanted:
        raise Refusal("BAD_COMMAND")
    return value


def parse(codes: Codes, raw: dict[str, object]) -> tuple[str, dict[str, Any]]:
    """Absent and null are the same; so are an absent field and its default."""
    command = raw.get("command")
    if not isinstance(command, str) or command not in SPECS:
        raise Refusal("BAD_COMMAND")
    spec = fields(command)
    if set(raw) - {"command"} - {name for name, _, _ in spec}:
        raise Refusal("BAD_COMMAND")
    data: dict[str, Any] = {}
    for name, kind, required in spec:
        data |= read(codes, raw, name, kind, required)
    for name, default in DEFAULTS.get(command, {}).items():
        data.setdefault(name, default)
    if command == "annotate":
        own = {"document": "document", "document_sha256": "sha", "meeting": "number"}
        own |= dict.fromkeys(("reason", "note", "counterparty", "recipient"), "text")
        own |= {"cost_kind": "cost_kind", "decision": "decision"}
        kind = own.get(data["field"], "title")
        data["value"] = normalise(codes, kind, data["value"])
    changes = set(data) - {"project", "year", "date", "decision", "id", "note"}
    if command == "amend_budget_year" and not data.get("contributions"):
        changes -= {"contributions"}
    if command == "amend_project" and "year" in data:
        changes |= {"year"}
    if command in ("amend_project", "amend_budget_year") and not changes:
        raise Refusal("BAD_COMMAND")
    return command, data


def read(
    codes: Codes,
    raw: Mapping[Any, object],
    name: str,
    kind: str,
    required: bool,
) -> dict[str, Any]:
    """The field as read, or nothing where it is optional and absent."""
    value = raw.get(name)
    blank = isinstance(value, str) and not value.strip()
    if not required and (value is None or (blank and kind == "text")):
        return {}  # a blank optional text says nothing
    if kind == "advances" and value == []:
        return {}  # nor does a schedule without advances
    if value is None:
        raise Refusal("BAD_COMMAND")
    return {name: normalise(codes, kind, value)}


def faults(codes: Codes, raw: dict[str, object]) -> set[str]:
    """The codes of all that is wrong with the shape; which comes first is open."""
    found: set[str] = set()
    try:
        parse(codes, raw)
    except Refusal as refusal:
        found.add(refusal.code)
    for name, kind, required in fields(str(raw["command"])):
        try:
            read(codes, raw, name, kind, required)
        except Refusal as refusal:
            found.add(refusal.code)
        if kind == "framework" and not isinstance(raw.get(name), dict):
            found.add("FRAMEWORK_INVALID")  # of what is no mapping it may be either
        if required and raw.get(name, "") is None:
            found |= null_as_value(codes, kind)
    return found


def null_as_value(codes: Codes, kind: str) -> set[str]:
    """The code of null as a value of the kind; as a field it is left out."""
    try:
        normalise(codes, kind, None)
    except Refusal as refusal:
        return {refusal.code}
    return set()
