"""The charts of the gallery: the figures of the examples, very long names, nothing."""

from datetime import date

from tools.gallery.saying import Kind, Saying
from web.pages.charts.account import AccountDay, AccountTexts, account_chart
from web.pages.charts.ceiling import CeilingDay, CeilingTexts, ceiling_chart
from web.pages.charts.flow import FlowRow, FlowTexts, flow_chart
from web.pages.charts.programmes import (
    Bar,
    ProgrammeRow,
    ProgrammeTexts,
    programme_chart,
)
from web.pages.components.tables import Column, Table

_CEILING = (
    ((2012, 8, 1), 4_000_000, 0, 0, 0),
    ((2012, 9, 14), 4_000_000, 0, 250_000, 0),
    ((2012, 10, 11), 7_900_000, 0, 250_000, 4_000_000),
    ((2012, 12, 3), 7_900_000, 0, 3_450_000, 800_000),
    ((2013, 1, 17), 7_900_000, 500_000, 3_450_000, 4_800_000),
    ((2013, 5, 2), 7_900_000, 500_000, 3_450_000, 1_800_000),
)
_ACCOUNT = (
    ((2011, 8, 15), 4_480_000),
    ((2011, 9, 5), 10_400_000),
    ((2011, 10, 20), 6_350_000),
    ((2011, 12, 12), -1_240_050),
    ((2012, 1, 9), -310_000),
    ((2012, 2, 1), 5_280_000),
    ((2012, 8, 30), 20_960_000),
    ((2013, 3, 14), 17_710_000),
    ((2013, 8, 29), 33_435_925),
)
_PROGRAMMES = (
    ("S&N 2012", 730_000, 0, 870_000, 1_600_000, 0),
    ("T&L 2012", 3_450_000, 4_800_000, -350_000, 7_900_000, 500_000),
    ("IBO 2012", 0, 3_600_000, 1_400_000, 5_000_000, 0),
    ("T&L 2013", 0, 0, 7_200_000, 7_200_000, 0),
)
_FLOW = (
    (("SG-2012-02", "T&L 2012", "dryport", "2 april 2012"), 2_000_000, False),
    (("SG-2012-02", "T&L 2012", "dryport", "9 november 2012"), 1_200_000, False),
    (("SG-2012-02", "T&L 2012", "dryport", "…"), 1_800_000, True),
    (("SG-2012-02", "IBO 2012", "terreinenvisie", "…"), 3_600_000, True),
    (("SG-2012-02", "S&N 2012", "ondernemersnetwerk", "7 mei 2012"), 900_000, False),
    (("SG-2012-02", "S&N 2012"), 700_000, True),
)


def charts(said: Saying, kind: Kind) -> dict[str, object]:
    """All charts by their names in the template."""
    return {
        "programmes": programme_chart(
            "programmes", _rows(kind), programme_texts(said), said.written
        ),
        "bars": _bars(said, kind),
        "ceiling": ceiling_chart(
            "ceiling",
            [] if kind == "empty" else _ceiling(kind),
            date(2013, 7, 31),
            ceiling_texts(said),
            said.written,
        ),
        "account": account_chart(
            "account",
            []
            if kind == "empty"
            else [AccountDay(date(*day), balance) for day, balance in _ACCOUNT],
            date(2013, 12, 31),
            account_texts(said),
            said.written,
        ),
        "flow": flow_chart("flow", _flow(said, kind), flow_texts(said), said.written),
    }


def _rows(kind: Kind) -> list[ProgrammeRow]:
    if kind == "empty":
        return []
    longer = "Innovatieve Bedrijvigheid en Ondernemerschap, " * (kind == "long")
    return [ProgrammeRow(longer + each[0], *each[1:], href="#") for each in _PROGRAMMES]


def _ceiling(kind: Kind) -> list[CeilingDay]:
    times = 123_456 if kind == "long" else 1
    return [
        CeilingDay(date(*day), *(each * times for each in (ceiling, deviation, *used)))
        for day, ceiling, deviation, *used in _CEILING
    ]


def _flow(said: Saying, kind: Kind) -> list[FlowRow]:
    if kind == "empty":
        return []
    longer = "Herstructurering bedrijventerreinen " * (kind == "long")
    unpaid = said("to be paid", "nog te betalen")
    return [
        FlowRow(
            tuple(unpaid if each == "…" else longer + each for each in places),
            amount,
            open=unpaid_,
        )
        for places, amount, unpaid_ in _FLOW
    ]


def _bars(said: Saying, kind: Kind) -> Table:
    rows = _rows(kind)
    texts = programme_texts(said)
    return Table(
        "bars",
        said("Bars in a table", "Balken in een tabel"),
        [Column(texts.programme), Column(said("Used", "Gebruikt"))],
        [
            (row.label, Bar(f"bar-{at}", row, rows, texts, said.written))
            for at, row in enumerate(rows)
        ],
        empty=said("No programme yet.", "Nog geen programma's."),
    )


