"""Every kind of document with what it is asked of in the demo ledger."""

from collections.abc import Mapping

KINDS: Mapping[str, Mapping[str, str]] = {
    "award-letter": {"project": "proefleven"},
    "contribution-call": {"partner": "emmen", "year": "2012", "at": "2012-08-01"},
    "determination-letter": {"project": "haal-winst"},
    "rejection-letter": {"project": "entree-bedrijvenpark"},
    "reminder": {"partner": "emmen", "year": "2013", "at": "2013-10-01"},
    "withdrawal-letter": {"project": "blueport"},
}
