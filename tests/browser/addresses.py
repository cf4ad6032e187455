"""The pages of the service, by what they are called in tests and on pictures.

One list: a page that is added here is tested, and a picture is kept of it. In braces
stand things that a ledger has; which ones, `ledgers.py` says of each.
"""

from collections.abc import Mapping

PAGES = {
    "overview": "/",
    "overview-then": "/?at=2011-12-31&knownAt=34",
    "overview-before-anything": "/?knownAt=1",
    "programme": "/programmes/{programme}/{year}?at={at}",
    "why": "/why/programmes/{year}/{programme}/available?at={at}",
    "verify": "/verify?entry=5",
    "projects": "/projects",
    "project": "/projects/{project}",
    "partners": "/partners",
    "partner": "/partners/{partner}",
    "decisions": "/decisions",
    "decision": "/decisions/{decision}",
    "deviations": "/deviations",
    "meetings": "/meetings",
    "meeting": "/meetings/{meeting}",
    "history": "/history",
    "entry": "/entries/{entry}",
    "search": "/search?text=stenden",
    "check": "/check",
    "reports": "/reports",
    "report": "/reports/budget-report?at={at}",
    "report passiva": "/reports/passiva?at=2012-12-31",
    "report lawfulness": "/reports/lawfulness?at=2013-12-31",
    "report liquidity": "/reports/liquidity?at=2012-08-15",
    "report-lines": "/reports/statement?account=current-account&at={at}",
    "exports": "/exports?at={at}",
    "documents": "/documents",
    "document": "/documents/award-letter?project={project}",
    "framework": "/framework",
    "glossary": "/glossary",
    "agenda": "/agenda",
    "bank": "/bank",
    "bank-line": "/bank/lines/{line}",
    "bank-split": "/bank/lines/{line}/split",
    "bank-statements": "/bank/statements",
    "bank-statement": "/bank/statements/{statement}",
    "bank-import": "/bank/import",
    "bank-match": "/bank/match",
    "bank-certain": "/bank/certain",
    "post": "/post",
    "form": "/post/pay_grant",
    "form-of-many": "/post/propose_project",
    "form-that-holds-another": "/post/reclassify",
    "submissions": "/submissions",
    "submission": "/submissions/{submission}",
}
"""Of somebody who is signed in."""


def address(page: str, things: Mapping[str, str]) -> str:
    """Where a page is, in a ledger with these things."""
    return PAGES[page].format_map(things)
