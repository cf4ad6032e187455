"""All commands of `zuidas export`; to import them is to add them to the group."""

from cli.exporting import ledger, workbook
from cli.exporting.group import EXPORT

__all__ = ["EXPORT", "ledger", "workbook"]
