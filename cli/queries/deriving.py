"""Queries on the command line, derived from their declarations."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from cli.answering import shaped
from cli.commands import Command, Completer, completes
from cli.contents import text_of
from cli.help import epilog
from cli.output import write
from cli.queries.asking import asked
from cli.queries.packaging import package
from cli.settings import Settings, settings_of, shared_options
from cli.spreadsheets import check_can_be_made, made
from domain.catalogue import BY_NAME
from domain.values.errors import UsageError
from domain.values.messages import Quoted
from projections.query import Parameter, Query

AT = click.Option(["--at"], metavar="DATE", help="Effective date, inclusive (today).")
KNOWN_AT = click.Option(
    ["--known-at"],
    metavar="WHEN",
    help="As known after entry #N, or at a moment such as 2012-01-31T17:00.",
)
_CODES = (
    *("partner", "programme", "year", "project", "decision", "meeting"),
    *("account", "bank_account"),
)
_METAVARS = {"date": "DATE", "amount": "AMOUNT", "moment": "WHEN", "text": "TEXT"}
_METAVARS |= {"file": "FILE"}


def derived(query: Query) -> click.Command:
    """The command of a query: its parameters, both clocks, where the answer goes."""
    return Command(
        query.name.rpartition(" ")[2],
        params=[
            *map(derived_parameter, query.parameters),
            AT,
            KNOWN_AT,
            *shared_options(wide=True, formats=query.formats),
        ],
        callback=lambda **values: _run(query, values),
        help=query.help,
        epilog=epilog(query.examples),
    )


def derived_parameter(parameter: Parameter) -> click.Parameter:
    """An option, or an argument in its place."""
    if parameter.place == "option":
        flag = f"--{parameter.name.replace('_', '-')}"
        if parameter.kind == "flag":
            return click.Option(
                [flag, parameter.keyword], is_flag=True, help=parameter.help
            )
        return click.Option(
            [flag, parameter.keyword],
            metavar=parameter.metavar or _METAVARS.get(parameter.kind),
            type=_type(parameter),
            required=parameter.required,
            default=parameter.default,
            shell_complete=_completer(parameter),
            show_default=parameter.default is not None,
            help=parameter.help,
        )
    return click.Argument(
        [parameter.keyword],
        metavar=parameter.metavar or _argument_metavar(parameter),
        required=parameter.required,
        nargs=-1 if parameter.place == "arguments" else 1,
        type=_type(parameter),
        shell_complete=_completer(parameter),
    )


def _completer(parameter: Parameter) -> Completer | None:
    """Codes of the ledger, where the parameter takes some."""
    if parameter.kind == "command":
        return lambda _, __, start: [
            name for name in BY_NAME if name.startswith(start.replace("-", "_"))
        ]
    return completes(parameter.kind) if parameter.kind in _CODES else None


def _argument_metavar(parameter: Parameter) -> str:
    """Said by us: versions of click write a choice in ways of their own."""
    if parameter.choices:
        return f"[{'|'.join(parameter.choices)}]"
    return parameter.name.upper()


# In quotes: older releases of click can't subscript the type when it runs.
def _type(parameter: Parameter) -> "click.ParamType[Any] | None":
    """What click itself checks as it is typed; the rest is parsed by kind."""
    if parameter.kind == "count":
        return click.IntRange(parameter.minimum, parameter.maximum)
    return click.Choice(parameter.choices) if parameter.choices else None


def _run(query: Query, values: dict[str, Any]) -> int:
    return answered(settings_of(click.get_current_context(), values), query, values)


def answered(settings: Settings, query: Query, values: dict[str, Any]) -> int:
    """Ask and write the answer; `values` are its parameters and both clocks, as typed.

    Returns the exit code.
    """
    check_texts(values)
    check_can_be_made(settings)
    values |= _read(query, values)
    with asked(settings, query, values) as report:
        on = settings.page(whole_root=query.name.startswith("audit "))
        file = made(settings, query, values, report)
        answer = shaped(report, settings.shape, on) if file is None else file
    write(settings, answer, exit_code=report.exit_code)
    package(query.name, settings)
    return report.exit_code


def _read(query: Query, values: Mapping[str, Any]) -> dict[str, object]:
    """What the files say that were named for parameters."""
    return {
        each.keyword: _FILES[each.kind](values[each.keyword])
        for each in query.parameters
        if each.kind in _FILES and values[each.keyword] is not None
    }


def _framework(name: str) -> object:
    from ledger.frameworks import text_of_source

    return text_of_source(name)


_FILES: Mapping[str, Callable[[str], object]] = {
    "file": text_of,
    "framework": _framework,
}


def check_texts(values: Mapping[str, Any]) -> None:
    """What was typed is text; raises `UsageError` (`BAD_COMMAND`)."""
    for value in values.values():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and not _is_utf8(text):
                raise UsageError(
                    "BAD_COMMAND", "{text} is not UTF-8.", text=Quoted(text)
                )


def _is_utf8(text: str) -> bool:
    """Bytes of the command line that are no UTF-8 reach us as lone surrogates."""
    return text.encode("utf-8", "replace").decode() == text
