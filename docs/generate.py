"""Writes docs/commands.md from the program's own help; `make docs` runs it.

With --check nothing is written: exit code 1 says that the page is stale.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cli.main import program

PAGE = Path(__file__).parent / "commands.md"
WIDTH = 88
GROUPS = (
    ("Start", ("init", "post", "schema", "framework")),
    (
        "Look",
        (
            "balance",
            "statement",
            "explain",
            "trial-balance",
            "journal",
            "history",
            "show",
            "decisions",
            "decision",
            "diff",
            "assess",
            "check",
        ),
    ),
    ("Audit", ("audit",)),
    (
        "Decide: budget, ceilings, deviations",
        (
            "record-decision",
            "open-budget-year",
            "amend-budget-year",
            "allocate",
            "set-funding-limits",
            "transfer-budget",
            "deviate",
            "close-budget-year",
            "lock-period",
            "reopen-period",
        ),
    ),
    (
        "Book: contributions, costs, the bank",
        (
            "receive-contribution",
            "repay-contribution",
            "post-process-cost",
            "receive-other",
            "pay-other",
        ),
    ),
    (
        "Grant: a project from proposal to settlement",
        (
            "propose-project",
            "amend-project",
            "award-grant",
            "change-grant",
            "reject-project",
            "pay-grant",
            "determine-grant",
            "withdraw-grant",
            "receive-refund",
            "write-off-recoverable",
            "receive-funds",
            "spend-funds",
        ),
    ),
    ("Correct", ("reverse", "annotate")),
    ("Keep: copies and databases", ("copy", "db")),
)
"""The order of the page; a command that is in no group comes last, under More."""

INTRODUCTION = """\
# Commands

<!-- Written by docs/generate.py from the program's own help: `make docs`. -->

Options that name the ledger, the actor and the output may also stand before the
command: `zuidas --db 2011.db --actor cashier post file.jsonl`. A write command has the
same fields in JSON Lines, in snake_case: `zuidas receive-contribution --partner emmen`
is `{"command": "receive_contribution", "partner": "emmen"}`.

Exit codes: 0 done, 1 refused (nothing was recorded), 2 wrong usage, 3 the ledger's
integrity failed.
"""


def reference() -> str:
    """The page, whole."""
    root = program()
    context = root.make_context("zuidas", [], resilient_parsing=True)
    known = root.list_commands(context)
    listed = {name for _, names in GROUPS for name in names}
    more = tuple(name for name in known if name not in listed)
    groups = [*GROUPS, *([("More", more)] if more else [])]
    parts = [INTRODUCTION, *_contents(groups, known), _help("zuidas", root, context)]
    for title, names in groups:
        parts.append(f"## {title}\n")
        for name in names:
            found = root.get_command(context, name)
            if found is not None:
                parts += _sections(f"zuidas {name}", found, context)
    return "\n".join(parts)


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
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found is not None:
                yield from _sections(f"{path} {each}", found, context)


def _help(path: str, command: click.Command, context: click.Context) -> str:
    # The width must not depend on the terminal of whoever runs this.
    context.terminal_width = context.max_content_width = WIDTH
    return f"```console\n$ {path} --help\n{command.get_help(context)}\n```\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with --check compare it."""
    page = reference()
    if arguments == ["--check"]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
            return 0
        print(f"{PAGE} is stale: run `make docs`.", file=sys.stderr)
        return 1
    PAGE.write_text(page, encoding="utf-8")
    print(f"Wrote {PAGE}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
