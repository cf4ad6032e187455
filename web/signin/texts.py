"""What the sign-in page says, in each language."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Sign in",
        "product": "zuidas-ledger",
        "name": "Name",
        "password": "Password",
        "code": "Code",
        "code_hint": "Six digits from your app, if your account has a second factor.",
        "code_hint_required": "Six digits from your app.",
        "submit": "Sign in",
        "or": "or",
        "provider": "Sign in with your organisation's account",
        "language": "Language",
        "languages": "English",
        "SIGN_IN_REFUSED": "Name, password or code is not right.",
        "SECOND_FACTOR_MISSING": (
            "Your password is right, but from another computer signing in takes a"
            " second factor, and your account has none. Ask whoever manages the"
            " accounts for an account with one."
        ),
        "TOO_MANY_ATTEMPTS": (
            "Too many attempts failed. Try again in {minutes} minutes."
        ),
        "TOO_MANY_ATTEMPTS_1": "Too many attempts failed. Try again in a minute.",
        "CROSS_SITE": (
            "This came from another site, so nothing was done. Sign in here if you"
            " meant to."
        ),
        "TRIP_OVER": (
            "Signing in took too long, or was begun in another browser. Begin anew."
        ),
        "PROVIDER_REFUSED": "Your organisation did not let you in.",
        "PROVIDER_FAILED": (
            "Your organisation's sign-in can't be used at this moment. Try again later,"
            " or tell whoever manages the accounts."
        ),
        "NOT_KNOWN": (
            "Your organisation let you in, but there is no account here that you may"
            " use. Ask whoever manages the accounts."
        ),
        "error_title": "Error",
    },
    "nl": {
        "title": "Inloggen",
        "product": "zuidas-ledger",
        "name": "Naam",
        "password": "Wachtwoord",
        "code": "Code",
        "code_hint": "Zes cijfers uit uw app, als uw account een tweede factor heeft.",
        "code_hint_required": "Zes cijfers uit uw app.",
        "submit": "Inloggen",
        "or": "of",
        "provider": "Inloggen met het account van uw organisatie",
        "language": "Taal",
        "languages": "Nederlands",
        "SIGN_IN_REFUSED": "Naam, wachtwoord of code klopt niet.",
        "SECOND_FACTOR_MISSING": (
            "Uw wachtwoord klopt, maar vanaf een andere computer is een tweede factor"
            " nodig, en die heeft uw account niet. Vraag de beheerder van de accounts"
            " om een account met een tweede factor."
        ),
        "TOO_MANY_ATTEMPTS": (
            "Te veel mislukte pogingen. Probeer het over {minutes} minuten opnieuw."
        ),
        "TOO_MANY_ATTEMPTS_1": (
            "Te veel mislukte pogingen. Probeer het over een minuut opnieuw."
        ),
        "CROSS_SITE": (
            "Dit kwam van een andere site, dus er is niets gedaan. Log hier in als dat"
            " de bedoeling was."
        ),
        "TRIP_OVER": (
            "Het inloggen duurde te lang, of is in een andere browser begonnen. Begin"
            " opnieuw."
        ),
        "PROVIDER_REFUSED": "Uw organisatie heeft u niet toegelaten.",
        "PROVIDER_FAILED": (
            "Inloggen via uw organisatie lukt op dit moment niet. Probeer het later"
            " opnieuw, of meld het de beheerder van de accounts."
        ),
        "NOT_KNOWN": (
            "Uw organisatie heeft u toegelaten, maar hier is geen account dat u mag"
            " gebruiken. Vraag het de beheerder van de accounts."
        ),
        "error_title": "Fout",
    },
}


def too_many(language: str, seconds: int) -> str:
    """How long somebody has to wait, in minutes."""
    minutes = -(-seconds // 60)
    name = "TOO_MANY_ATTEMPTS_1" if minutes == 1 else "TOO_MANY_ATTEMPTS"
    return TEXTS[language][name].format(minutes=minutes)
