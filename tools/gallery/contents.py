"""What stands on the pages of the gallery."""

from collections.abc import Sequence

from tools.gallery.charting import charts
from tools.gallery.filling import form, mistakes
from tools.gallery.saying import Kind, Saying
from web.pages.components.alerts import Alert, Finding, Findings
from web.pages.components.amounts import Amount
from web.pages.components.facts import Course, Facts, Figure, Figures, Step
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Code, Empty, Link, Several, Unfold
from web.pages.components.ways import Pages
from web.pages.markup import Content

_HASH = "9f2c1b7a5d3e8f60417d2b9c8a7e6f5d4c3b2a190817263544f3e2d1c0b9a8f7"


def contents(said: Saying, kind: Kind) -> dict[str, object]:
    """Everything by its name in the template."""
    return {
        **charts(said, kind),
        "headings": _headings(said),
        "figures": _figures(said, kind),
        "alerts": _alerts(said, kind),
        "facts": _facts(said, kind),
        "steps": _steps(said, kind),
        "findings": _findings(said, kind),
        "entries": _entries(said, kind),
        "pages": _pages(said),
        "unfold": _unfold(said),
        "mistakes": mistakes(said) if kind == "long" else "",
        "form": form(said, kind),
        "dry_run": _dry_run(said),
    }


def _headings(said: Saying) -> dict[str, str]:
    return {
        "programmes": said("Programmes", "Programma's"),
        "course": said("Over time", "Verloop"),
        "flow": said("Where the money goes", "Waar het geld heen gaat"),
        "lists": said("A project", "Een project"),
        "facts": said("Facts", "Gegevens"),
        "steps": said("Course of the grant", "Verloop van de subsidie"),
        "findings": said("Findings", "Bevindingen"),
        "form": said("Pay a grant", "Betaal een subsidie"),
    }


def _figures(said: Saying, kind: Kind) -> Figures:
    amount = {"full": 18_000_000, "long": 1_234_567_890_123, "empty": 0}[kind]
    money = said.written.money
    return Figures(
        [
            Figure(
                said("Left for projects", "Over voor projecten"),
                Amount(amount, money, href="#"),
                said(
                    "€ 40,000 unallocated and € 160,000 available, less € 20,000 kept "
                    "for process costs",
                    "€ 40.000 nog niet verdeeld en € 160.000 beschikbaar, min "
                    "€ 20.000 gereserveerd voor proceskosten",
                ),
            ),
            Figure(
                said("Current account", "Rekening-courant"),
                Amount(-1_234_50 if kind == "long" else 33_435_925, money),
            ),
            Figure(said("Overdue", "Te laat"), Amount(0, money)),
        ]
    )


def _alerts(said: Saying, kind: Kind) -> Sequence[Alert]:
    gap = Alert(
        "warning",
        said("The key leaves a gap", "De verdeelsleutel dekt het budget niet"),
        [
            said(
                "The contributions add up to € 156,800.00: € 3,200.00 less than the "
                "budget of € 160,000.00.",
                "De bijdragen zijn samen € 156.800,00: € 3.200,00 minder dan het "
                "budget van € 160.000,00.",
            )
        ],
    )
    if kind == "full":
        return [gap]
    posted = Alert(
        *("ok", said("Posted as entry 112", "Geboekt als boeking 112")), role="status"
    )
    waiting = said("2 submissions are waiting", "2 voorstellen wachten")
    way = Link(said("To the submissions", "Naar de voorstellen"), "#")
    return [
        Alert(
            "info",
            waiting,
            [way],
        ),
        posted,
        gap,
        Alert("error", f"CEILING_EXCEEDED: {_SHORT}" * (5 if kind == "long" else 1)),
    ]


_SHORT = "TL 2012: € 107.000,00 − € 110.500,00 = € -3.500,00. "


def _facts(said: Saying, kind: Kind) -> Facts:
    return Facts(
        [
            (said("Project", "Project"), "dryport"),
            (
                said("Status", "Stand"),
                Badge(said("awarded", "verleend"), "safe"),
            ),
            (said("Awarded", "Verleend"), Amount(5_000_000, said.written.money)),
            (
                said("Rests on", "Berust op"),
                Several([Link("SG-2012-02", "#"), Link("SG-2012-04", "#")]),
            ),
            (said("Leaf", "Blad"), Code(_HASH)),
            (said("Document", "Bewijsstuk"), None),
            (
                said("Description", "Omschrijving"),
                "Haalbaarheidsonderzoek Dryport Emmen-Coevorden; " * 8
                if kind == "long"
                else "Haalbaarheidsonderzoek Dryport Emmen-Coevorden",
            ),
        ]
    )


