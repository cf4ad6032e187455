"""Names of targets and codes of batches, as the command that registers takes them."""

import re
from collections.abc import Iterable

from projections.answers.exports import Batch

_TARGET = re.compile(r"[A-Za-z0-9-]{1,20}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")


def is_target(text: str) -> bool:
    """It can name a ledger that batches are for."""
    return _TARGET.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """It can be the code of a batch."""
    return _CODE.fullmatch(text) is not None


def next_code(target: str, known: Iterable[Batch]) -> str:
    """`TARGET-n`, the first that is free from the number of batches on."""
    used = {each.export.lower() for each in known}
    number = len(used) + 1
    while f"{target}-{number}".lower() in used:
        number += 1
    return f"{target}-{number}"
