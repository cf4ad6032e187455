"""Names of the journal's accounts, and of the memorandum accounts beside it.

Journal lines add up to zero per entry. Memorandum accounts (*pro memorie*) are
one-sided: they count what the journal's balances alone can't tell apart, such as
awards and releases of a programme, and hold the deviations that are in force.
"""

CURRENT_ACCOUNT = "assets:current-account"
SUSPENSE = "assets:suspense"
MEMO = "memo:"
_BUDGET = "budget:"
DEVIATION = "memo:deviation:"
EARMARKED = "memo:earmarked"
FUNDS_RECEIVED = "memo:current-account:funds-received"
FUNDS_SPENT = "memo:current-account:funds-spent"
OTHER_RECEIVED = "memo:current-account:other-received"
OTHER_PAID = "memo:current-account:other-paid"
ENTRIES_OPEN = "memo:entries-open"
"""What of the entries of the current account was answered (negative): with that
account's own balance it is what of them is open."""
_BANK, _BANK_OPEN = "memo:bank:", "memo:bank-open:"
_FUNDS = "liabilities:funds:"


def is_memorandum(account: str) -> bool:
    """The account stands beside the journal."""
    return account.startswith(MEMO)


def is_financial(account: str) -> bool:
    """Money, what is owed, income or costs: neither budget nor memorandum.

    The lines of an entry on these accounts alone add up to zero too.
    """
    return not account.startswith((_BUDGET, MEMO))


def unallocated(year: str) -> str:
    """A year's budget that is not divided yet."""
    return f"budget:unallocated:{year}"


def covered(year: str) -> str:
    """What of a year's budget is called from the partners (negative)."""
    return f"budget:covered:{year}"


def uncovered(year: str) -> str:
    """What of a year's budget nobody is asked to pay, the gap (negative; Z5)."""
    return f"budget:uncovered:{year}"


def available(year: str, programme: str) -> str:
    """What a programme may still spend of a year."""
    return f"budget:available:{year}:{programme}"


def committed(year: str, programme: str, project: str) -> str:
    """What of a grant is awarded and not yet paid."""
    return f"budget:committed:{year}:{programme}:{project}"


def spent(year: str, programme: str, what: str) -> str:
    """What a programme spent: on a project, or on `process`."""
    return f"budget:spent:{year}:{programme}:{what}"


def receivable(partner: str, year: str) -> str:
    """What a partner still has to pay of a year."""
    return f"assets:receivable:{partner}:{year}"


def contributions(partner: str, year: str) -> str:
    """What was called from a partner for a year (negative: income)."""
    return f"income:contributions:{partner}:{year}"


def process_expenses(year: str, programme: str) -> str:
    """Process costs of a programme."""
    return f"expenses:process:{year}:{programme}"


def grant_expenses(year: str, programme: str, project: str) -> str:
    """What a grant costs the programme."""
    return f"expenses:grants:{year}:{programme}:{project}"


def grant_liability(project: str) -> str:
    """What a project still has to be paid (negative: a debt)."""
    return f"liabilities:grants:{project}"


def recoverable(project: str) -> str:
    """What a recipient was paid too much."""
    return f"assets:recoverable:{project}"


def partner_of(account: str) -> str | None:
    """The partner whose account it is."""
    match account.split(":"):
        case ["assets", "receivable", partner, _]:
            return partner
        case ["income", "contributions", partner, _]:
            return partner
    return None


def project_of(account: str) -> str | None:
    """The project whose account it is, of money, what is owed, income and costs."""
    match account.split(":"):
        case ["expenses", "grants", _, _, project]:
            return project
        case ["liabilities" | "assets", "grants" | "funds" | "recoverable", project]:
            return project
    return None


def funds(project: str) -> str:
    """Money of others held for a project (negative: a debt)."""
    return f"{_FUNDS}{project}"


def is_funds(account: str) -> bool:
    """It holds money of others for some project."""
    return account.startswith(_FUNDS)


def ordered(payment: str) -> str:
    """What of a payment order is not paid."""
    return f"memo:ordered:{payment}"


def bank(account: str) -> str:
    """What a bank account says it stands at."""
    return f"{_BANK}{account}"


def bank_open(account: str) -> str:
    """What of a bank account's lines no entry answers."""
    return f"{_BANK_OPEN}{account}"


def has_days_of_its_own(account: str) -> bool:
    """Its lines may stand on other days than their entry's own."""
    return account in (EARMARKED, ENTRIES_OPEN) or account.startswith(
        (_BANK, _BANK_OPEN)
    )


def taken(entry: int) -> str:
    """What was taken from an entry since: cleared or reclassified (negative)."""
    return f"memo:taken:{entry}"


def taken_from(account: str) -> int | None:
    """The entry that an account of `taken` is about; None for other accounts."""
    kind, _, entry = account.rpartition(":")
    return int(entry) if kind == "memo:taken" else None


def deviation(rule: str, *scope: str) -> str:
    """Deviations in force from a ceiling."""
    return ":".join(("memo:deviation", rule, *scope))


def of_programme(measure: str, year: str, programme: str) -> str:
    """A measure of a programme in a year, such as `awarded`."""
    return f"memo:programme:{measure}:{year}:{programme}"


def of_year(measure: str, year: str) -> str:
    """A measure of a year, such as `process-ceiling` or `other-cover`."""
    return f"memo:year:{measure}:{year}"


def of_project(measure: str, project: str) -> str:
    """A measure of a project, such as `paid`."""
    return f"memo:project:{measure}:{project}"
