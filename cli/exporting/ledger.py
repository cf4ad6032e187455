"""`zuidas export ledger`: the next batch for another ledger, written and registered."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import click

from cli.answering import answer
from cli.commands import Command
from cli.contents import text_of
from cli.exporting.group import EXPORT
from cli.exporting.placing import waiting
from cli.help import epilog
from cli.queries.asking import asked
from cli.queries.deriving import check_texts
from cli.settings import Settings, settings_of, shared_options
from domain.values.errors import Refusal, UsageError
from domain.values.messages import Euro, Message, message
from domain.values.money import parse_amount
from papers.batches.files import FORMATS
from papers.batches.mapping import AccountMapping, read_mapping
from papers.batches.rows import batch_table
from projections.query import find
from projections.report import Report, of_facts

_EXAMPLES = """
zuidas export ledger --map mapping.toml --target province -o province-1.csv
zuidas export ledger --map mapping.toml --target province --export province-1 -o again.csv
"""  # noqa: E501  # one line each, to be copied
_NO_FILE = (None, "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


class _Batch(NamedTuple):
    """A batch as the ledger gives it, with its file."""

    fields: Mapping[str, Any]
    """What registering it takes."""
    registered: int | None
    """The entry that registered it, with the sum of its file then."""
    sha256: str | None
    data: bytes


def _run(**values: Any) -> int:  # noqa: ANN401  # click gives them by name
    """Write the next batch for another ledger, and register it.

    A batch has what was posted since the last one for NAME, by the numbers of entries:
    so what is dated back is in the next batch, and nothing is in two. The lines of
    budgets are left out. Where nothing is new, nothing is written. With the CODE of a
    registered batch its file is made again, and nothing is registered.
    """
    settings = settings_of(click.get_current_context(), values)
    check_texts(values)
    place, shape = _checked(settings)
    mapping = read_mapping(text_of(values["map"]), values["map"])
    batch = _asked(settings, values["target"], values["export"], mapping, shape)
    settings = settings._replace(output_format=None, output_file=None)
    if batch is None:
        said = message("Nothing is new for {target}.", target=values["target"])
        return answer(settings, of_facts({}, said, fits_page=True))
    if batch.registered is not None:
        return answer(settings, _made_again(batch, place))
    return answer(settings, _registered(settings, batch, place))


EXPORT.add_command(
    Command(
        "ledger",
        params=[
            click.Option(
                ["--map"],
                required=True,
                metavar="FILE",
                help="Which accounts of that ledger ours are (TOML).",
            ),
            click.Option(
                ["--target"],
                required=True,
                metavar="NAME",
                help="The ledger it is for.",
            ),
            click.Option(
                ["--export"], metavar="CODE", help="Code of the batch (NAME-n)."
            ),
            *shared_options(acting=True, formats=tuple(FORMATS)),
        ],
        callback=_run,
        help=_run.__doc__,
        epilog=epilog(_EXAMPLES),
    )
)


def _checked(settings: Settings) -> tuple[str, str]:
    """The file and its format; raises `UsageError` (`BAD_COMMAND`)."""
    shape = settings.output_format or next(iter(FORMATS))
    if shape not in FORMATS:
        raise UsageError(
            "BAD_COMMAND",
            "a batch is written as one of {formats}, not {shape}.",
            formats=list(FORMATS),
            shape=shape,
        )
    if settings.output_file in _NO_FILE:
        raise UsageError(
            "BAD_COMMAND", "a batch is registered with its file: name it with -o FILE."
        )
    return str(settings.output_file), shape


def _asked(
    settings: Settings,
    target: str,
    export: str | None,
    mapping: AccountMapping,
    shape: str,
) -> _Batch | None:
    """The batch with its file; None where nothing is new."""
    query = find("export batch")
    assert query is not None  # noqa: S101  # it is one of ours
    given = {"target": target, "export": export}
    with asked(settings._replace(output_format="json"), query, given) as report:
        # What a service sends that is no such answer is told as that by `asked`.
        found: Any = report.data
        if not found["rows"]:
            return None
        data = FORMATS[shape](batch_table(found, mapping), found["export"])
        names = (
            "export",
            "target",
            "from_entry",
            "to_entry",
            "rows",
            "debit",
            "credit",
        )
        fields = {name: found[name] for name in names}
        return _Batch(fields, found["registered"], found["sha256"], data)


def _registered(settings: Settings, batch: _Batch, place: str) -> Report:
    """Write the file, register it, and put it in its place.

    Until it is registered no file is there that somebody might book from; and where it
    is registered and could not be put there, it can be made again.
    """
    from cli.writing.desk import posting
    from domain.entries.parsing import command_from_mapping

    digest = sha256(batch.data).hexdigest()
    command = command_from_mapping(
        {"command": "register_export", **batch.fields, "sha256": digest}
    )
    with waiting(place, batch.data) as file:
        with posting(settings, "export ledger") as desk:
            [came] = desk.post_all([command])
        file.put()
    how = message("registered in entry {entry}", entry=came.entry)
    return _told(batch, place, digest, came.entry, how)


def _made_again(batch: _Batch, place: str) -> Report:
    """The file of a registered batch; raises `Refusal` where it is another one now."""
    digest = sha256(batch.data).hexdigest()
    if digest != batch.sha256:
        raise Refusal(
            "EXPORT_DIFFERS",
            "the file of batch {export} would be another one than was registered in"
            " entry {entry}: give the mapping and the format that it was made with.",
            {"registered": batch.sha256, "made": digest},
            export=batch.fields["export"],
            entry=batch.registered,
        )
    with waiting(place, batch.data) as file:
        file.put()
    entry = batch.registered or 0
    how = message("as registered in entry {entry}", entry=entry)
    return _told(batch, place, digest, entry, how)


def _told(batch: _Batch, place: str, digest: str, entry: int, how: Message) -> Report:
    fields = batch.fields
    said = message(
        "Batch {export} in {place}: entries {first} to {last}, {rows} rows, debit"
        " {debit}, credit {credit}; {how}.",
        export=fields["export"],
        place=place,
        first=fields["from_entry"],
        last=fields["to_entry"],
        rows=fields["rows"],
        debit=Euro(parse_amount(fields["debit"])),
        credit=Euro(parse_amount(fields["credit"])),
        how=how,
    )
    return of_facts({**fields, "sha256": digest, "entry": entry}, said, fits_page=True)
