"""Where the command line reaches the service: the one module that knows both."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from web.signin.accounts import Accounts


def open_accounts(path: Path, *, create: bool = False) -> "Accounts":
    """The accounts of a service; raises `LedgerError`. Needs no web framework."""
    from web.signin.accounts import Accounts

    return Accounts.open(path, create=create)


def accounts_beside(ledger: Path) -> Path:
    """The file of the accounts of a ledger in a file."""
    from web.signin.accounts import ENDING

    return ledger.with_name(ledger.name + ENDING)


def token_scopes() -> tuple[str, ...]:
    """What a token may be for."""
    from web.signin.tokens import SCOPES

    return SCOPES
