"""Dutch names of commands: all of them, in this one table.

A command of a group stands behind the group's name. They are taken in every language,
and shown by the Dutch help. What can be submitted has the same name there.
"""

from collections.abc import Mapping

ALIASES: Mapping[str, str] = {
    # Start
    "init": "begin",
    "post": "boek",
    "schema": "schema",
    "serve": "open-dienst",
    "account": "account",
    "account add": "voeg-toe",
    "account disable": "sluit",
    "account list": "lijst",
    "account password": "wachtwoord",
    "account token": "sleutel",
    # Look
    "agenda": "agenda",
    "assess": "toets",
    "balance": "stand",
    "balance-sheet": "balans",
    "budget-report": "begrotingsoverzicht",
    "check": "controleer",
    "decision": "besluit",
    "decisions": "besluiten",
    "deviations": "afwijkingen",
    "diff": "verschil",
    "explain": "herleid",
    "framework": "kader",
    "framework check": "toetsen",
    "framework diff": "verschil",
    "framework history": "verloop",
    "framework list": "lijst",
    "framework show": "tonen",
    "history": "boekingen",
    "hours": "uren",
    "income-statement": "baten-en-lasten",
    "journal": "journaal",
    "meeting": "vergadering",
    "meetings": "vergaderingen",
    "partner": "partner",
    "payments": "betaalopdrachten",
    "plan": "plan",
    "project": "project",
    "roles": "rollen",
    "search": "zoek",
    "show": "toon",
    "statement": "overzicht",
    "submissions": "fiatteringsverzoeken",
    "trial-balance": "saldibalans",
    # Audit
    "audit": "controle",
    "audit bundle": "bundel",
    "audit checkpoint": "controlepunt",
    "audit consistency": "voortzetting",
    "audit cosign": "medeonderteken",
    "audit findings": "aandachtspunten",
    "audit keygen": "sleutel",
    "audit prove": "bewijs",
    "audit prove-balance": "saldobewijs",
    "audit publish": "publiceer",
    "audit replay": "naspelen",
    "audit verify": "verifieer",
    "audit verify-balance": "toets-saldobewijs",
    "audit verify-proof": "toets-bewijs",
    "audit watch": "bewaak",
    # Bank
    "bank": "bank",
    "bank import": "inlezen",
    "bank open": "openstaand",
    "bank reconcile": "aansluiting",
    "bank rest": "restant",
    "bank statements": "afschriften",
    "bank suggest": "voorstellen",
    "match-bank-lines": "letter-af",
    "open-bank-account": "open-bankrekening",
    "register-statement": "registreer-afschrift",
    # Papers
    "document": "document",
    "document accountability": "verantwoording",
    "document award-letter": "verleningsbeschikking",
    "document contribution-call": "betaalverzoek",
    "document determination-letter": "vaststellingsbeschikking",
    "document partner-sheet": "partnerblad",
    "document payment-list": "betaallijst",
    "document rejection-letter": "afwijzingsbeschikking",
    "document reminder": "herinnering",
    "document steering-report": "stuurgroeprapportage",
    "document withdrawal-letter": "intrekkingsbeschikking",
    "export": "export",
    "export batch": "partij",
    "export ledger": "grootboek",
    "export workbook": "werkmap",
    "export xaf": "auditfile",
    "register": "register",
    "register grants": "subsidies",
    "register-export": "registreer-export",
    "report": "rapport",
    "report lawfulness": "rechtmatigheid",
    "report liquidity": "liquiditeit",
    "report passiva": "overlopende-passiva",
    # Decide
    "adopt-framework": "stel-kader-vast",
    "allocate": "verdeel",
    "amend-budget-year": "wijzig-jaarschijf",
    "close-budget-year": "sluit-jaarschijf",
    "deviate": "wijk-af",
    "lock-period": "sluit-periode",
    "open-budget-year": "open-jaarschijf",
    "record-decision": "leg-besluit-vast",
    "reopen-period": "heropen-periode",
    "set-funding-limits": "stel-maxima-vast",
    "transfer-budget": "verschuif-budget",
    # Govern
    "commit-hours": "zeg-uren-toe",
    "ratify-decision": "bekrachtig-besluit",
    "record-accountability": "leg-verantwoording-vast",
    "record-advice": "leg-advies-vast",
    "record-hours": "boek-uren",
    "record-meeting": "leg-vergadering-vast",
    "record-participation": "leg-deelname-vast",
    "record-result": "leg-resultaat-vast",
    # Book
    "order-payment": "geef-betaalopdracht",
    "pay-other": "betaal-overig",
    "post-process-cost": "boek-proceskosten",
    "receive-contribution": "ontvang-bijdrage",
    "receive-other": "ontvang-overig",
    "repay-contribution": "betaal-bijdrage-terug",
    # Grant
    "amend-project": "wijzig-project",
    "award-grant": "verleen",
    "change-grant": "wijzig-subsidie",
    "determine-grant": "stel-vast",
    "lend-capacity": "leen-capaciteit",
    "pay-grant": "betaal-subsidie",
    "propose-project": "dien-project-in",
    "receive-funds": "ontvang-middelen",
    "receive-refund": "ontvang-terugbetaling",
    "reject-project": "wijs-af",
    "retract-project": "trek-project-in",
    "spend-funds": "besteed-middelen",
    "withdraw-grant": "trek-in",
    "write-off-recoverable": "schrijf-af",
    # Correct
    "accept-finding": "aanvaard-bevinding",
    "annotate": "verbeter",
    "reclassify": "boek-om",
    "reverse": "boek-tegen",
    # People
    "approve": "fiatteer",
    "decline": "weiger-fiattering",
    "erase-sealed": "wis-gegevens",
    "grant-role": "geef-rol",
    "retract-submission": "trek-verzoek-in",
    "revoke-role": "neem-rol-af",
    "set-approval-policy": "stel-fiattering-in",
    "submit": "bied-aan",
    # Keep
    "copy": "kopieer",
    "db": "db",
    "db grant": "recht",
    "db migrate": "bijwerken",
    "db repair": "herstellen",
    "db revoke": "recht-af",
    "db status": "status",
}
"""By the command's own name; the same word where Dutch has no other."""
WHOLE = ("zuidas", "submit")
"""Groups of the commands that stand in no other."""


def aliases_in(group: str) -> dict[str, str]:
    """The Dutch names in a group, by the commands' own."""
    if group in WHOLE or not group:
        return {name: alias for name, alias in ALIASES.items() if " " not in name}
    found = ((name.partition(" "), alias) for name, alias in ALIASES.items())
    return {name: alias for (first, _, name), alias in found if name and first == group}


def meant(group: str, word: str) -> str:
    """The command of a group that a word names; the word where it is no alias."""
    known = aliases_in(group)
    if word in known:
        return word
    return next((name for name, alias in known.items() if alias == word), word)
