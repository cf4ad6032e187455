"""Writes docs/commands.md and docs/http-api.md from the program; `make docs` runs it.

With --check nothing is written: exit code 1 says that a page is stale.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from http_api import http_api

from cli.main import program
from domain.catalogue import KINDS, Trait
from projections.query import find, names

PAGE = Path(__file__).parent / "commands.md"
HTTP_PAGE = Path(__file__).parent / "http-api.md"
WIDTH = 88
CHAPTERS = (
    "Start",
    "Look",
    "Papers: reports and registers",
    "Audit",
    "Decide: budget, ceilings, deviations",
    "Book: the current account",
    "Bank: statements and reconciliation",
    "Grant: a project from proposal to settlement",
    "Govern: meetings, advice, hours, results",
    "Correct",
    "People: roles and the second person",
    "Papers: files for people and programs outside",
    "Keep: copies and databases",
)
"""The order of the page; catalogue and queries say what stands in which."""
OTHERS = {
    "Start": ("init", "post", "schema", "framework"),
    "Audit": ("audit",),
    "Bank: statements and reconciliation": ("bank",),
    "Papers: reports and registers": ("register", "report"),
    "People: roles and the second person": ("account",),
    "Papers: files for people and programs outside": ("export",),
    "Keep: copies and databases": ("copy", "db"),
}
"""What is neither a query nor a write command."""

INTRODUCTION = """\
# Commands

<!-- Written by docs/generate.py from the program's own help: `make docs`. -->

Options that name the ledger, the actor and the output may also stand before the
command: `zuidas --db 2011.db --actor cashier post file.jsonl`. A write command has the
same fields in JSON Lines, in snake_case: `zuidas receive-contribution --partner emmen`
is `{"command": "receive_contribution", "partner": "emmen"}`.

Exit codes: 0 done, 1 refused (nothing was recorded), 2 wrong usage, 3 the ledger's
integrity failed, 4 done but the answer could not be written, 130 interrupted (nothing
was recorded).
"""


def reference() -> str:
    """The page, whole."""
    root = program()
    context = root.make_context("zuidas", [], resilient_parsing=True)
    known = root.list_commands(context)
    groups = [(chapter, _in(chapter)) for chapter in CHAPTERS]
    parts = [INTRODUCTION, *_contents(groups, known), _help("zuidas", root, context)]
    for title, listed in groups:
        parts.append(f"## {title}\n")
        for name in listed:
            found = root.get_command(context, name)
            if found is not None:
                parts += _sections(f"zuidas {name}", found, context)
    return "\n".join(parts)


def _in(chapter: str) -> tuple[str, ...]:
    """The commands of a chapter; of a group of queries its first word."""
    kinds = (kind for kind in KINDS if not kind.has(Trait.HIDDEN))
    written = [k.name.replace("_", "-") for k in kinds if k.chapter == chapter]
    asked = [n for n in names() if " " not in n and _chapter(n) == chapter]
    return (*OTHERS.get(chapter, ()), *asked, *written)


def _chapter(name: str) -> str:
    found = find(name)
    return "" if found is None else found.chapter


def _contents(groups: list[tuple[str, tuple[str, ...]]], known: list[str]) -> list[str]:
    lines = [
        f"- **{title}**: "
        + ", ".join(f"[{name}](#zuidas-{name})" for name in names if name in known)
        for title, names in groups
    ]
    return [*lines, ""]


def _sections(
    path: str, command: click.Command, parent: click.Context
) -> Iterator[str]:
    """A command, and after a group the commands in it."""
    name = path.rpartition(" ")[2]
    context = click.Context(command, parent=parent, info_name=name)
    yield f"### {path}\n"
    yield _help(path, command, context)
    # What can be submitted has the options that it has, which are above.
    if isinstance(command, click.Group) and name != "submit":
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found is not None:
                yield from _sections(f"{path} {each}", found, context)


def _help(path: str, command: click.Command, context: click.Context) -> str:
    # The width must not depend on the terminal of whoever runs this.
    context.terminal_width = context.max_content_width = WIDTH
    return f"```console\n$ {path} --help\n{command.get_help(context)}\n```\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check compare them."""
    pages = {PAGE: reference(), HTTP_PAGE: http_api()}
    if arguments == ["--check"]:
        stale = [path for path, text in pages.items() if _written(path) != text]
        for path in stale:
            print(f"{path} is stale: run `make docs`.", file=sys.stderr)
        return 1 if stale else 0
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
        print(f"Wrote {path}.")
    return 0


def _written(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
