"""What each code of a problem means: the types of problems, for people and programs."""

from collections.abc import Mapping
from itertools import chain

from web.api.statuses import CONFLICT, STATUSES

_FORM = {
    "BAD_JSON": "The body, or a line of it, is no JSON object.",
    "BAD_COMMAND": "A command, a field or a key of the query is unknown, missing or of"
    " the wrong form.",
    "BAD_AMOUNT": "An amount or percentage has the wrong form or size.",
    "BAD_DATE": "A date or moment has the wrong form (400), or dates are in an order"
    " that a rule forbids (409).",
}
_OF_HTTP = {
    "UNAUTHENTICATED": "There is no token, or none that counts.",
    "SCOPE_MISSING": "The token is not for this.",
    "NOT_ALLOWED": "The person lacks the role that this takes.",
    "CROSS_SITE": "The request came from another site.",
    "NOT_FOUND": "There is nothing at this path.",
    "METHOD_NOT_ALLOWED": "The path has other methods; Allow lists them.",
    "NOT_ACCEPTABLE": "None of the accepted media types can be given.",
    "REQUEST_TIMEOUT": "The request came too slowly, or was broken off.",
    "PRECONDITION_FAILED": "The log is no longer what If-Match says.",
    "PRECONDITION_MISSING": "If-Match must say what was looked at.",
    "TOO_LARGE": "The body is longer than is taken here.",
    "MEDIA_TYPE_UNKNOWN": "The body is of a type that is not taken here.",
    "HEADERS_TOO_LARGE": "The headers are longer than is taken here.",
    "TOO_MANY_ATTEMPTS": "Too many attempts failed; wait.",
    "FIGURE_UNKNOWN": "There is no such figure, or it is no sum of lines.",
    "LOG_KEY_MISSING": "The service has no key, so it signs no checkpoint.",
}
_UNKNOWN = {
    "PARTNER_UNKNOWN": "The partner is not in the framework, or has no part in this.",
    "PROGRAMME_UNKNOWN": "The programme is not in the framework, or not here.",
    "YEAR_UNKNOWN": "The budget year is not in the framework.",
    "CATEGORY_UNKNOWN": "The category is not in the framework, or not for this.",
    "DECISION_UNKNOWN": "The decision is not recorded, or was reversed.",
    "MEETING_UNKNOWN": "The meeting is not recorded, or was reversed.",
    "PROJECT_UNKNOWN": "The project is not there.",
    "ENTRY_UNKNOWN": "There is no such entry.",
    "FILTER_UNKNOWN": "No entry has this actor or voucher.",
    "PAYMENT_UNKNOWN": "The payment order is not there.",
    "BANK_ACCOUNT_UNKNOWN": "The bank account is not open.",
    "LINE_UNKNOWN": "The statement has no such line.",
}
_ORDER = {
    "FUTURE_DATE": "It is dated after today.",
    "BEFORE_START": "It is dated before the framework began.",
    "PERIOD_LOCKED": "It is dated in a period that is locked.",
    "DECISION_LATER": "The decision was taken later than the date.",
    "NOT_YET": "What it is about is not there yet on that date.",
    "DECISION_EXISTS": "There is a decision with this number.",
    "MEETING_EXISTS": "There is a meeting with this id.",
    "PROJECT_EXISTS": "There is a project with this id.",
    "YEAR_NOT_OPEN": "The budget year is not open on that date.",
    "YEAR_ALREADY_OPEN": "The budget year is open already.",
    "YEAR_CLOSED": "The budget year is closed.",
    "ALREADY_ALLOCATED": "The budget year was divided already.",
    "ALREADY_REVERSED": "The entry was reversed already.",
    "NOT_REVERSIBLE": "It can't be reversed, or not while something rests on it.",
    "PROJECT_STATUS": "The project's status or order does not allow it.",
    "IDEMPOTENCY_CONFLICT": "The id was used with other content.",
}
_RULES = {
    "SHARES_NOT_100": "Shares that must come to 100 percent do not.",
    "SHARE_EXCEEDED": "A share is above what a rule allows.",
    "LIMITS_INVALID": "The limits contradict each other or say nothing.",
    "SCOPE_INVALID": "The command can't be about what it names.",
    "CONDITIONS_NOT_MET": "A condition of the framework is not met.",
    "FRAMEWORK_INVALID": "The framework, or a change of it, can't be used.",
    "CEILING_EXCEEDED": "It is above a budget that is left on some day.",
    "PROCESS_CEILING_EXCEEDED": "It is above what is left for process costs.",
    "PROCESS_RESERVE_EXCEEDED": "It takes from what is kept for process costs.",
    "FUNDS_EXCEEDED": "It is above what the project received from others.",
    "OVERDRAFT": "The current account would fall below its floor on some day.",
    "AWARD_EXCEEDED": "It is above what was granted or requested.",
    "REFUND_EXCEEDED": "It is above what is to be refunded.",
    "REPAYMENT_EXCEEDED": "It is above what the partner paid.",
}
_PEOPLE = {
    "APPROVAL_REQUIRED": "The policy asks a second person: propose it (submissions).",
    "SAME_PERSON": "Who made a submission can't approve it.",
    "SUBMISSION_SETTLED": "The submission was approved, declined or taken back.",
    "SUBMISSION_DIFFERS": "The submission is not the one that was looked at.",
    "EFFECT_CHANGED": "The submission would now post something else.",
    "PAYMENT_EXISTS": "There is a payment order with this number.",
    "EXPORT_EXISTS": "The target has a batch with this code.",
    "EXPORT_NOT_NEXT": "The batch does not begin after the one before it.",
    "NOT_MAPPED": "Accounts of the batch have no place in the mapping.",
    "EXPORT_DIFFERS": "The batch does not say what its entries say.",
    "PAYMENT_DIFFERS": "The payment is not what was ordered.",
    "PAYMENT_SETTLED": "The payment order was paid or withdrawn.",
}
_BANK = {
    "BANK_ACCOUNT_EXISTS": "The bank account is open already.",
    "BANK_ACCOUNT_DIFFERS": "The statement or line is of another account.",
    "STATEMENT_UNBALANCED": "The statement's lines do not add up to its balances.",
    "STATEMENT_GAP": "The statement does not follow the one before it.",
    "STATEMENT_OVERLAPS": "The statement's period has one already.",
    "STATEMENT_INCOMPLETE": "The statement lacks a balance or its period.",
    "STATEMENT_UNSAFE": "The file is above a limit, or hides something.",
    "NOT_A_STATEMENT": "The file is no statement that can be read.",
    "NOT_EURO": "The statement is in another currency.",
    "BANK_LINE_EXCEEDED": "It is more than is left of the bank line.",
    "MATCH_UNBALANCED": "Lines and entries do not come to the same amount.",
    "LINE_ANSWERED": "The bank line was answered already.",
    "ENTRY_ANSWERED": "The entry answers a bank line already.",
    "NOT_RECONCILED": "The period is not reconciled with the bank.",
}
_LEDGER = {
    "BUSY": "The ledger is busy; what was sent is not recorded. Try again.",
    "DISK_FULL": "There is no room to write in; nothing was recorded.",
    "LEDGER_READ_ONLY": "The ledger can't be written to here.",
    "CLOCK_AHEAD": "The clock is behind that of the newest entry.",
    "LEDGER_NOT_FOUND": "The ledger is not there at the moment.",
    "LEDGER_EXISTS": "There is a ledger already.",
    "NOT_A_LEDGER": "What is there is no ledger.",
    "LEDGER_OUTDATED": "Its tables are older than the program: it can be read.",
    "PROGRAM_OUTDATED": "Its rules are newer than the program: it can be read.",
    "LEDGER_DAMAGED": "What is stored contradicts itself.",
    "GUARDS_DIFFER": "The tables, or what guards them, are not those of a ledger.",
    "ENTRY_MISSING": "An entry is missing from what is stored.",
    "EVENT_UNREADABLE": "What is stored of an entry can't be read.",
    "INTERNAL": "A fault of the program itself; its log says more.",
}
_AUDIT = {
    "CHECKPOINT_DIFFERS": "The log is not the one that a checkpoint is of.",
    "LOG_DIFFERS": "The log is not what its entries come to.",
    "LOG_TRUNCATED": "The log is shorter than it was.",
    "SIGNATURE_INVALID": "A signature does not hold.",
    "SEAL_DIFFERS": "A sealed value is not the one that its entry has the digest of.",
    "SEALED_DIFFERS": "Sealed values are not those of the entries.",
    "BUNDLE_INVALID": "The file is no audit bundle.",
    "BUNDLE_DIFFERS": "The audit bundle is not of this ledger.",
    "PROOF_EMPTY": "A key, checkpoint or proof is empty or can't be read.",
    "TILE_DIFFERS": "A published file is not what the log gives.",
    "QUORUM_MISSED": "Too few witnesses cosigned.",
}
_ACCOUNTS = {
    "SIGN_IN_REFUSED": "Name, password or code is not right.",
    "SECOND_FACTOR_MISSING": "Signing in here takes a second factor.",
    "PROVIDER_FAILED": "The organisation that people sign in at did not answer.",
    "BAD_PASSWORD": "The password can't be used.",
    "ACCOUNT_UNKNOWN": "There is no such account.",
    "ACCOUNT_EXISTS": "There is an account with this name.",
    "ACCOUNT_DISABLED": "The account is closed.",
    "ACCOUNTS_NOT_FOUND": "The file of the accounts is not there.",
    "ACCOUNTS_READ_ONLY": "The file of the accounts can't be written to.",
    "ACCOUNTS_EXPOSED": "Others may read the file of the accounts.",
    "ACCOUNTS_DAMAGED": "The file of the accounts contradicts itself.",
    "NOT_ACCOUNTS": "What is there is no file of accounts.",
}
GROUPS: Mapping[str, Mapping[str, str]] = {
    "Form": _FORM,
    "The request": _OF_HTTP,
    "What is not there": _UNKNOWN,
    "Order and state": _ORDER,
    "Rules and budgets": _RULES,
    "The second person": _PEOPLE,
    "The bank": _BANK,
    "The ledger itself": _LEDGER,
    "Audit": _AUDIT,
    "Accounts": _ACCOUNTS,
}
"""Codes with their meaning, by subject, as the reference has them."""
MEANINGS: Mapping[str, str] = dict(
    chain.from_iterable(group.items() for group in GROUPS.values())
)


def usual_status(code: str) -> int:
    """The status of a code; what the path names and isn't there is 404 instead."""
    return STATUSES.get(code, CONFLICT)
