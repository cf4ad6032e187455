"""Which query each path is: one table, and the operations that follow from it."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from projections.answer_schemas import COMPONENTS
from projections.parameters import CLOCKS
from projections.query import Parameter, Query, find, names, segment
from web.api.asking import asked, reading
from web.api.call import Deferred, Operation
from web.api.keys import keys_of


class Path(NamedTuple):
    """A path of the API, and the query that answers it."""

    template: str
    query: str
    fixed: Mapping[str, str] = {}
    """Parameters that the path says by what it is."""
    unknown: tuple[str, ...] = ()
    """Codes of the query that say that what the path names is not there."""
    renamed: Mapping[str, str] = {}
    """Parameters with another name as keys."""


PATHS = (
    Path("/programmes", "balance", {"section": "programmes"}),
    Path("/years", "balance", {"section": "programmes"}),
    Path("/partners", "balance", {"section": "partners"}),
    Path("/partners/{partner}", "partner", unknown=("PARTNER_UNKNOWN",)),
    Path("/current-account", "balance", {"section": "current-account"}),
    Path("/projects", "balance", {"section": "projects"}),
    Path("/projects/{project}", "project", unknown=("PROJECT_UNKNOWN",)),
    Path("/decisions", "decisions"),
    Path(
        "/decisions/{number}",
        "decision",
        unknown=("DECISION_UNKNOWN", "ENTRY_UNKNOWN"),
    ),
    Path("/meetings", "meetings"),
    Path("/meetings/{meeting}", "meeting", unknown=("MEETING_UNKNOWN",)),
    Path("/statements", "bank statements"),
    Path("/reconciliation", "bank reconcile"),
    Path("/submissions", "submissions"),
    Path("/findings", "check"),
    Path("/agenda", "agenda"),
    Path("/frameworks", "framework history"),
    Path("/frameworks/current", "framework show"),
    Path(
        "/accounts/{account}/lines",
        "statement",
        unknown=(
            *("SCOPE_INVALID", "PARTNER_UNKNOWN", "PROGRAMME_UNKNOWN"),
            *("YEAR_UNKNOWN", "PROJECT_UNKNOWN", "BAD_COMMAND"),
        ),
    ),
    Path("/trial-balance", "trial-balance"),
    Path("/journal", "journal"),
    Path("/differences", "diff", renamed={"when1": "from", "when2": "to"}),
    Path("/entries/{entry}", "show", unknown=("ENTRY_UNKNOWN",)),
    Path("/search", "search"),
)
"""Every path that one query answers; the others stand in `operations`."""


def operations() -> Iterator[Deferred]:
    """One for each path, and one for every query by its name."""
    reports = (Path(f"/reports/{segment(name)}", name) for name in names())
    for path in (*PATHS, *reports):
        yield Deferred("GET", path.template, partial(_operation, path))


def _found(name: str) -> Query:
    query = find(name)
    assert query is not None  # noqa: S101  # the table above is ours
    return query


def _operation(path: Path) -> Operation:
    query = _found(path.query)
    said = {*path.fixed, *_names_in(path.template)}
    left = [each for each in query.parameters if each.name not in said]
    return Operation(
        "GET",
        path.template,
        _operation_name(path.template),
        query.help.partition("\n")[0],
        reading(asked(query, path.fixed)),
        keys=(*keys_of(left, path.renamed), *keys_of(CLOCKS)),
        unknown=path.unknown,
        query=query,
        of_path=_of_path(query, path.template),
        answer=_answer(path),
    )


def _answer(path: Path) -> dict[str, object] | None:
    """The schema of a path that gives one part of an answer; else the query has it."""
    section = path.fixed.get("section")
    if section is None:
        return None
    return {"$ref": f"{COMPONENTS}balance_of_{section.replace('-', '_')}"}


def _names_in(template: str) -> list[str]:
    return [part[1:-1] for part in template.split("/") if part.startswith("{")]


def _of_path(query: Query, template: str) -> dict[str, str]:
    by_name: Mapping[str, Parameter] = {each.name: each for each in query.parameters}
    return {name: by_name[name].help for name in _names_in(template)}


def _operation_name(template: str) -> str:
    """`/accounts/{account}/lines` is `getAccountsAccountLines`."""
    words = template.replace("{", "").replace("}", "").replace("-", "/").split("/")
    return "get" + "".join(word.capitalize() for word in words)


def no_path(path: str) -> Refusal:
    """There is nothing at a path."""
    return Refusal("NOT_FOUND", "there is nothing at {path}.", path=Quoted(path))
