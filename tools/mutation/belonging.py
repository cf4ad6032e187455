"""Which tests belong to a module: those named after it or importing it, and a table."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath

_UNIT = "tests/unit/domain"
_NAIVE = "tests/property/test_against_naive.py"
_QUERIES = (
    "tests/functional/test_balance.py",
    "tests/functional/test_decided.py",
    "tests/functional/test_history.py",
    "tests/functional/test_journal.py",
    "tests/functional/test_queries.py",
    "tests/functional/test_reports.py",
)

BY_PACKAGE: dict[str, tuple[str, ...]] = {
    "domain": (_UNIT, "tests/naive", _NAIVE),
    "domain/entries": (_UNIT, "tests/golden", "tests/functional/test_bad_input.py"),
    "domain/framework": (
        _UNIT,
        "tests/naive",
        "tests/functional/test_frameworks.py",
        "tests/functional/test_framework_over_time.py",
    ),
    "domain/upcasts": ("tests/golden",),
    "domain/values": (
        _UNIT,
        "tests/property/test_money.py",
        "tests/property/test_parser.py",
        "tests/functional/test_bad_input.py",
        "tests/wording/test_said.py",
    ),
    "projections": (
        *_QUERIES,
        "tests/functional/test_check.py",
        _NAIVE,
    ),
    "projections/answers": (
        *_QUERIES,
        "tests/functional/test_trace.py",
        "tests/functional/test_figures.py",
        "tests/functional/test_registers.py",
        _NAIVE,
    ),
    "projections/queries": (
        *_QUERIES,
        "tests/functional/test_registers.py",
        "tests/functional/test_reports_for_people.py",
        "tests/functional/test_sent_reports.py",
        "tests/functional/test_answer_schemas.py",
    ),
    "projections/checks": ("tests/functional/test_check.py", _UNIT, *_QUERIES),
    "projections/suggesting": (
        "tests/suggesting",
        "tests/functional/test_bank_suggesting.py",
    ),
    "ledger": (_UNIT, "tests/functional/test_post.py", *_QUERIES),
    "ledger/bundle": (
        "tests/audit/test_bundle.py",
        "tests/audit/test_forged_bundles.py",
        "tests/audit/test_malformed_bundles.py",
        "tests/storage/test_bundles.py",
    ),
    "ledger/fields": (
        "tests/functional/test_write_commands.py",
        "tests/web/pages/test_posting.py",
    ),
    "ledger/posting": (
        _UNIT,
        "tests/functional/test_post.py",
        "tests/storage/test_writer.py",
        "tests/storage/test_supposing.py",
        _NAIVE,
    ),
    "ledger/publishing": (
        "tests/audit/test_publish.py",
        "tests/audit/test_publishing_page.py",
        "tests/audit/test_watch.py",
        "tests/audit/test_witnesses.py",
        "tests/storage/test_publishing.py",
    ),
    "ledger/queries": (*_QUERIES, "tests/property/test_assess_agrees.py"),
    "ledger/statements": ("tests/statements", "tests/functional/test_bank_import.py"),
    "ledger/storage": (
        "tests/storage/test_both_databases.py",
        "tests/storage/test_connections.py",
        "tests/storage/test_granting.py",
        "tests/storage/test_old_layouts.py",
        "tests/storage/test_postgres_guards.py",
        "tests/storage/test_read_only.py",
        "tests/storage/test_repairing.py",
        "tests/storage/test_roles.py",
        "tests/storage/test_sqlite_guards.py",
        "tests/functional/test_append_only.py",
    ),
    "ledger/suggesting": (
        "tests/suggesting",
        "tests/functional/test_bank_suggesting.py",
        "tests/storage/test_bank_suggesting.py",
    ),
    "ledger/transparency": (
        "tests/unit/test_checkpoints.py",
        "tests/unit/test_keys.py",
        "tests/unit/test_log.py",
        "tests/unit/test_merkle.py",
        "tests/unit/test_notes.py",
        "tests/unit/test_proof_files.py",
        "tests/unit/test_tiles.py",
        "tests/unit/test_tree.py",
        "tests/unit/test_trust.py",
        "tests/property/test_merkle_properties.py",
        "tests/audit/test_balance_proofs.py",
        "tests/audit/test_bitflips.py",
        "tests/audit/test_checkpoints_cli.py",
        "tests/audit/test_cosign.py",
        "tests/audit/test_empty_proofs.py",
        "tests/audit/test_keys_cli.py",
        "tests/audit/test_proofs_cli.py",
        "tests/audit/test_rewritten_history.py",
        "tests/audit/test_rotation.py",
        "tests/audit/test_seals.py",
        "tests/audit/test_tampering.py",
        "tests/audit/test_witnesses.py",
    ),
    "ledger/verifying": (
        "tests/audit",
        "tests/storage/test_copying.py",
        "tests/storage/test_migrating.py",
        "tests/storage/test_repairing.py",
        "tests/storage/test_checkpointing.py",
        "tests/sealing",
    ),
    "papers": ("tests/papers", "tests/exports"),
    "papers/batches": ("tests/exports",),
    "papers/grant_register": ("tests/functional/test_register_grants.py",),
    "papers/spreadsheets": ("tests/papers/spreadsheets",),
    "papers/wording": ("tests/wording",),
    "papers/xaf": ("tests/exports",),
    "web": ("tests/web/api", "tests/web/signin", "tests/web/pages"),
    "web/api": ("tests/web/api",),
    "web/pages": ("tests/web/pages",),
    "web/pages/bank": (
        "tests/web/pages/test_bank.py",
        "tests/web/pages/test_bank_import.py",
    ),
    "web/pages/charts": ("tests/web/pages/test_charts.py",),
    "web/pages/posting": ("tests/web/pages/test_posting.py",),
    "web/pages/submissions": ("tests/web/pages/test_submissions.py",),
    "web/signin": ("tests/web/signin",),
}
"""By package or module what is run after what names it; the longest name counts."""
LEFT_OUT = ("tests/browser", "tests/faults", "tests/growth")
"""Too slow for one change each."""

MOST = 8
"""Files that import a module, and that name it, run before those of its table."""


def files_for(root: Path, module: str) -> tuple[list[str], list[str], list[str]]:
    """The files that name a module (its path), those of its table, and of its users'.

    None of the lists has what another has, and each may be empty.
    """
    named, table = _naming(root, module), _table(root, module)
    users = [name for user in _users(root, module) for name in _table(root, user)]
    seen: set[str] = set()
    rounds = []
    for found in (named, table, users):
        rounds.append([name for name in dict.fromkeys(found) if name not in seen])
        seen.update(found)
    return rounds[0], rounds[1], rounds[2]


def _naming(root: Path, module: str) -> list[str]:
    stem = PurePosixPath(module).stem
    called = [n for n, _ in _tests(root) if PurePosixPath(n).stem == f"test_{stem}"]
    importing = _importing(root, _dotted(module))
    # A query, a page or a paper is asked for by its name, or word by word.
    words = re.sub("_", r"""(?:[-_ ]|", ")""", re.escape(stem))
    asked = re.compile(rf"""["/]{words}["/?]""")
    asking = _shortest(root, lambda text: asked.search(text) is not None)
    return [*called, *importing, *asking]


def _importing(root: Path, dotted: str) -> list[str]:
    """Some of the test files that import it.

    First those of what few others import: of a module that everything imports the
    tests of its own functions are among them. Then the shorter ones.
    """
    found = [each for each in _tests(root) if _imports(dotted, each[1])]
    imported = {name: _imported(dotted, text) for name, text in found}
    often = Counter(each for names in imported.values() for each in names)
    weights = sorted(
        (
            min(map(often.__getitem__, imported[name]), default=len(found)),
            len(text),
            name,
        )
        for name, text in found
    )
    return [name for *_, name in weights[:MOST]]


def _imported(dotted: str, text: str) -> set[str]:
    """The names of a module that a text imports from it."""
    written = rf"^\s*from {re.escape(dotted)} import (\([^)]*\)|[^\n]*)"
    lists = re.findall(written, text, re.MULTILINE)
    return {name for each in lists for name in re.findall(r"(\w+)(?: as \w+)?", each)}


def _table(root: Path, module: str) -> list[str]:
    path = PurePosixPath(module)
    places = [path.with_suffix(""), *path.parents]
    table = next((BY_PACKAGE[str(p)] for p in places if str(p) in BY_PACKAGE), ())
    return [name for place in table for name in _files(root, place)]


def _users(root: Path, module: str) -> list[str]:
    """The modules of other packages that import it, where they are few."""
    dotted, own = _dotted(module), PurePosixPath(module).parent
    found = [name for name, text in _modules(root) if _imports(dotted, text)]
    others = [name for name in found if PurePosixPath(name).parent != own]
    return others if len(others) <= MOST else []


def _dotted(module: str) -> str:
    return ".".join(PurePosixPath(module).with_suffix("").parts)


def _shortest(root: Path, wanted: Callable[[str], bool]) -> list[str]:
    """Some of the test files with a certain text."""
    found = sorted((len(text), name) for name, text in _tests(root) if wanted(text))
    return [name for _, name in found[:MOST]]


def _files(root: Path, place: str) -> list[str]:
    folder = place if place.endswith(".py") else f"{place}/"
    return [name for name, _ in _tests(root) if name.startswith(folder)]


def _imports(dotted: str, text: str) -> bool:
    package, _, name = dotted.rpartition(".")
    whole = rf"^\s*(?:from {re.escape(dotted)} import|import {re.escape(dotted)}\b)"
    part = rf"^\s*from {re.escape(package)} import [^\n]*\b{name}\b"
    return re.search(f"{whole}|{part}", text, re.MULTILINE) is not None


@cache
def _tests(root: Path) -> tuple[tuple[str, str], ...]:
    found = _texts(root, "tests", "test_*.py")
    return tuple(each for each in found if not each[0].startswith(LEFT_OUT))


@cache
def _modules(root: Path) -> tuple[tuple[str, str], ...]:
    packages = sorted({name.split("/")[0] for name in BY_PACKAGE})
    return tuple(each for name in packages for each in _texts(root, name, "*.py"))


def _texts(root: Path, folder: str, names: str) -> Iterator[tuple[str, str]]:
    for path in sorted((root / folder).rglob(names)):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
