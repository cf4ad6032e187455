"""Every kind of document with what it is asked of, in the demo and in `told`."""

from collections.abc import Mapping

KINDS: Mapping[str, Mapping[str, str]] = {
    "accountability": {"year": "2013"},
    "award-letter": {"project": "proefleven"},
    "contribution-call": {"partner": "emmen", "year": "2012", "at": "2012-08-01"},
    "determination-letter": {"project": "haal-winst"},
    "partner-sheet": {"partner": "emmen"},
    "payment-list": {},
    "rejection-letter": {"project": "entree-bedrijvenpark"},
    "reminder": {"partner": "emmen", "year": "2013", "at": "2013-10-01"},
    "steering-report": {"at": "2012-11-15", "known_at": "#73"},
    "withdrawal-letter": {"project": "blueport"},
}

TOLD: Mapping[str, Mapping[str, str]] = {
    "award-letter": {"project": "vaarweg", "at": "2011-10-10"},
    "contribution-call": {"partner": "emmen", "year": "2011", "at": "2011-08-16"},
    "determination-letter": {"project": "vaarweg"},
    "rejection-letter": {"project": "loods"},
    "reminder": {"partner": "emmen", "year": "2011", "at": "2011-09-30"},
    "withdrawal-letter": {"project": "kade"},
}
"""Letters in the ledger of `told`: nothing of them is missing."""

LETTERS = frozenset(f"document {kind}" for kind in TOLD)
"""The queries that are asked of that ledger, where every query is asked of some."""
