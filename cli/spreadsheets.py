"""Answers as files for spreadsheets: what the command line adds to them."""

from collections.abc import Mapping
from typing import Any

from cli.output import check_not_a_terminal
from cli.settings import Settings
from projections.query import Query
from projections.report import SPREADSHEETS, Report


def check_can_be_made(settings: Settings) -> None:
    """Asked before a ledger is; raises `UsageError` (`BAD_COMMAND`).

    Where the answer would go to a terminal, or the library is not there.
    """
    if settings.shape != "xlsx":
        return
    check_not_a_terminal(settings)
    from papers.spreadsheets.installed import check_is_installed

    check_is_installed()


def made(
    settings: Settings, query: Query, given: Mapping[str, Any], report: Report
) -> bytes | None:
    """The report as the file that was asked for; None where that is another format.

    `given` are its parameters as they were typed, by keyword.
    """
    if settings.shape not in SPREADSHEETS or settings.shape in report.texts:
        return None
    from papers.spreadsheets.tables import Answer

    answer = Answer(query.name, report)
    if settings.shape == "csv-nl":
        from papers.spreadsheets import csv_nl

        return csv_nl.text(answer)
    from papers.spreadsheets import xlsx
    from papers.spreadsheets.provenance import Provenance, command_of

    command = command_of(query, given, report.footer, settings.shape)
    provenance = Provenance(command, report.footer)
    return xlsx.workbook([answer], settings.speech.language, provenance)
