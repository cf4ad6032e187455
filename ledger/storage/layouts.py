"""Layouts: which tables and indexes a ledger has, and since which version of them.

A layout only ever adds tables and indexes to the one before. No table of an older
layout changes, and what an old event gives in an old table stays as it was; so a
program of a newer layout reads an older ledger as it stands, without touching it: what
that lacks reads as empty. Posting needs the newest layout: `zuidas db migrate` adds
what is missing.

To add a layout: write a `Layout` at the end. The tables of a projection are filled
from the events, by the writer that posting uses, when a ledger is migrated. What was
released never changes again (`tests/golden/layouts`).

Days are whole numbers such as 20110801: sortable, small, and readable to an auditor
who opens the database with other tools. Amounts are euro cents.
"""

from collections.abc import Sequence

from ledger.storage.tables import Index, Kind, Layout, Table

LAYOUTS = (
    Layout(
        1,
        tables=(
            Table(
                "stored_events",
                "log",
                (
                    "entry {integer} PRIMARY KEY",
                    "originator_id {text} NOT NULL",
                    "originator_version {integer} NOT NULL",
                    "topic {text} NOT NULL",
                    "state {blob} NOT NULL",
                    "UNIQUE (originator_id, originator_version)",
                ),
            ),
            Table(
                "log_nodes",
                "log",
                (
                    "level {integer} NOT NULL",
                    "position {integer} NOT NULL",
                    "hash {blob} NOT NULL",
                    "PRIMARY KEY (level, position)",
                ),
                clustered=True,
            ),
            Table(
                "entries",
                "projection",
                (
                    "entry {integer} PRIMARY KEY",
                    "recorded_at {text} NOT NULL",
                    "day {integer}",
                    "actor {text} NOT NULL",
                    "command {text} NOT NULL",
                    "decision {text}",
                    "document {text}",
                    "project {text}",
                    "partner {text}",
                    "programme {text}",
                    "year {text}",
                    "amount {integer}",
                    "reverses {integer}",
                    "command_id {text}",
                ),
            ),
            Table(
                "accounts",
                "projection",
                ("account {integer} PRIMARY KEY", "name {text} NOT NULL UNIQUE"),
            ),
            Table(
                "lines",
                "projection",
                (
                    "entry {integer} NOT NULL",
                    "line {integer} NOT NULL",
                    "account {integer} NOT NULL",
                    "day {integer} NOT NULL",
                    "amount {integer} NOT NULL",
                    "PRIMARY KEY (entry, line)",
                ),
                clustered=True,
            ),
            Table(
                "day_totals",
                "totals",
                (
                    "account {integer} NOT NULL",
                    "day {integer} NOT NULL",
                    "amount {integer} NOT NULL",
                    "PRIMARY KEY (account, day)",
                ),
                clustered=True,
            ),
            Table(
                "month_totals",
                "totals",
                (
                    "account {integer} NOT NULL",
                    "month {integer} NOT NULL",
                    "amount {integer} NOT NULL",
                    "PRIMARY KEY (account, month)",
                ),
                clustered=True,
            ),
            Table(
                "block_totals",
                "totals",
                (
                    "block {integer} NOT NULL",
                    "account {integer} NOT NULL",
                    "month {integer} NOT NULL",
                    "amount {integer} NOT NULL",
                    "PRIMARY KEY (block, account, month)",
                ),
                clustered=True,
            ),
        ),
        indexes=(
            Index(
                "entries_by_command_id",
                "entries (command_id)",
                where="command_id IS NOT NULL",
                unique=True,
            ),
            Index(
                "entries_by_project",
                "entries (project, entry)",
                where="project IS NOT NULL",
            ),
            Index(
                "entries_by_decision",
                "entries (decision, entry)",
                where="decision IS NOT NULL",
            ),
            Index(
                "entries_by_reversed",
                "entries (reverses)",
                where="reverses IS NOT NULL",
                unique=True,
            ),
            Index("lines_by_account", "lines (account, day, entry, amount)"),
        ),
    ),
    # Which program changed the tables when, what `history` filters by, and where a
    # voucher was used before.
    Layout(
        2,
        tables=(
            Table(
                "migrations",
                "record",
                (
                    "layout {integer} NOT NULL",
                    "entry {integer} NOT NULL",
                    "migrated_at {text} NOT NULL",
                    "program {text} NOT NULL",
                    "PRIMARY KEY (layout)",
                ),
                clustered=True,
            ),
            # By what two vouchers are compared: without case, spaces and punctuation.
            Table(
                "vouchers",
                "projection",
                ("entry {integer} PRIMARY KEY", "document {text} NOT NULL"),
            ),
        ),
        indexes=(
            Index("vouchers_by_document", "vouchers (document, entry)"),
            Index("entries_by_year", "entries (year, entry)", where="year IS NOT NULL"),
            Index(
                "entries_by_partner",
                "entries (partner, entry)",
                where="partner IS NOT NULL",
            ),
            Index(
                "entries_by_programme",
                "entries (programme, entry)",
                where="programme IS NOT NULL",
            ),
            Index("entries_by_command", "entries (command, entry)"),
            Index("entries_by_actor", "entries (actor, entry)"),
            Index(
                "entries_by_document",
                "entries (document, entry)",
                where="document IS NOT NULL",
            ),
        ),
    ),
    # The frameworks that were adopted after the one of entry 1.
    Layout(
        3,
        tables=(
            Table(
                "frameworks",
                "projection",
                (
                    "entry {integer} PRIMARY KEY",
                    "day {integer} NOT NULL",
                    "contribution_key {text} NOT NULL",
                    "floor {integer}",
                ),
            ),
            # What each says of the codes: which joined, moved or left.
            Table(
                "framework_codes",
                "projection",
                (
                    "entry {integer} NOT NULL",
                    "number {integer} NOT NULL",
                    "kind {text} NOT NULL",
                    "code {text} NOT NULL",
                    "place {integer}",
                    "starts {integer}",
                    "ends {integer}",
                    "PRIMARY KEY (entry, number)",
                ),
                clustered=True,
            ),
        ),
        indexes=(),
    ),
    # The entries whose clock was behind the one ahead of them: from one to the next,
    # recording times rise. And the lock of PostgreSQL's that only a writer can take;
    # SQLite locks its file.
    Layout(
        4,
        tables=(
            Table(
                "clock_jumps",
                "projection",
                ("entry {integer} PRIMARY KEY", "recorded_at {text} NOT NULL"),
            ),
            Table(
                "writer_lock",
                "lock",
                ("writer {integer} PRIMARY KEY CHECK (writer = 1)",),
            ),
        ),
        indexes=(),
    ),
    # What the bank showed, and what of it the entries answer.
    # And the values behind the sealed fields of events, and up to which entry a copy
    # was made without them.
    Layout(
        5,
        tables=(
            Table(
                "bank_statements",
                "projection",
                (
                    "entry {integer} PRIMARY KEY",
                    "account {text} NOT NULL",
                    "number {text}",
                    "from_day {integer} NOT NULL",
                    "to_day {integer} NOT NULL",
                    "opening {integer} NOT NULL",
                    "closing {integer} NOT NULL",
                    "line_count {integer} NOT NULL",
                    # Free again when the statement is reversed, so not in `entries`.
                    "command_id {text}",
                ),
            ),
            # Line 0 is the opening balance of an account.
            Table(
                "bank_lines",
                "projection",
                (
                    "entry {integer} NOT NULL",
                    "line {integer} NOT NULL",
                    "day {integer} NOT NULL",
                    "amount {integer} NOT NULL",
                    "PRIMARY KEY (entry, line)",
                ),
                clustered=True,
            ),
            # How much of a line, or of what an entry moved, is answered from a day on
            # by what `entry` says; of the other sign where it is opened again.
            Table(
                "bank_answers",
                "projection",
                (
                    "entry {integer} NOT NULL",
                    "number {integer} NOT NULL",
                    "statement {integer}",
                    "line {integer}",
                    "answered {integer}",
                    "amount {integer} NOT NULL",
                    "day {integer} NOT NULL",
                    "PRIMARY KEY (entry, number)",
                ),
                clustered=True,
            ),
            Table(
                "sealed_values",
                "sealed",
                (
                    "entry {integer} NOT NULL",
                    "place {text} NOT NULL",
                    "salt {blob} NOT NULL",
                    "value {blob} NOT NULL",
                    "PRIMARY KEY (entry, place)",
                ),
                clustered=True,
            ),
            Table(
                "sealed_withheld",
                "record",
                (
                    "entry {integer} PRIMARY KEY",
                    "withheld_at {text} NOT NULL",
                    "program {text} NOT NULL",
                ),
            ),
        ),
        indexes=(
            Index("bank_statements_by_account", "bank_statements (account, to_day)"),
            Index(
                "bank_statements_by_id",
                "bank_statements (command_id)",
                where="command_id IS NOT NULL",
            ),
            Index(
                "bank_answers_by_line",
                "bank_answers (statement, line)",
                where="statement IS NOT NULL",
            ),
            Index(
                "bank_answers_by_entry",
                "bank_answers (answered)",
                where="answered IS NOT NULL",
            ),
        ),
    ),
    # What the lines of a part of the log, which is one block or several, come to by the
    # end of a month; written when its last entry is.
    Layout(
        6,
        tables=(
            Table(
                "part_balances",
                "projection",
                (
                    "blocks {integer} NOT NULL",
                    "part {integer} NOT NULL",
                    "account {integer} NOT NULL",
                    "month {integer} NOT NULL",
                    "amount {integer} NOT NULL",
                    "PRIMARY KEY (blocks, part, account, month)",
                ),
                clustered=True,
            ),
        ),
        indexes=(),
    ),
)
CURRENT = LAYOUTS[-1].number
"""The layout of a ledger that this program makes, and the only one it posts to."""
BEFORE_ANY = 0
"""The layout of a place where no ledger's tables are yet."""

GUARDED: tuple[Kind, ...] = ("log", "record", "sealed")
"""Their rows are neither changed nor deleted, except sealed ones by an erasure."""
PROJECTIONS: tuple[Kind, ...] = ("projection", "totals")
STORED: tuple[Kind, ...] = (*GUARDED, *PROJECTIONS)
"""What a ledger holds, in either database."""


def upto(layout: int) -> tuple[Layout, ...]:
    """The layouts that a ledger of this layout is made of."""
    return tuple(each for each in LAYOUTS if each.number <= layout)


def after(layout: int) -> tuple[Layout, ...]:
    """The layouts that a ledger of this layout lacks."""
    return tuple(each for each in LAYOUTS if layout < each.number <= CURRENT)


def tables_of(layouts: Sequence[Layout], *kinds: Kind) -> tuple[Table, ...]:
    """The tables of these layouts, of some kinds or all."""
    found = (table for layout in layouts for table in layout.tables)
    return tuple(table for table in found if not kinds or table.kind in kinds)


def names_of(layouts: Sequence[Layout], *kinds: Kind) -> tuple[str, ...]:
    """The names of those tables."""
    return tuple(table.name for table in tables_of(layouts, *kinds))
