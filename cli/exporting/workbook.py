"""`zuidas export workbook`: what a ledger says, in one file for spreadsheets."""

from collections.abc import Iterator

from cli.exporting.group import command
from cli.output import write
from cli.queries.asking import asked
from cli.queries.deriving import AT, KNOWN_AT
from cli.settings import Settings
from cli.spreadsheets import check_can_be_made
from domain.values.errors import Refusal
from projections.query import Query, find
from projections.report import Footer, Report


@command(
    "workbook",
    AT,
    KNOWN_AT,
    formats=("xlsx",),
    examples="""
    zuidas export workbook -o zuidas.xlsx
    zuidas export workbook --at 2012-07-31 --known-at '#40' -o zuidas.xlsx
    """,
)
def workbook(settings: Settings, at: str | None, known_at: str | None) -> None:
    """One Excel file of what the ledger says, at a date and as known then.

    Programmes, partners, projects, the current account, the journal, decisions,
    deviations and checks, all of one state of the ledger, which the sheet Herkomst
    names. There every amount is a number and every date a date.
    """
    settings = settings._replace(output_format="xlsx")
    check_can_be_made(settings)
    reports = list(_reports(settings, at, known_at))
    from papers.spreadsheets.book import book
    from papers.spreadsheets.tables import Answer

    answers = [Answer(query.name, report) for query, report in reports]
    write(settings, book(answers, settings.speech.language))


def _reports(
    settings: Settings, at: str | None, known_at: str | None
) -> Iterator[tuple[Query, Report]]:
    """Every report, as known after the last entry that the first one knew."""
    from papers.spreadsheets.book import ASKED

    first: Footer | None = None
    for name, given in ASKED:
        query = find(name)
        if query is None:
            raise LookupError(name)
        values = {**dict.fromkeys(each.keyword for each in query.parameters), **given}
        values |= {"at": at, "known_at": known_at}
        with asked(settings, query, values) as report:
            made = report.made()
        if first is None:
            first = made.footer
            known_at = f"#{first.entry}" if first and first.entry else known_at
        _check_same(first, made.footer)
        yield query, made


def _check_same(first: Footer | None, other: Footer | None) -> None:
    """All are of one state; raises `Refusal` (`BUSY`) where midnight came between."""
    if first is None or other is None or first[:2] != other[:2]:
        raise Refusal(
            "BUSY",
            "the day changed while the ledger was read: ask again.",
        )
