"""The peers: hledger, ledger-cli and beancount, with the same questions.

Each is found on PATH; one that is not there is listed as not installed. None of them
knows two clocks, so nothing of theirs stands beside `--known-at`.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

QUESTIONS = ("balance", "statement", "history", "parse")
JOURNAL = "{journal}"
Question = Sequence[str]


@dataclass(frozen=True)
class Peer:
    """Another accounting program."""

    name: str
    program: str
    """What must be on PATH."""
    suffix: str
    """Of the journal that it reads."""
    questions: dict[str, Question]
    version: Sequence[str]

    @cached_property
    def installed(self) -> bool:
        """The program is on PATH."""
        return shutil.which(self.program) is not None

    @property
    def described(self) -> str:
        """Name and version."""
        if not self.installed:
            return f"{self.name} (not installed)"
        done = subprocess.run(
            list(self.version), capture_output=True, text=True, check=False
        )
        words = (done.stdout or done.stderr).splitlines()[0].replace(",", " ").split()
        number = next((word for word in words if word[0].isdigit()), "?")
        return f"{self.name} {number}"

    def asks(self, question: str, journal: Path) -> list[str]:
        """The command line of a question about a journal."""
        words = self.questions[question]
        return [word.replace(JOURNAL, str(journal)) for word in words]


HLEDGER = Peer(
    "hledger",
    "hledger",
    "journal",
    {
        "balance": ("hledger", "-f", JOURNAL, "balance", "-e", "2019-07-01"),
        "statement": (
            *("hledger", "-f", JOURNAL, "register", "-H", "receivable:emmen"),
            *("-b", "2019-01-01", "-e", "2020-01-01"),
        ),
        "history": (
            *("hledger", "-f", JOURNAL, "print", "receivable:emmen"),
            *("-b", "2019-01-01", "-e", "2019-04-01", "amt:>=400"),
        ),
        "parse": ("hledger", "-f", JOURNAL, "stats"),
    },
    ("hledger", "--version"),
)
LEDGER = Peer(
    "ledger-cli",
    "ledger",
    "journal",
    {
        "balance": ("ledger", "-f", JOURNAL, "balance", "-e", "2019-07-01"),
        "statement": (
            *("ledger", "-f", JOURNAL, "register", "receivable:emmen"),
            *("-b", "2019-01-01", "-e", "2020-01-01"),
        ),
        "history": (
            *("ledger", "-f", JOURNAL, "print", "receivable:emmen"),
            *("-b", "2019-01-01", "-e", "2019-04-01"),
            *("--limit", "abs(quantity(amount)) >= 400"),
        ),
        "parse": ("ledger", "-f", JOURNAL, "stats"),
    },
    ("ledger", "--version"),
)
_STATEMENT = (
    "SELECT date, payee, narration, position, balance"
    " WHERE account ~ 'Receivable:Emmen'"
    " AND date >= 2019-01-01 AND date < 2020-01-01"
)
_HISTORY = (
    "SELECT date, payee, narration, account, position"
    " WHERE account ~ 'Receivable:Emmen' AND abs(number) >= 400"
    " AND date >= 2019-01-01 AND date < 2019-04-01"
)
BEANCOUNT = Peer(
    "beancount",
    "bean-query",
    "beancount",
    {
        "balance": (
            *("bean-query", JOURNAL),
            "SELECT account, sum(position) WHERE date < 2019-07-01 GROUP BY account",
        ),
        "statement": (
            *("bean-query", JOURNAL),
            _STATEMENT,
        ),
        "history": (
            *("bean-query", JOURNAL),
            _HISTORY,
        ),
        "parse": ("bean-check", "--no-cache", JOURNAL),
    },
    ("bean-check", "--version"),
)
PEERS = [HLEDGER, LEDGER, BEANCOUNT]
