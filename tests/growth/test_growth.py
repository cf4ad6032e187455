"""What a new command and a new query touch, kept by adding both to a copy.

A command is its line in the catalogue, its entries, its decision and its journal
lines; a query is one module. Command line, JSON Lines, schema, verification and CSV
follow.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("domain", "projections", "ledger", "cli")

KIND = """\
    Kind("visit_site", "visits", "site-visited.v1", _PAYS, _BOOK),
"""
ENTRIES = '''\
"""Visits to the sites of projects: command and event."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import Line, Movement, ProjectRef


class VisitSite(Dated):
    """Book a visit to a project's site, and what it cost."""

    name = "visit_site"
    example = {
        "project": "grecor",
        "date": "2011-10-03",
        "amount": "25.00",
        "description": "Emmen",
    }

    project: Annotated[ProjectRef, Field(description="Project id.")]
    amount: Annotated[Movement, Field(description="Euros.")]
    description: Annotated[Line, Field(description="Where.")]


class SiteVisited(LedgerEvent):
    """A site visited."""

    given: VisitSite
'''
DECIDING = '''\
"""Visiting a site."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.visits import SiteVisited, VisitSite


@decides(VisitSite)
def visit_site(command: VisitSite, actor: Actor, books: Books) -> Draft:
    """A fact."""
    return Draft(
        f"visits:{command.project}",
        lambda envelope: SiteVisited(**envelope, given=command),
    )
'''
LINES = """\


if TYPE_CHECKING:
    from domain.entries.visits import SiteVisited


@_of("visit_site")
def _visited(event: SiteVisited) -> Lines:
    yield "expenses:other:visits", event.given.amount
    yield acc.CURRENT_ACCOUNT, -event.given.amount
"""
QUERY = '''\
"""`visits`: the sites that were visited."""

from projections.answers.entries import Filters, history
from projections.query import Asked, Parameter, query
from projections.report import Column, Report, Table, of_table

_COLUMNS = (Column("entry", "Entry", "number"), Column("where", "Where"))


@query(
    "visits",
    Parameter("project", "project", "Of this project."),
    examples="zuidas visits",
)
def visits(asked: Asked, project: str | None = None) -> Report:
    """The sites that were visited."""
    found = history(asked.view, Filters(command="visit_site", project=project))
    rows = [{"entry": each.number, "where": each.description} for each in found]
    return of_table(Table(_COLUMNS, rows, "Visits"))
'''


def after(text: str, mark: str, added: str) -> str:
    assert text.count(mark) == 1, mark
    return text.replace(mark, mark + added)


def command_files(folder: Path) -> dict[str, str]:
    catalogue = (folder / "domain/catalogue.py").read_text("utf-8")
    journal = (folder / "projections/journal.py").read_text("utf-8")
    mark = "KINDS: tuple[Kind, ...] = (\n"
    return {
        "domain/catalogue.py": after(catalogue, mark, KIND),
        "domain/entries/visits.py": ENTRIES,
        "domain/deciding/visits.py": DECIDING,
        "projections/journal.py": journal + LINES,
    }


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program's own packages, to be changed."""
    without_caches = shutil.ignore_patterns("__pycache__")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=without_caches)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def zuidas(folder: Path, *arguments: str) -> str:
    done = run(folder, "-m", "cli.main", "--db", "growth.db", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.thorough
def test_a_command_and_a_query_are_added(copy: Path) -> None:
    write(copy, command_files(copy))
    write(copy, {"projections/queries/visits.py": QUERY})
    zuidas(copy, "init")
    for file in sorted((ROOT / "examples").glob("0*.jsonl")):
        zuidas(copy, "post", str(file))
    posted = zuidas(
        copy,
        *("visit-site", "--project", "grecor", "--date", "2012-03-01"),
        *("--amount", "25,00", "--description", "Coevorden", "-O", "json"),
    )
    entry = json.loads(posted)["entry"]
    assert json.loads(zuidas(copy, "visits", "--project", "grecor", "-O", "json")) == [
        {"entry": entry, "where": "Coevorden"}
    ]
    assert zuidas(copy, "visits", "-O", "csv") == f"entry,where\n{entry},Coevorden\n"
    assert "Coevorden" in zuidas(copy, "visits")
    assert "--description" in zuidas(copy, "visit-site", "--help")
    assert "visits" in zuidas(copy, "--help")
    assert json.loads(zuidas(copy, "schema", "visit_site"))["required"][0] == "command"
    shown = json.loads(zuidas(copy, "show", str(entry), "-O", "json"))
    assert shown["lines"] == [
        {"account": "expenses:other:visits", "amount": "25.00"},
        {"account": "assets:current-account", "amount": "-25.00"},
    ]
    zuidas(
        copy,
        *("reverse", "--entry", str(entry), "--date", "2012-03-02", "--reason", "x"),
    )
    zuidas(copy, "check", "projections")
    zuidas(copy, "audit", "verify")


def test_an_event_whose_field_is_renamed_without_its_decision(copy: Path) -> None:
    """mypy holds the draft of every event against the event, field by field."""
    path = copy / "domain/entries/grants.py"
    text = path.read_text("utf-8")
    renamed = ("    given: PayGrant\n    year: str\n", "year", "tranche")
    added = ("    given: WithdrawGrant\n", "Grant\n", "Grant\n    channel: str\n")
    for found, old, new in (renamed, added):
        assert text.count(found) == 1
        text = text.replace(found, found.replace(old, new))
    path.write_text(text, "utf-8")
    checked = run(copy, "-m", "mypy", "domain/deciding/grants.py")
    assert checked.returncode == 1, checked.stderr
    assert 'Unexpected keyword argument "year" for "GrantPaid"' in checked.stdout
    assert 'Missing named argument "channel" for "GrantWithdrawn"' in checked.stdout
