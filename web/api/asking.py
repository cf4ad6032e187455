"""Answering a query: the report that the command line gives, as JSON."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from anyio.to_thread import run_sync

from domain.values.errors import LedgerError, Refusal, UsageError
from domain.values.messages import Quoted
from ledger.asking import Asker
from ledger.damage import damage_told
from ledger.reading import LedgerReader
from projections.parameters import AT, CLOCKS, KNOWN_AT, parse
from projections.query import Query
from projections.report import Report
from projections.sending import to_json
from web.api.answers import REPORT, Answer, json_answer
from web.api.call import Call
from web.api.etags import is_any, log_tag, matches
from web.api.keys import Given, a_date, a_text, given, keys_about, values
from web.api.problems import WrongValues

Reading = Callable[[Call, LedgerReader], Answer]


def in_thread(answer: Callable[[Call], Answer]) -> Callable[[Call], Awaitable[Answer]]:
    """A handler that works in a thread of its own."""

    async def serve(call: Call) -> Answer:
        return await run_sync(answer, call)

    return serve


def reading(answer: Reading) -> Callable[[Call], Awaitable[Answer]]:
    """A handler that looks at the ledger in one consistent view, in a thread.

    Who may not read is told so, and what is wrong with keys; what has not changed is
    not read.
    """

    def read(call: Call) -> Answer:
        found = given(call.query, call.operation.keys)
        before = call.headers.get("if-none-match", "")
        with call.service.readers.reading() as ledger:
            call.service.check_may_read(call.identity, ledger)
            tag = log_tag(ledger, dated=not found.has(AT.name))
            if matches(before, tag):
                values(found, call.operation.keys, ledger)
                return Answer(304, headers={"ETag": tag})
            with damage_told():
                answered = answer(call, ledger)
        if is_any(before):  # only what is there is not sent again
            return Answer(304, headers={"ETag": tag})
        return _tagged(answered, tag)

    return in_thread(read)


def _tagged(answer: Answer, tag: str) -> Answer:
    headers = {"ETag": tag, **answer.headers}
    return Answer(answer.status, answer.body, answer.media, headers)


def asked(query: Query, fixed: Mapping[str, str]) -> Reading:
    """Answers a query; `fixed` are parameters that the path itself says."""

    def answer(call: Call, ledger: LedgerReader) -> Answer:
        found = given(call.query, call.operation.keys)
        if call.shape is not None:
            report = _ask_typed(call, ledger, query, found, fixed)
        else:
            report = ask(call, ledger, query, found, fixed)
        return report_answer(call, report)

    return answer


def ask(
    call: Call,
    ledger: LedgerReader,
    query: Query,
    found: Given,
    fixed: Mapping[str, Any],
) -> Report:
    """The report of a query, by the keys of a request and the names in its path.

    Raises `NotThere` where the path names nothing, `WrongValues` where what keys say
    can't be together, and what `Asker.ask` raises.
    """
    read = values(found, call.operation.keys, ledger)
    at, known_at = read.pop(AT.name, None), read.pop(KNOWN_AT.name, None)
    asker = Asker(lambda: ledger, a_date(at), a_text(known_at))
    try:
        asker.until(read)
        if call.operation.unknown:
            asker.view()  # what is wrong with the clocks is not what the path names
    except Refusal as refusal:
        raise _wrong(call, refusal, found) from None
    named = _named(query, {**fixed, **call.names}, ledger)
    try:
        return asker.ask(query, {**read, **named})
    except (Refusal, UsageError) as refusal:
        if refusal.code in call.operation.unknown:
            raise NotThere(refusal) from None
        raise _wrong(call, refusal, found) from None


def _wrong(call: Call, refusal: LedgerError, found: Given) -> Exception:
    """The refusal, told as one of the keys where their values are wrong."""
    if refusal.code.startswith("BAD_"):
        return WrongValues(refusal, keys_about(refusal, found, call.operation.keys))
    return refusal


def _named(
    query: Query, texts: Mapping[str, str], ledger: LedgerReader
) -> dict[str, object]:
    """What the path says, by keyword; raises `NotThere` where it can't name a thing."""
    by_name = {each.name: each for each in query.parameters}
    try:
        return {
            by_name[name].keyword: parse(by_name[name], text, ledger.frameworks.course)
            for name, text in texts.items()
        }
    except Refusal as refusal:
        raise NotThere(refusal) from None


def _ask_typed(
    call: Call,
    ledger: LedgerReader,
    query: Query,
    found: Given,
    fixed: Mapping[str, Any],
) -> Report:
    """The report that the command line prints of what was typed there.

    It knows neither the day in the ledger's time zone nor any code, so both are read
    here, as they are where the ledger is a file: the same forms are understood, and
    the same refused, in the same order and words.
    """
    found.check()
    shape = call.shape or ""
    if shape not in query.formats:
        raise _no_shape(shape, query)
    texts = {
        key.parameter.keyword: found.texts[key.name]
        for key in call.operation.keys
        if found.has(key.name)
    }
    several = {p.keyword for p in query.parameters if p.place == "arguments"}
    typed = {name: x if name in several else x[0] for name, x in texts.items()}
    at, known_at = (typed.pop(each.keyword, None) for each in CLOCKS)
    asker = Asker(lambda: ledger)
    asker.typed(a_text(at), a_text(known_at))
    named = _named(query, {**fixed, **call.names}, ledger)
    report = asker.ask(query, typed | named, shape=shape, typed=True)
    return report.in_language_of(ledger.frameworks.language_on(ledger.today))


def _no_shape(shape: str, query: Query) -> Refusal:
    return Refusal(
        "NOT_ACCEPTABLE",
        "{query} is not printed as {shape}; as {formats} it is.",
        query=query.name,
        shape=Quoted(shape),
        formats=list(query.formats),
    )


class NotThere(Exception):  # it is told, like a refusal
    """What the path names is not there."""

    def __init__(self, refusal: LedgerError) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def report_answer(call: Call, report: Report) -> Answer:
    """A report as JSON, or whole for another `zuidas`."""
    if call.wants_report:
        return json_answer(to_json(report, call.shape), media=REPORT)
    return json_answer(report.data)
