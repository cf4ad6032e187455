"""Letters for Word: what officers edit before they send it.

The template is a Word file with places in double braces (docxtpl); a province puts a
`letter.docx` of its own in the folder that --templates names. Only the texts go into
it: what they hold is never run.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.values.errors import UsageError
from domain.values.messages import Quoted
from papers.documents.typesetting import TEMPLATES

_NAME = "letter.docx"
_INDENT = 2 * 68580
"""Of a table, 108 twentieths of a point on either side: it keeps the margins."""
_AIR = 3
"""Characters of room that a column has beside its longest text."""
_SHORT = 20
"""Rows of a table that is kept on one page."""
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can tell."""


def docx(
    written: Mapping[str, Any], data: Mapping[str, Any], templates: Path | None = None
) -> bytes:
    """A letter as .docx: the same bytes for the same knowledge.

    Raises `UsageError` (`BAD_COMMAND`) for what is no letter, for a template that is
    wrong, and where docxtpl is not installed.
    """
    if written["letter"] is None:
        raise UsageError(
            "BAD_COMMAND",
            "{kind} is no letter: it can be made as PDF or JSON.",
            kind=Quoted(str(data["kind"])),
        )
    place = _template(templates)
    docxtpl = _docxtpl()
    try:
        template = docxtpl.DocxTemplate(place)
        template.render(_context(written, docxtpl), _sandbox(), autoescape=True)
        _lay_tables(template.docx, written)
        _dated(template.docx.core_properties, written, data)
        made = io.BytesIO()
        template.save(made)
    except Exception as error:  # noqa: BLE001  # docxtpl, Jinja, python-docx and lxml share none
        raise UsageError(
            "BAD_COMMAND",
            "the template {place} makes no letter: {reason}",
            place=Quoted(str(place)),
            reason=str(error)[:200],
        ) from None
    return _repeatable(made.getvalue())


def _template(templates: Path | None) -> Path:
    own = None if templates is None else templates / _NAME
    return own if own is not None and own.is_file() else TEMPLATES / _NAME


def _docxtpl() -> Any:  # noqa: ANN401  # a module
    try:
        import docxtpl
    except ImportError:
        raise UsageError(
            "BAD_COMMAND",
            "letters for Word need docxtpl: pip install 'zuidas-ledger[documents]'.",
        ) from None
    return docxtpl


def _sandbox() -> Any:  # noqa: ANN401  # of Jinja
    """A template reaches the texts and nothing else; a place that is none is told."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _context(written: Mapping[str, Any], docxtpl: Any) -> dict[str, Any]:  # noqa: ANN401  # a module
    blocks = [_block(each, docxtpl) for each in written["blocks"]]
    return {**written, "blocks": blocks}


def _block(block: Mapping[str, Any], docxtpl: Any) -> dict[str, Any]:  # noqa: ANN401  # a module
    """A block with its pieces as Word has them."""

    def rich(runs: Iterable[Mapping[str, str]]) -> object:
        found = docxtpl.RichText()
        for run in runs:
            found.add(
                run["text"], bold=run["as"] == "strong", italic=run["as"] == "emph"
            )
        return found

    if block["kind"] in ("heading", "paragraph"):
        return {**block, "text": rich(block["runs"])}
    if block["kind"] == "items":
        marks = [
            f"{number}." if block["numbered"] else "•"
            for number, _ in enumerate(block["items"], start=1)
        ]
        items = [rich(each) for each in block["items"]]
        return {**block, "lines": [*zip(marks, items, strict=True)]}
    if block["kind"] == "table":
        totals = block["totals"]
        return {**block, "all": [*block["rows"], *([totals] if totals else [])]}
    return dict(block)


def _lay_tables(document: Any, written: Mapping[str, Any]) -> None:  # noqa: ANN401  # of python-docx
    """Widths, alignment and heads of the tables of data, which no template can give.

    A template of one's own may show a table otherwise; it is then left as it is.
    """
    waiting = [each for each in written["blocks"] if each["kind"] == "table"]
    for table in document.tables:
        heads = [cell.text for cell in table.rows[0].cells] if table.rows else []
        for block in waiting:
            if heads == [column["title"] for column in block["columns"]]:
                waiting.remove(block)
                _lay(document, table, block)
                break


def _lay(document: Any, table: Any, block: Mapping[str, Any]) -> None:  # noqa: ANN401  # of python-docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin - _INDENT
    weights = [column["weight"] + _AIR for column in block["columns"]]
    table.autofit = False
    for place, column in enumerate(table.columns):
        column.width = room * weights[place] // sum(weights)
        for cell in column.cells:
            cell.width = column.width
            if block["columns"][place]["numeric"]:
                for paragraph in cell.paragraphs:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _keep_together(table, has_totals=block["totals"] is not None)


def _keep_together(table: Any, *, has_totals: bool) -> None:  # noqa: ANN401  # of python-docx
    """Heads on every page, no row on two, and a short table on one."""
    rows = [*table.rows]
    for row in rows:
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no other way
        properties.append(_element("w:cantSplit"))
        if row is rows[0]:
            properties.append(_element("w:tblHeader"))
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                is_last = row is rows[-1]
                paragraph.paragraph_format.keep_with_next = (
                    len(rows) <= _SHORT and not is_last
                )
                for run in paragraph.runs if is_last and has_totals else ():
                    run.bold = True


def _element(name: str) -> Any:  # noqa: ANN401  # of lxml
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def _dated(
    properties: Any,  # noqa: ANN401  # of python-docx
    written: Mapping[str, Any],
    data: Mapping[str, Any],
) -> None:
    day = datetime.fromisoformat(str(data.get("recorded_at") or data["at"]))
    moment = day.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title = written["title"]
    properties.language = written["lang"]
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _repeatable(made: bytes) -> bytes:
    """The same file without the time at which it was packed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist()):
            target.writestr(zipfile.ZipInfo(name, _ZIP_DAY), source.read(name))
    return packed.getvalue()
