"""The pages of the bank, with their addresses."""

from web.pages.bank.certain import accept_all, certain
from web.pages.bank.importing import imported, importing
from web.pages.bank.line import answer, line
from web.pages.bank.matching import matched, matching
from web.pages.bank.overview import accept, overview
from web.pages.bank.splitting import split, splitting
from web.pages.bank.statement import all_statements, rest, statement
from web.pages.site import Page

_LINE = ("LINE_UNKNOWN",)
_STATEMENT = ("ENTRY_UNKNOWN",)
PAGES: tuple[Page, ...] = (
    Page("bank", "/bank", overview),
    Page("bank", "/bank", accept, "POST"),
    Page("bank-certain", "/bank/certain", certain),
    Page("bank-certain", "/bank/certain", accept_all, "POST"),
    Page("bank-import", "/bank/import", importing),
    Page("bank-import", "/bank/import", imported, "POST", takes_files=True),
    Page("bank-line", "/bank/lines/{line}", line, unknown=_LINE),
    Page("bank-line", "/bank/lines/{line}", answer, "POST", _LINE),
    Page("bank-split", "/bank/lines/{line}/split", splitting, unknown=_LINE),
    Page("bank-split", "/bank/lines/{line}/split", split, "POST", _LINE),
    Page("bank-match", "/bank/match", matching),
    Page("bank-match", "/bank/match", matched, "POST"),
    Page("bank-statements", "/bank/statements", all_statements),
    Page(
        "bank-statement", "/bank/statements/{statement}", statement, "GET", _STATEMENT
    ),
    Page("bank-statement", "/bank/statements/{statement}", rest, "POST", _STATEMENT),
)
