"""`zuidas document KIND`: a document asked as a query, and laid out here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import click

from cli.answering import shaped
from cli.contents import text_of
from cli.output import write
from cli.queries.asking import asked
from cli.queries.deriving import check_texts, derived
from cli.queries.groups import QueryGroup
from cli.render.page import page
from cli.settings import Settings, settings_of
from domain.values.errors import UsageError
from domain.values.messages import Quoted, message, parts, printed
from papers.wording.telling import Language
from projections.query import Query, find

TEXT = click.Option(
    ["--text", "own_words"],
    metavar="FILE",
    help="Own words in Markdown: what stands under ## NAME goes into that place.",
)
TEMPLATES = click.Option(
    ["--templates"],
    metavar="DIR",
    help="A folder with a house style: its files stand in the place of ours.",
)
SUFFIXES = (".pdf", ".docx", ".json")


class DocumentGroup(QueryGroup):
    """Kinds of documents, each a query with what laying it out takes."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's own signature
        """The kind of that name."""
        query = find(f"{self.name} {cmd_name}")
        return None if query is None else _command(query)


def _command(query: Query) -> click.Command:
    command = derived(query)
    command.params[-1:-1] = [TEXT, TEMPLATES]
    command.callback = lambda **values: _run(query, values)
    return command


def _run(query: Query, values: dict[str, Any]) -> int:
    settings = settings_of(click.get_current_context(), values)
    own, templates = values.pop("own_words"), values.pop("templates")
    check_texts(values)
    suffix = _suffix(settings.output_file)
    shape = "json" if suffix else settings.shape
    own_text = None if own is None else text_of(own)
    with asked(settings.location, query, values, shape) as report:
        text = (
            None
            if suffix in (".pdf", ".docx")
            else shaped(report, shape, page(wide=settings.is_wide))
        )
    data = cast("dict[str, Any]", report.data)  # of a document it is an object
    if text is None:
        from papers.documents.making import made

        folder = None if templates is None else Path(templates)
        lang = _language(settings)
        write(settings, made(data, suffix, lang, own_text, folder))
    else:
        write(settings, text)
    if suffix:
        _note_missing(data)
    return 0


def _language(_settings: Settings) -> Language:
    """In which language a document is: Dutch."""
    return "nl"


def _note_missing(data: Mapping[str, Any]) -> None:
    """The document is made whatever it lacks; whoever made it is told what."""
    if data["missing"]:
        said = message(
            "Note: the document lacks {fields}; in their place it says so.",
            fields=parts(data["missing"]),
        )
        click.echo(printed(said), err=True)


def _suffix(file: str | None) -> str:
    """What is to be made, by the name of the file; none prints it."""
    suffix = Path(file or "-").suffix.lower()
    if file in (None, "-") or suffix in SUFFIXES:
        return suffix
    raise UsageError(
        "BAD_COMMAND",
        "{file} ends in none of {suffixes}, so what to make of it can't be told.",
        file=Quoted(str(file)),
        suffixes=parts(SUFFIXES),
    )


DOCUMENT = DocumentGroup(
    "document",
    help="Letters, reports and lists: as PDF, for Word, or as what they are made of.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
