"""Declaring a query once: its name, typed parameters, and the report it gives.

The command line, HTTP and spreadsheets derive from the declaration. A query is one
module named after it, `trial-balance` in `trial_balance.py`: of `projections.queries`,
of `ledger.queries` where it needs the rules, or of `papers.queries` where it is what a
paper says. Nothing else lists it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Literal, NamedTuple

from projections.report import FORMATS, SPREADSHEETS, Report
from projections.snapshot import View

PLACES = ("projections.queries", "ledger.queries", "papers.queries")
"""Where queries stand: the light ones, those that need the rules, and papers."""
GROUPS = ("framework", "audit", "bank", "report", "register", "export", "document")
"""Words that queries of one subject share: `framework show` is `framework_show.py`."""

_REPORT = "report "

ParameterKind = Literal[
    "text",
    "date",
    "moment",  # WHEN: #N, a date, or a date and time
    "amount",
    "entry",
    "partner",
    "programme",
    "year",
    "project",
    "decision",
    "meeting",
    "command",
    "account",
    "bank_account",
    "choice",
    "count",
    "flag",  # true or false
    "hours",  # of the day, such as 07:00-19:00
    "file",  # what a file says; on the command line the file is named
    "framework",  # a built-in one's name, or what its file says; likewise
]


class Parameter(NamedTuple):
    """A parameter of a query, whatever it is asked through."""

    name: str
    """As in HTTP and JSON, and the argument of the function."""
    kind: ParameterKind
    help: str = ""
    """What it means; the help of an option."""
    place: Literal["option", "argument", "arguments"] = "option"
    """On the command line; `arguments` takes several."""
    required: bool = False
    choices: tuple[str, ...] = ()
    metavar: str | None = None
    argument: str | None = None
    """The function's argument, where its name is another."""

    default: str | None = None
    minimum: int = 0
    """Of a count."""
    maximum: int | None = None
    label: str | None = None
    """What a form calls it, where its name alone would mislead."""

    @property
    def key(self) -> str:
        """Its name as a key of an address."""
        return camel(self.name)

    @property
    def keyword(self) -> str:
        """The argument of the function that it is given as."""
        return self.argument or self.name


class Asked:
    """What a query looks at; the ledger is opened when it is looked at.

    `until` is the date that --at named: lists of entries are cut only where it did.
    `shape` is the format that was asked for, where an answer depends on it.
    """

    def __init__(
        self,
        open_view: Callable[[], View],
        until: date | None = None,
        shape: str = "json",
    ) -> None:
        self.open_view = open_view
        self.until = until
        self.shape = shape

    @cached_property
    def view(self) -> View:
        """The ledger with both clocks."""
        return self.open_view()

    @property
    def looked(self) -> bool:
        """The ledger was looked at."""
        return "view" in self.__dict__


class Query(NamedTuple):
    """A declared query."""

    name: str
    parameters: tuple[Parameter, ...]
    run: Callable[..., Report]
    examples: str
    formats: tuple[str, ...]
    chapter: str

    @property
    def segment(self) -> str:
        """Its name as a part of an address."""
        return segment(self.name)

    @property
    def help(self) -> str:
        """What it answers: the docstring of its function."""
        return self.run.__doc__ or ""


def camel(name: str) -> str:
    """A name as addresses have it: `known_at` is `knownAt`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def segment(name: str) -> str:
    """A query's name as a part of an address: `bank open` is `bank-open`.

    Of a report its own name is enough, since they stand under `reports`.
    """
    return name.removeprefix(_REPORT).replace(" ", "-")


def of_segment(part: str) -> Query | None:
    """The query whose name is that part of an address, with or without its group."""
    return find(part) or find(f"{_REPORT}{part}")


_QUERIES: dict[str, Query] = {}


def query(
    name: str,
    *parameters: Parameter,
    examples: str,
    formats: Sequence[str] = FORMATS,
    chapter: str = "Look",
) -> Callable[[Callable[..., Report]], Callable[..., Report]]:
    """Declare a query: a function of `Asked` and its parameters, by name.

    Its docstring is the help; `examples` are runnable lines, `chapter` is where the
    reference lists it. Beside its `formats` it can be given as what spreadsheets read.
    """
    every = tuple(dict.fromkeys((*formats, *SPREADSHEETS)))

    def declare(run: Callable[..., Report]) -> Callable[..., Report]:
        _QUERIES[name] = Query(name, parameters, run, examples, every, chapter)
        return run

    return declare


def find(name: str) -> Query | None:
    """The query of that name, or None; only its own module is imported."""
    module = name.replace("-", "_").replace(" ", "_")
    if name not in _QUERIES and module.isidentifier():
        for place in PLACES:
            if _is_imported(f"{place}.{module}"):
                break
    return _QUERIES.get(name)


def _is_imported(module: str) -> bool:
    """The module is there; one that it needs itself must be."""
    try:
        import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return False
    return True


def names() -> Iterator[str]:
    """Names of all queries, by their modules; nothing is imported."""
    from pkgutil import iter_modules

    for place in PLACES:
        for module in iter_modules(import_module(place).__path__):
            group, _, rest = module.name.partition("_")
            if group in GROUPS and rest:
                yield f"{group} {rest.replace('_', '-')}"
            else:
                yield module.name.replace("_", "-")
