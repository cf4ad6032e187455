"""Whether the library that writes Excel files is there."""

from importlib.util import find_spec

from domain.values.errors import UsageError


def is_installed() -> bool:
    """It is part of the extra `sheets`."""
    return find_spec("xlsxwriter") is not None


def check_is_installed() -> None:
    """Raises `UsageError` (`BAD_COMMAND`)."""
    if not is_installed():
        raise UsageError(
            "BAD_COMMAND",
            "the library that writes Excel files is not installed. Install it with pip"
            " install 'zuidas-ledger[sheets]', or ask for csv-nl.",
        )
