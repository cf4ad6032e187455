"""Where texts are declared that are told later, which no function passes on."""

from collections.abc import Mapping

SOURCES = ("domain", "projections", "ledger", "cli", "web", "papers")
"""Folders that say something."""

DECLARED: Mapping[str, frozenset[str | int]] = {
    "Column": frozenset({1, "title"}),
    "Table": frozenset({2, 4, "title", "remark"}),
    "Prose": frozenset({0, "said"}),
    "Words": frozenset({0}),
    "titled": frozenset({0}),
    "Term": frozenset({0}),
    "domain/budgets/quantities.py:Kind": frozenset({2, 3, 4, 5}),
}
"""Arguments that are told: of classes whose fields hold them, and of the edge."""

FACTS = frozenset({"Facts"})
"""Classes whose rows begin with a title."""

CONSTANTS: Mapping[str, tuple[str, ...]] = {
    "domain/funding/condition_names.py": ("WHAT_TO_DECIDE",),
    "ledger/statements/camt_places.py": ("OTHER_MESSAGES",),
    "ledger/storage/sqlite_damage.py": ("_KINDS",),
    "projections/queries/balance.py": (
        *("_YEAR_WORDS", "_YEARS", "_PROGRAMME_WORDS", "_PROGRAMMES"),
        *("_PARTNER_WORDS", "_PARTNERS", "_PROJECT_WORDS", "_PROJECTS"),
    ),
    "projections/governing_parts.py": ("_PARTS",),
    "projections/queries/history.py": ("_NAMES",),
}
"""Tables of texts that are told elsewhere than where they stand: all texts in them."""

PASSED: frozenset[str] = frozenset(
    ("template", "title", "what", "problem", "limit", "said", "remark", "total")
)
"""What parameters are called that are handed on to be told."""

NOT_TOLD: frozenset[str] = frozenset(
    (
        *("ledger/storage/layouts.py:Table", "ledger/storage/supposing.py:Table"),
        "papers/batches/rows.py:Column",
    )
)
"""What has the name of something that tells, or tells in one language alone."""

VALUES: frozenset[str] = frozenset(
    (
        *("OUTSIDE", "UNALLOCATED", "published", "computed", "yes", "no", "none"),
        *("accepted", "not opened"),
    )
)
"""Values that are shown and that no schema enumerates."""

ACCOUNTS: frozenset[str] = frozenset({"other"})
"""Parts of accounts that are put together."""

FIELDS: frozenset[str] = frozenset(
    (
        *(
            "active",
            "after",
            "charge",
            "deviation_falls_short",
            "deviations",
            "eligible",
        ),
        *("external_chance", "financed", "fits_a_priority_theme", "judgement"),
        *("lowest_available", "maximum", "municipalities", "needed", "participants"),
        *("new_limit", "new_share"),
        *("priority_themes", "serves_the_vision", "short", "third_party_contributions"),
    )
)
"""Facts of an assessment, which no schema names."""

CODES: frozenset[str] = frozenset(
    (
        *(
            "BUSY",
            "CATEGORY_UNKNOWN",
            "INTERNAL",
            "OVERDRAFT",
            "OVERDRAWN",
            "UNAUTHENTICATED",
        ),
        *("BACKDATED", "DEVIATION", "REVERSAL", "REVERSED", "WEEKEND"),
    )
)
"""Codes of one word, or made of two."""

NOT_SHOWN: Mapping[str, frozenset[str]] = {
    "code": frozenset(
        (
            *("lc all", "lc messages", "zuidas lang"),
            *("no color", "pydantic disable plugins", "zuidas actor", "zuidas db"),
            *("zuidas log", "zuidas traceback"),
        )
    ),
}
"""What only looks like a name."""
