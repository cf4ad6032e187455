"""`zuidas document KIND`: a document asked as a query, and laid out here."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from cli.answering import shaped
from cli.contents import text_of
from cli.output import write
from cli.queries.asking import asked
from cli.queries.deriving import answered, check_texts, derived
from cli.queries.groups import QueryGroup
from cli.settings import Settings, settings_of
from domain.values.errors import UsageError
from domain.values.messages import Option, Quoted, message, parts
from projections.query import Query, find

if TYPE_CHECKING:
    from papers.wording.telling import Language

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
LAID_OUT = (".pdf", ".docx")
SUFFIXES = (*LAID_OUT, ".json")


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
    suffix = _suffix(settings)
    if suffix not in LAID_OUT and (own is not None or templates is not None):
        raise UsageError(
            "BAD_COMMAND",
            "{options} lay out a file: name it with -o, ending in {suffixes}.",
            options=parts([Option("text"), Option("templates")], " and "),
            suffixes=parts(LAID_OUT, " or "),
        )
    if suffix is None:
        return answered(settings, query, values)
    check_texts(values)
    own_text = None if own is None else text_of(own)
    with asked(settings._replace(output_format="json"), query, values) as report:
        data = cast("dict[str, Any]", report.data)  # of a document it is an object
        text = shaped(report, "json")
    if suffix == ".json":
        write(settings, text)
    else:
        from papers.documents.making import made, told_by

        folder = None if templates is None else Path(templates)
        write(settings, made(data, suffix, _language(settings), own_text, folder))
        data = told_by(data, own_text)
    _note_missing(settings, data)
    return 0


def _language(settings: Settings) -> "Language":
    """Documents are Dutch, unless the command line says otherwise."""
    return "en" if settings.lang == "en" else "nl"


def _note_missing(settings: Settings, data: Mapping[str, Any]) -> None:
    """The document is made whatever it lacks; whoever made it is told what."""
    if data["missing"]:
        said = message(
            "Note: the document lacks {fields}; in their place it says so.",
            fields=parts(data["missing"]),
        )
        click.echo(settings.speech.voice.printed(said), err=True)


def _suffix(settings: Settings) -> str | None:
    """What is to be made, by the name of the file; None answers as every query does.

    Raises `UsageError` (`BAD_COMMAND`) for a name that tells nothing.
    """
    file = settings.output_file
    suffix = Path(file or "-").suffix.lower()
    if suffix in SUFFIXES:
        return suffix
    if file in (None, "-") or settings.shape != "text":
        return None
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
