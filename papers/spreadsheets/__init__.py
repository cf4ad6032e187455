"""Reports as tables for spreadsheets: `xlsx`, and CSV as Dutch programs read it.

`tables` makes sheets of a report, `cells` what stands in a cell: a number, a day, a
moment, a text or nothing. `xlsx.workbook` and `csv_nl.text` write them. Nothing of a
ledger is asked, and what is written depends on the report alone.
"""