def _steps(said: Saying, kind: Kind) -> Content:
    money = said.written.money
    if kind == "empty":
        return Empty(
            said("Nothing has happened yet.", "Er is nog niets gebeurd."),
            Link(said("Propose a project", "Dien een project in"), "#"),
        )
    return Course(
        said("Course of the grant", "Verloop van de subsidie"),
        [
            Step(said("2012-01-20", "20-01-2012"), said("Proposed", "Ingediend")),
            Step(
                said("2012-03-08", "08-03-2012"),
                said("Awarded", "Verleend"),
                Several([Amount(4_000_000, money), Link("#63", "#")], " · "),
            ),
            Step(
                said("2012-04-02", "02-04-2012"),
                said("First advance", "Eerste voorschot"),
                Amount(3_200_000, money),
            ),
            Step(
                said("2013-06-30", "30-06-2013"),
                said("Account due", "Verantwoording"),
                planned=True,
            ),
        ],
        said("planned", "gepland"),
    )


def _findings(said: Saying, kind: Kind) -> Findings:
    found = [
        Finding(
            *(said("warning", "waarschuwing"), "warning", "DOCUMENT_REUSED"),
            said(
                "Voucher INK-2012-0003 stands with two entries.",
                "Bewijsstuk INK-2012-0003 staat bij twee boekingen.",
            ),
            [Link("#44", "#"), Link("#52", "#")],
        ),
        Finding(
            *(said("error", "fout"), "danger", "BANK_DIFFERS"),
            said("Bank and ledger differ by € 95.00.", "De bank wijkt € 95,00 af."),
        ),
    ]
    none = said("Nothing was found.", "Er is niets gevonden.")
    return Findings([] if kind == "empty" else found, none)


def _entries(said: Saying, kind: Kind) -> Table:
    money = said.written.money
    long = "Vooronderzoek naar de verbindingen langs de A37 en het spoor, " * 2
    rows = [
        (
            Link(f"#{number}", "#", said(f"entry {number}", f"boeking {number}")),
            said(f"2012-04-{number - 60:02}", f"{number - 60:02}-04-2012"),
            said("pay a grant", "betaal een subsidie"),
            long if kind == "long" else "Dryport, eerste voorschot",
            Link("SG-2012-02", "#"),
            Amount((-1) ** number * number * 123_456, money),
        )
        for number in range(62, 74)
    ]
    return Table(
        "entries",
        said("Entries", "Boekingen"),
        [
            Column(said("Entry", "Boeking"), narrow=True),
            Column(said("Date", "Datum"), narrow=True),
            Column(said("Command", "Opdracht")),
            Column(said("Description", "Omschrijving"), prose=True),
            Column(said("Decision", "Besluit"), narrow=True),
            Column(said("Amount", "Bedrag"), numeric=True),
        ],
        [] if kind == "empty" else rows,
        empty=said("No entry yet.", "Nog geen boekingen."),
    )


def _pages(said: Saying) -> Pages:
    return Pages(
        said("Entries before and after", "Eerdere en latere boekingen"),
        said("Entries 62 to 73 of 111", "Boekingen 62 tot en met 73 van 111"),
        first=Link(said("First", "Eerste"), "#"),
        before=Link(said("Earlier", "Eerdere"), "#"),
        after=Link(said("Later", "Latere"), "#"),
    )


def _unfold(said: Saying) -> Unfold:
    return Unfold(
        said("As it was given", "Zoals ingevoerd"),
        Code('{"command": "pay_grant", "project": "dryport", "amount": "32000.00"}'),
    )


def _dry_run(said: Saying) -> Alert:
    return Alert(
        "info",
        said("Dry run: it would be entry 112", "Proefboeking: zou boeking 112 worden"),
        [
            said(
                "Nothing was recorded. Left of the grant: € 0.00.",
                "Er is niets vastgelegd. Over van de subsidie: € 0,00.",
            )
        ],
        role="status",
    )