def programme_texts(said: Saying) -> ProgrammeTexts:
    """What the chart of programmes says."""
    return ProgrammeTexts(
        title=said("Budget per programme", "Budget per programma"),
        message=said(
            "Of {ceiling}, {spent} is spent and {committed} committed; {available} is "
            "available.",
            "Van {ceiling} is {spent} besteed en {committed} verplicht; {available} is "
            "beschikbaar.",
        ),
        over=said(
            "{labels} went beyond its ceiling.", "{labels} ging boven het plafond."
        ),
        over_allowed=said(
            "{labels} went beyond its ceiling, as was allowed.",
            "{labels} ging boven het plafond, zoals was toegestaan.",
        ),
        bar=said(
            "{label}: of {ceiling}, {spent} is spent and {committed} committed; "
            "{available} is available.",
            "{label}: van {ceiling} is {spent} besteed en {committed} verplicht; "
            "{available} is beschikbaar.",
        ),
        tail=said("{available} of {ceiling} left", "{available} van {ceiling} over"),
        beyond=said("{beyond} beyond {ceiling}", "{beyond} boven {ceiling}"),
        allowed=said(
            "{beyond} beyond {ceiling}, allowed",
            "{beyond} boven {ceiling}, toegestaan",
        ),
        programme=said("Programme", "Programma"),
        **_budget(said),
        total=said("Total", "Totaal"),
        short=said("short", "tekort"),
        empty=said("No programme yet.", "Nog geen programma's."),
    )


def _budget(said: Saying) -> dict[str, str]:
    return {
        "ceiling": said("Ceiling", "Plafond"),
        "deviation": said("Deviation", "Afwijking"),
        "spent": said("Spent", "Besteed"),
        "committed": said("Committed", "Verplicht"),
        "available": said("Available", "Beschikbaar"),
    }


def ceiling_texts(said: Saying) -> CeilingTexts:
    """What the chart of the ceiling says."""
    return CeilingTexts(
        title=said("Ceiling of T&L 2012", "Plafond van T&L 2012"),
        message=said(
            "On {day} the ceiling is {ceiling}: {spent} is spent, {committed} is "
            "committed, {available} is left.",
            "Op {day} is het plafond {ceiling}: {spent} is besteed, {committed} is "
            "verplicht, {available} is over.",
        ),
        changed=said(
            "The ceiling began at {first}; on {day} it became {ceiling}.",
            "Het plafond begon op {first} en werd op {day} {ceiling}.",
        ),
        deviating=said(
            "It may be gone beyond by {deviation}.",
            "Het mag met {deviation} worden overschreden.",
        ),
        gone_beyond=said(
            "On {day} the ceiling is {ceiling}: {spent} is spent and {committed} is "
            "committed, {available} more than the ceiling.",
            "Op {day} is het plafond {ceiling}: {spent} is besteed en {committed} is "
            "verplicht, {available} meer dan het plafond.",
        ),
        beyond=said(
            "{beyond} is beyond what is allowed.",
            "{beyond} is meer dan is toegestaan.",
        ),
        day=said("From", "Vanaf"),
        **_budget(said),
        short=said("short", "tekort"),
        allowed=said("allowed", "toegestaan"),
        empty=said("No ceiling is set yet.", "Er is nog geen plafond."),
    )


def account_texts(said: Saying) -> AccountTexts:
    """What the chart of the current account says."""
    return AccountTexts(
        title=said("Current account", "Rekening-courant"),
        message=said(
            "The balance is {balance} on {day}; the lowest was {lowest} on "
            "{lowest_day}.",
            "Het saldo is {balance} op {day}; het laagst was het op {lowest_day}: "
            "{lowest}.",
        ),
        below=said(
            "It was below zero on {days} days.", "Het was {days} dagen onder nul."
        ),
        day=said("From", "Vanaf"),
        balance=said("Balance", "Saldo"),
        negative=said("Below zero", "Onder nul"),
        lowest=said("lowest", "laagst"),
        empty=said("No money has come in yet.", "Er is nog geen geld ontvangen."),
    )


def flow_texts(said: Saying) -> FlowTexts:
    """What the flow says."""
    return FlowTexts(
        title=said("What SG-2012-02 decided", "Wat SG-2012-02 besloot"),
        message=said(
            "Of {total} is {paid} paid; {open} is still to be paid or awarded.",
            "Van {total} is {paid} betaald; {open} is nog te verlenen of te betalen.",
        ),
        columns=(
            *(said("Decision", "Besluit"), said("Programme", "Programma")),
            *(said("Project", "Project"), said("Payment", "Betaling")),
        ),
        amount=said("Amount", "Bedrag"),
        paid=said("Paid", "Betaald"),
        open=said("Not paid yet", "Nog niet betaald"),
        total=said("Total", "Totaal"),
        empty=said("Nothing rests on it yet.", "Er berust nog niets op."),
    )
