"""Entries in pages, in their order: they never move, so no page ever shifts."""

from dataclasses import replace
from urllib.parse import quote

from ledger.reading import LedgerReader
from projections.parameters import CLOCKS
from projections.query import Parameter, find
from web.api.answers import Answer, json_answer
from web.api.asking import ask, reading, report_answer
from web.api.call import Call, Operation
from web.api.keys import Given, given, keys_of, values

MOST = 500
USUAL = 100
"""Entries of a page."""
_QUERY = find("history")
assert _QUERY is not None  # noqa: S101  # it is ours
_PAGING = ("after", "limit")
_KEYS = (
    *keys_of(each for each in _QUERY.parameters if each.name not in _PAGING),
    *keys_of(
        (
            Parameter("after", "count", "Entries after this one alone."),
            Parameter(
                "limit",
                "count",
                f"So many of them, 1 to {MOST}.",
                minimum=1,
                maximum=MOST,
                default=str(USUAL),
            ),
        )
    ),
    *keys_of(CLOCKS),
)
_ALL_KEYS = (*keys_of(_QUERY.parameters), *keys_of(CLOCKS))
"""The same, where one more than a page may be asked for."""


def _list(call: Call, ledger: LedgerReader) -> Answer:
    found = given(call.query, call.operation.keys)
    limit = int(str(values(found, call.operation.keys, ledger).get("limit", USUAL)))
    # One more than is shown tells whether there are more.
    texts = {**found.texts, "limit": (str(limit + 1),)}
    assert _QUERY is not None  # noqa: S101  # see above
    more = replace(call, operation=call.operation._replace(keys=_ALL_KEYS))
    report = ask(more, ledger, _QUERY, Given(texts, ()), {})
    rows = report.data
    assert isinstance(rows, list)  # noqa: S101  # as the query declares
    headers = {}
    if len(rows) > limit:
        rows = rows[:limit]
        headers["Link"] = f'<{_next(found, rows[-1]["entry"])}>; rel="next"'
    if call.wants_report:
        texts |= {"limit": (str(limit),)}
        report = ask(more, ledger, _QUERY, Given(texts, ()), {})
        return replace(report_answer(call, report), headers=headers)
    return json_answer(rows, headers=headers)


def _next(found: Given, last: int) -> str:
    """The address of the page after an entry: filters and clocks are kept."""
    kept = [
        f"{quote(name, safe='')}={quote(text, safe='')}"
        for name, texts in found.texts.items()
        for text in texts
        if name != "after"
    ]
    return "/v1/entries?" + "&".join([*kept, f"after={last}"])


OPERATIONS = (
    Operation(
        "GET",
        "/entries",
        "getEntries",
        "Entries in the order of acceptance, filtered, in pages.",
        reading(_list),
        keys=_KEYS,
        query=_QUERY,
    ),
)
