"""Giving an answer: a report as text, JSON or CSV, where it was asked for."""

from cli.output import write
from cli.render.page import Page, page
from cli.render.report import report_text
from cli.settings import Settings
from projections.plain import as_csv, as_json
from projections.report import Report


def answer(settings: Settings, report: Report) -> int:
    """Write a report in the format that was asked for; returns its exit code."""
    text = shaped(report, settings.shape, settings.page())
    write(settings, text, exit_code=report.exit_code)
    return report.exit_code


def shaped(report: Report, shape: str, on: Page | None = None) -> str:
    """A report in one of the formats of its query; text for the terminal's page."""
    if shape in report.texts:
        return "\n".join(report.texts[shape]())
    if shape == "json":
        return as_json(report.data)
    if shape == "csv":
        table = report.table
        return as_csv(table.rows, [column.name for column in table.columns])
    return report_text(report, page() if on is None else on)
