"""The *why* of a figure over HTTP: its lines, which add up to it."""

from collections.abc import Callable

from domain.values.errors import Refusal
from ledger.asking import Asker
from ledger.reading import LedgerReader
from projections.answers.figures import figure, figure_json
from projections.parameters import AT, CLOCKS, KNOWN_AT
from web.api.answers import JSON, Answer, closed, json_answer
from web.api.asking import NotThere, reading
from web.api.call import Call, Operation
from web.api.keys import a_date, a_text, given, keys_of, values

TEMPLATES = {
    "programmes": "/figures/programmes/{year}/{programme}/{column}",
    "years": "/figures/years/{year}/{column}",
    "partners": "/figures/partners/{year}/{partner}/{column}",
    "projects": "/figures/projects/{project}/{column}",
    "current-account": "/figures/current-account/{column}",
}
_MEANT = {
    "year": "Code of the budget year.",
    "programme": "Code of the programme, or OUTSIDE.",
    "partner": "Code of the partner.",
    "project": "Id of the project.",
    "column": "Key of the figure in the answer that shows it, such as available.",
}


def _of(kind: str) -> Callable[[Call, LedgerReader], Answer]:
    def answer(call: Call, ledger: LedgerReader) -> Answer:
        read = values(
            given(call.query, call.operation.keys), call.operation.keys, ledger
        )
        at, known_at = read.get(AT.name), read.get(KNOWN_AT.name)
        view = Asker(lambda: ledger, a_date(at), a_text(known_at)).view()
        try:
            found = figure(view, (kind, *call.names.values()))
        except Refusal as refusal:
            raise NotThere(refusal) from None
        return json_answer(figure_json(view, found))

    return answer


_TEXT: dict[str, object] = {"type": "string"}
_TEXT_OR_NULL: dict[str, object] = {"type": ["string", "null"]}
_LINE: dict[str, object] = {
    "entry": {"type": "integer", "minimum": 1},
    "date": {"type": "string", "format": "date"},
    "account": _TEXT,
    "amount": _TEXT,
    "sign": {"enum": [1, -1]},
    "decision": _TEXT_OR_NULL,
    "document": _TEXT_OR_NULL,
}
_FIGURE: dict[str, object] = {
    "at": {"type": "string", "format": "date"},
    "known_at": _TEXT_OR_NULL,
    "entry": {"type": "integer", "minimum": 0},
    "figure": _TEXT,
    "value": _TEXT,
    "sum": _TEXT,
    "lines": {"type": "array", "items": closed(_LINE)},
}
OPERATIONS = tuple(
    Operation(
        "GET",
        template,
        f"getFigures{''.join(word.capitalize() for word in kind.split('-'))}",
        "The lines that add up to a figure, each with what it rests on.",
        reading(_of(kind)),
        keys=keys_of(CLOCKS),
        gives=(JSON,),
        answer=closed(_FIGURE),
        unknown=("FIGURE_UNKNOWN",),
        of_path={name: _MEANT[name] for name in _MEANT if f"{{{name}}}" in template},
    )
    for kind, template in TEMPLATES.items()
)
