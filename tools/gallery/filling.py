"""The form of the gallery: every kind of field, right and wrong."""

from tools.gallery.saying import Kind, Saying
from web.pages.components.alerts import Mistakes
from web.pages.components.buttons import Button, ButtonLink, Buttons
from web.pages.components.fields import Choices, Option, Select, TextArea, TextField
from web.pages.components.forms import AmountOf, Amounts, Form, Repeated


def mistakes(said: Saying) -> Mistakes:
    """What is wrong in the form below."""
    return Mistakes(
        said("2 things are wrong", "2 velden kloppen niet"),
        [("amount", _amount_error(said)), ("own_contributions.emmen", _EXACT)],
    )


_EXACT = "1.000,005: 2 decimalen"


def _amount_error(said: Saying) -> str:
    return said(
        "“12..000” is not an amount.", "“12..000” is geen bedrag: schrijf 12.000,00."
    )


def form(said: Saying, kind: Kind) -> Form:
    """Every kind of field."""
    wrong = kind == "long"
    optional = said("optional", "niet verplicht")
    return Form(
        "/post/pay_grant",
        [
            Select(
                *("project", said("Project", "Project"), "dryport"),
                options=[Option("dryport", "dryport"), Option("grecor", "grecor")],
                nothing=said("Choose", "Kies"),
            ),
            TextField(
                "date",
                said("Date", "Datum"),
                hint=said("For example 2012-12-31", "Bijvoorbeeld 31-12-2012"),
                width="short",
            ),
            TextField(
                "amount",
                said("Amount", "Bedrag"),
                "12..000" if wrong else "",
                said("For example 24,000.00", "Bijvoorbeeld 24.000,00"),
                _amount_error(said) if wrong else "",
                inputmode="decimal",
                width="short",
            ),
            TextField(
                "decision",
                said("Decision", "Besluit"),
                suggestions=("SG-2012-01", "SG-2012-02"),
                width="medium",
                optional=optional,
            ),
            TextArea("note", said("Note", "Opmerking"), optional=optional),
            Choices(
                "participants",
                said("Participants", "Deelnemers"),
                [Option("emmen", "Emmen"), Option("coevorden", "Coevorden")],
                ["emmen"],
                said("Two municipalities at least", "Ten minste twee gemeenten"),
            ),
            Choices(
                "kind",
                said("Kind", "Soort"),
                [
                    Option("grant", said("grant", "subsidie")),
                    Option("commission", said("commission", "opdracht")),
                ],
                ["grant"],
                one=True,
            ),
            _own(said, wrong=wrong),
            _third(said),
            Buttons(
                [
                    Button(said("Post", "Boek")),
                    Button(
                        *(said("Try first", "Proefboeking"), "secondary"),
                        *("dryRun", "true"),
                    ),
                    Button(said("Decline", "Wijs af"), "danger"),
                    ButtonLink(said("Cancel", "Annuleer"), "#"),
                ]
            ),
        ],
        live="dry-run",
    )


def _own(said: Saying, *, wrong: bool) -> Amounts:
    return Amounts(
        "own_contributions",
        said("Own contributions", "Eigen bijdragen"),
        (said("Partner", "Partner"), said("Amount", "Bedrag")),
        [
            AmountOf("emmen", "Emmen", "1.000,005" * wrong, _EXACT * wrong),
            AmountOf("coevorden", "Coevorden", "2.500,00"),
        ],
    )


def _third(said: Saying) -> Repeated:
    fields = [
        [
            TextField(f"third_parties.{at}.name", said("Name", "Naam")),
            TextField(
                f"third_parties.{at}.contribution",
                said("Contribution", "Bijdrage"),
                inputmode="decimal",
                width="short",
            ),
        ]
        for at in range(2)
    ]
    return Repeated(
        "third_parties",
        said("Third parties", "Derden"),
        said("third party", "derde"),
        fields,
        said("Add a third party", "Voeg een derde toe"),
    )
