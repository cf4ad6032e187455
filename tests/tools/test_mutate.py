"""The tool that changes one place at a time, on a module of its own."""

from pathlib import Path

import pytest

from tools import mutate
from tools.mutation.belonging import BY_PACKAGE, files_for
from tools.mutation.drawing import PACKAGES, Drawer, Place, parts
from tools.mutation.edits import Edit, Source
from tools.mutation.operators import edits
from tools.mutation.trying import Tree

ROOT = Path(__file__).parents[2]
TOY = '''"""Toys that can be afforded."""

ROOM = 5


def afforded(prices: list[int], money: int) -> list[int]:
    """Those that cost no more."""
    return [price for price in prices if price <= money]  # all of them: é


def room_left(toys: int) -> int:
    """On the shelf, of which nobody asks."""
    return ROOM - toys


def sold_out(toys: int) -> bool:
    """Ends when there are none."""
    while toys > 0:
        toys -= 1
    return True
'''
TEST = """from domain.toys import afforded, sold_out


def test_a_toy_may_cost_all_there_is() -> None:
    assert afforded([1, 2, 3], 2) == [1, 2]


def test_all_are_sold_one_day() -> None:
    assert sold_out(3)
"""
WEIGHTS = {"domain": 1}


@pytest.fixture
def toys(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    texts = {
        "domain/toys.py": TOY,
        "domain/__init__.py": "",
        "tests/test_toys.py": TEST,
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ("x = a <= b", "compared", "x = a < b"),
        ("x = a not in b", "compared", "x = a in b"),
        ("x = (é) - b", "counted", "x = (é) + b"),
        ("x = -b", "counted", "x = b"),
        ("x = a and b and c", "joined", "x = a or b or c"),
        ("x = a if b else c", "negated", "x = a if not (b) else c"),
        ("x = [a for a in b if not c]", "negated", "x = [a for a in b if c]"),
        ("x = 3", "constant", "x = 4"),
        ("x = True", "constant", "x = False"),
        ("x = min(a)", "called", "x = max(a)"),
        ('x = "SELECT é WHERE day <= ?"', "SQL", 'x = "SELECT é WHERE day < ?"'),
        ("def f() -> dict[str, int]: return x", "returned", None),
        ("f(x)", "removed", "pass"),
        ("x += y", "removed", "pass"),
        ("def f(*, x=y): f(x=z, **a)", "dropped", "def f(*, x=y): f( **a)"),
    ],
)
def test_an_edit_changes_one_place(before: str, kind: str, after: str | None) -> None:
    source = Source(before)
    found = [source.edited(e) for e in edits(source, {"f": {"x"}}) if e.kind == kind]
    assert found == [after or "def f() -> dict[str, int]: return {}"]


@pytest.mark.parametrize(
    "text", ['"""Docstring: a < b"""', "x: int | None", "A = B | C", 'x = "a < b"']
)
def test_what_does_nothing_is_left_alone(text: str) -> None:
    assert list(edits(Source(text), {})) == []


def test_the_same_seed_draws_the_same_places(toys: Path) -> None:
    first, again, other = (Drawer(toys, n, WEIGHTS).draw(6) for n in (1, 1, 2))
    assert first == again != other
    assert len(set(first)) == 6
    assert {place.module for place in first} == {"domain/toys.py"}


def test_each_package_has_its_part() -> None:
    assert parts(60, {"a": 3, "b": 2, "c": 2}) == {"a": 26, "b": 17, "c": 17}
    assert all(parts(len(PACKAGES) * 3, PACKAGES).values())


@pytest.mark.parametrize(
    ("before", "after", "fate"),
    [
        ("<=", "<", "killed"),
        ("ROOM -", "ROOM +", "survived"),
        ("-= 1", "-= 0", "time-out"),
    ],
)
def test_a_test_notices_or_not(
    toys: Path, tmp_path: Path, before: str, after: str, fate: str
) -> None:
    start = TOY.encode().index(before.encode())
    edit = Edit("x", 1, start, start + len(before), after)
    place = Place("domain/toys.py", edit)
    rounds = rounds_of_toys(toys)
    # Whoever never ends is stopped as well after a second.
    limit = 1 if fate == "time-out" else 60
    tree = Tree(toys, tmp_path / "copy", workers=0, limit=limit)
    tried = tree.tried(place, Source(TOY).edited(edit), rounds)
    assert tried.fate == fate
    assert ("may_cost_all" in tried.test) == (fate == "killed")
    assert (tree.copy / "domain/toys.py").read_text(encoding="utf-8") == TOY
    assert (toys / "domain/toys.py").read_text(encoding="utf-8") == TOY


def rounds_of_toys(toys: Path) -> tuple[list[str], ...]:
    found = files_for(toys, "domain/toys.py")
    assert found == (["tests/test_toys.py"], [], [])
    return found


def test_what_uses_a_module_has_tests_of_it_too() -> None:
    """No test names `resting_parts`: a page of decisions shows what it says."""
    module = "projections/answers/resting_parts.py"
    _, table, of_users = files_for(ROOT, module)
    assert "tests/functional/test_queries.py" in table
    assert "tests/web/pages/test_decisions.py" in of_users
    assert not {*table} & {*of_users}


def test_a_query_that_is_asked_word_by_word_is_named_too() -> None:
    named, _, _ = files_for(ROOT, "ledger/queries/bank_suggest.py")
    assert "tests/functional/test_bank_suggesting.py" in named


def test_of_what_everything_imports_tests_of_its_own_functions_come_first() -> None:
    """`Location` is imported by sixty; `without_password` by one that is longer."""
    named, _, _ = files_for(ROOT, "ledger/storage/location.py")
    assert "tests/storage/test_addresses.py" in named


def test_a_test_that_fails_anyway_kills_nothing(toys: Path, tmp_path: Path) -> None:
    broken = toys / "tests/test_toys.py"
    broken.write_text(TEST.replace("== [1, 2]", "== []"), encoding="utf-8")
    tree = Tree(toys, tmp_path / "copy", workers=0, limit=60)
    [place] = Drawer(toys, 1, WEIGHTS).draw(1)
    assert tree.tried(place, TOY, [["tests/test_toys.py"]]).fate == "unclear"


def test_it_tells_each_place_and_counts_them(
    toys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawer = Drawer(toys, 1, WEIGHTS)
    start = TOY.encode().index(b"<=")
    place = Place("domain/toys.py", Edit("compared", 8, start, start + 2, "<"))
    tree = Tree(toys, tmp_path / "copy", workers=0, limit=60)
    found = list(mutate.mutate(drawer, [place], tree))
    said = capsys.readouterr().out
    assert said.startswith("1. domain/toys.py:8 (compared)\n  - return [price for")
    assert "+ return [price for price in prices if price < money]" in said
    assert "killed in" in said
    counted = [row.split() for row in mutate.table(found).splitlines()]
    assert ["domain", "1", "0", "0", "0"] in counted
    assert ["in", "all", "1", "0", "0", "0"] in counted


def test_the_table_names_tests_that_are_there() -> None:
    for package, places in BY_PACKAGE.items():
        assert (ROOT / package).exists() or (ROOT / f"{package}.py").exists(), package
        assert places
        for place in places:
            assert (ROOT / place).exists(), place


def test_every_module_has_tests() -> None:
    assert set(PACKAGES) <= set(BY_PACKAGE)
