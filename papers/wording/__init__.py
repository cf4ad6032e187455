"""Everything that is said, in Dutch or in English, made at the edge.

Messages come here as data: a template and typed values (`domain.values.messages`).
`told` makes text of one, `titled` of a title of the program's own (a table, a column, a
fact), `label` of a name (a command, a field, a status); `papers.wording.cells` of a
value in a table.

English is the source: it is what `domain.values.messages.english` gives, and takes no
catalogue. Dutch is read from `locale/nl/LC_MESSAGES/zuidas.mo` when a first Dutch text
is made. What the catalogue does not have is told in English; the tests see to it that
it has everything. How a message is added: docs/wording.md.
"""

from papers.wording.labels import label
from papers.wording.telling import Language, title_of_code, titled, told

__all__ = ["Language", "label", "title_of_code", "titled", "told"]
