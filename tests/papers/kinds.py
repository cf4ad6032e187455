"""Every kind of document with what it is asked of in the demo ledger."""

from collections.abc import Mapping

KINDS: Mapping[str, Mapping[str, str]] = {
    "accountability": {"year": "2013"},
    "award-letter": {"project": "proefleven"},
    "partner-sheet": {"partner": "emmen"},
    "payment-list": {},
    "steering-report": {"at": "2012-11-15", "known_at": "#73"},
}
