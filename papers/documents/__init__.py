"""Documents that people sign, send and file: letters, reports, lists.

A kind of document is a query (`papers/queries/document_KIND.py`) that gives one JSON
object, and a function of that object (`papers/documents/kinds/KIND.py`) that says it in
blocks: headings, paragraphs, tables, bars. `writing` puts these in a language,
`typesetting` and `word` on paper. No template computes anything.
"""
