"""What a framework may not change, given what the ledger holds already."""

from .books import Books
from .framework import Framework

KINDS = {"municipality", "province", "water-board", "business", "other"}


def complaints(books: Books, adopted: Framework) -> list[str]:
    """All of them, each with its place."""
    return [
        *of_the_ledger(books, adopted),
        *of_codes(books, adopted),
        *of_kinds(books, adopted),
        *of_years(books, adopted),
    ]


def of_the_ledger(books: Books, adopted: Framework) -> list[str]:
    fixed = ("name", "start", "time_zone")
    return [n for n in fixed if getattr(adopted, n) != getattr(books.first, n)]


def of_codes(books: Books, adopted: Framework) -> list[str]:
    """Those that differ from an earlier one in case alone."""
    pairs = (
        (adopted.partner_codes, books.partners),
        (list(adopted.programmes), books.programmes),
        (adopted.year_codes, books.years),
    )
    return [
        code
        for codes, known in pairs
        for code in codes
        if any(code != old and code.lower() == old.lower() for old in known)
    ]


def of_kinds(books: Books, adopted: Framework) -> list[str]:
    """A partner may keep a kind that it had."""
    had = {row for fw in books.frameworks for row in fw.partners}
    return [
        code
        for code, kind in adopted.partners
        if kind not in KINDS and (code, kind) not in had
    ]


def of_years(books: Books, adopted: Framework) -> list[str]:
    """Opened ones keep the dates they had last; they, and named ones, are there."""
    wrong = named_years(books) - set(adopted.year_codes)
    for opening in books.standing("open_budget_year"):
        code = opening.data["year"]
        last = [row for fw in books.frameworks for row in fw.years if row[0] == code]
        if last[-1] not in adopted.years:
            wrong.add(code)
    return sorted(wrong)


def named_years(books: Books) -> set[str]:
    """By a standing proposal, as amended, a limit or a deviation."""
    proposed = [e.data["project"] for e in books.standing("propose_project")]
    entries = books.standing("set_funding_limits", "deviate")
    return {
        *(books.terms(project)["year"] for project in proposed),
        *(e.data["year"] for e in entries if "year" in e.data),
    }
