"""Every kind of document with what it is asked of in the demo ledger."""

from collections.abc import Mapping

KINDS: Mapping[str, Mapping[str, str]] = {
    "award-letter": {"project": "proefleven"},
}
