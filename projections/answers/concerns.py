"""Which entries concern a partner, a programme, a budget year or a project.

More than those that name it: an entry of a project concerns the project's programme,
year and parties (as proposed by then), the opening and the amendments of a year every
partner called in it, a transfer both its ends, and a reversal, an annotation or a
reclassification what the entry concerns that it is about.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from domain.catalogue import BY_NAME, Trait
from domain.catalogue import KINDS as KNOWN
from projections.answers.authority import called
from projections.snapshot import View
from projections.stored import State, of_commands

Kind = Literal["project", "partner", "programme", "year"]
KINDS: tuple[Kind, ...] = ("project", "partner", "programme", "year")

_NAMED: Mapping[Kind, tuple[str, ...]] = {
    "project": ("project",),
    "partner": ("partner", "chair", "lender", "borrower"),
    "programme": ("programme", "from_programme", "to_programme"),
    "year": ("year", "from_year", "to_year", "carry_to"),
}
"""Fields that hold one code."""
_LISTED: Mapping[Kind, tuple[str, ...]] = {
    "project": (),
    "partner": (
        *("partners", "applicants", "participants"),
        *("contributions", "own_contributions", "present", "addressees"),
    ),
    "programme": ("programmes", "shares", "max_grants"),
    "year": ("years",),
}
"""Fields that hold several, as a list or as the keys of a mapping."""
_ABOUT = ("reverse", "annotate", "reclassify")
_CALLS = ("open_budget_year", "amend_budget_year")
_TOLD = Trait.CASH | Trait.OF_GRANT
"""What moves cash or a grant is known by its columns and its project alone."""
_SPEAKING = tuple(kind.name for kind in KNOWN if not kind.traits & _TOLD)
"""Commands whose fields say whom they concern."""
_INDEXED: Mapping[Kind, tuple[str, ...]] = {
    "project": (),
    "partner": ("record_hours", "commit_hours"),
    "programme": ("record_hours", "record_meeting"),
    "year": ("record_hours", "commit_hours", "record_meeting"),
}
"""Commands of which there are many, and whose one code of that kind is a column."""


class Concerned:
    """The known entries that concern a code: those with it in their column, and others.

    The first may be very many, and are looked up where they are asked for.
    """

    def __init__(self, view: View, kind: Kind, code: str) -> None:
        self.kind = kind
        self.code = code
        self.others: set[int] = set()
        """Those that are found otherwise; some may have it in their column too."""
        self._view = view

    def __contains__(self, entry: object) -> bool:
        if entry is None:
            return False
        return entry in self.others or any(
            self._view.rows(
                f"SELECT 1 FROM entries WHERE entry = ? AND {self.kind} = ?"
                " AND entry <= ?",
                *(entry, self.code, self._view.entry),
            )
        )

    def numbers(self) -> set[int]:
        """All of them."""
        return {*_by_column(self._view, self.kind, self.code), *self.others}


def concerning(view: View, kind: Kind, code: str) -> Concerned:
    """The known entries that concern it."""
    found = Concerned(view, kind, code)
    projects = _Projects(view, kind, code)
    for project in projects.ever:
        of_project = _by_column(view, "project", project)
        found.others.update(n for n in of_project if projects.concern(project, n))
    commands = _ABOUT if kind == "project" else _speaking_of(kind)
    found.others.update(_calls(view, code) if kind == "partner" else ())
    for number, state in _speaking(view, commands):
        given = state["given"]
        if (
            _names(given, kind, code)
            or code in _divided(state, kind)
            or _is_about(state, found)
            or (kind == "programme" and _carries(view, number, given, code))
        ):
            found.others.add(number)
    return found


def _by_column(view: View, kind: Kind, code: str) -> Iterator[int]:
    rows = view.rows(
        f"SELECT entry FROM entries WHERE {kind} = ? AND entry <= ?", code, view.entry
    )
    for (number,) in rows:
        yield int(number)


def _speaking_of(kind: Kind) -> Sequence[str]:
    return [name for name in _SPEAKING if name not in _INDEXED[kind]]


def _speaking(view: View, commands: Sequence[str]) -> Iterator[tuple[int, State]]:
    return of_commands(view, [name for name in commands if name in BY_NAME])


def _calls(view: View, partner: str) -> Iterator[int]:
    """The openings and amendments of the years in which a partner was called."""
    years: set[str] = set()
    for _, state in of_commands(view, _CALLS):
        if partner in called(state):
            years.add(state["given"]["year"])
    for number, state in of_commands(view, _CALLS):
        if state["given"]["year"] in years:
            yield number


def _names(given: Mapping[str, Any], kind: Kind, code: str) -> bool:
    """A field of the command, or of the one in its `as`, names it."""
    if any(given.get(field) == code for field in _NAMED[kind]):
        return True
    if any(code in (given.get(field) or ()) for field in _LISTED[kind]):
        return True
    instead = given.get("as")
    return isinstance(instead, Mapping) and _names(instead, kind, code)


def _divided(state: Mapping[str, Any], kind: Kind) -> Iterable[str]:
    """An allocation concerns every programme, also one that is left out."""
    is_division = kind == "programme" and "shares" in state["given"]
    return state.get("amounts", ()) if is_division else ()


def _is_about(state: State, found: Container[int]) -> bool:
    """It reverses, corrects or books anew an earlier entry that was found."""
    return state["given"].get("entry") in found


def _carries(view: View, number: int, given: Mapping[str, Any], code: str) -> bool:
    """A closing that carried something of the programme to another year."""
    if given.get("carry_to") is None:
        return False
    rows = view.rows(
        "SELECT a.name FROM lines l JOIN accounts a ON a.account = l.account"
        " WHERE l.entry = ?",
        number,
    )
    names = [str(name) for (name,) in rows]
    budgets = [name for name in names if name.startswith("budget:available:")]
    return any(name.endswith(f":{code}") for name in budgets)


class _Projects:
    """Whether a project, at an entry, has the code among its terms."""

    def __init__(self, view: View, kind: Kind, code: str) -> None:
        self._since: dict[str, list[tuple[int, bool]]] = {}
        self._changing: set[int] = set()
        if kind != "project":
            self._read(view, kind, code)

    def _read(self, view: View, kind: Kind, code: str) -> None:
        terms: dict[str, dict[str, Any]] = {}
        proposed = {number for number, _ in of_commands(view, ["propose_project"])}
        for number, state in of_commands(view, ("propose_project", "amend_project")):
            project = str(state["given"]["project"])
            before = {} if number in proposed else terms.get(project, {})
            terms[project] = {**before, **state["given"]}
            is_of = _names(terms[project], kind, code)
            self._since.setdefault(project, []).append((number, is_of))
            if is_of or _names(before, kind, code):
                self._changing.add(number)

    @property
    def ever(self) -> list[str]:
        """The projects that had it at some time."""
        return [p for p, since in self._since.items() if any(of for _, of in since)]

    def concern(self, project: str, number: int) -> bool:
        """The entry is of the project while it has the code, or changes that."""
        if number in self._changing:
            return True
        until_then = [of for since, of in self._since[project] if since <= number]
        return bool(until_then) and until_then[-1]
