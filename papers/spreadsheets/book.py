"""The workbook of a ledger: what it says of everything, in one file.

The command line and the page of exports both make it of this list.
"""

from collections.abc import Iterable, Mapping

from papers.spreadsheets.provenance import Provenance, line
from papers.spreadsheets.tables import Answer
from papers.wording import Language

SHAPE = "xlsx"
ASKED: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("balance", {}),
    ("statement", {"account": "current-account"}),
    ("journal", {}),
    ("decisions", {}),
    ("deviations", {}),
    ("check", {"everything": True}),
)
"""Queries with what each is asked, all at the same clocks.

Years, programmes, partners, current account and projects; then the others.
"""


def book(answers: Iterable[Answer], language: Language) -> bytes:
    """The workbook of the answers to these, in their order.

    Raises `Refusal` (`DISK_FULL`) where there is no room for it.
    """
    from papers.spreadsheets.xlsx import workbook

    answered = list(answers)
    footer = answered[0].report.footer
    command = line(["zuidas", "export", "workbook"], footer, SHAPE)
    return workbook(answered, language, Provenance(command, footer))
