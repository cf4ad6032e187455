"""What a refused file says."""

import pytest

from domain.values.errors import Refusal
from ledger.statements.extract import Extract
from ledger.statements.recognising import read_statements


def refused(
    content: bytes | str, code: str, *said: str, extract: Extract | None = None
) -> Refusal:
    """Reads a file that is refused under this code, with these words."""
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(Refusal) as raised:
        read_statements(data, "folder/file.xml", extract)
    refusal = raised.value
    assert refusal.code == code, refusal.message
    assert [words for words in said if words not in refusal.message] == []
    return refusal
