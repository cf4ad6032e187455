"""The frame of the gallery's pages."""

from tools.gallery.saying import Kind, Saying
from web.pages.assets import SCRIPTS, STYLES
from web.pages.clocks import Clocks
from web.pages.components.texts import Link
from web.pages.components.ways import Breadcrumbs
from web.pages.frame import Foot, Frame, Person, Tongue, Way, Words

_ROOT = "e29d0f64bc927955590d8024a4aeba842d4a0c9564a771d3f95610460e4478ed"
_LONG = (
    "Samenwerkingsverband Regionaal-economische Ontwikkeling Drentse Zuidas, "
    "Emmen, Coevorden, Hoogeveen, De Wolden, Meppel en provincie Drenthe"
)


def frame(said: Saying, kind: Kind) -> Frame:
    """A page's frame: an earlier date; in the empty one a wrong date."""
    return Frame(
        page="gallery",
        title=said("Programmes 2012", "Programma's 2012"),
        ledger=_LONG if kind == "long" else "Drentse Zuidas",
        lang=said.lang,
        words=words(said),
        foot=Foot(57, 111, _ROOT, _moment(said)),
        clocks=_clocks(said, kind),
        person=Person("a.a.van-der-meulen-ter-steege" if kind == "long" else "officer"),
        ways=_ways(said),
        tongues=[
            Tongue("nl", "Nederlands", f"{kind}.nl.html"),
            Tongue("en", "English", f"{kind}.en.html"),
        ],
        crumbs=Breadcrumbs(
            said("You are here", "U bevindt zich hier"),
            [Link(said("Overview", "Overzicht"), "#"), Link("2012", "#")],
            said("Programmes", "Programma's"),
        ),
        styles=[f"static/{each}" for each in STYLES],
        common_scripts=[f"static/{each}" for each in SCRIPTS],
    )


def words(said: Saying) -> Words:
    """The texts of the frame."""
    return Words(
        skip=said("Skip to the page", "Naar de inhoud"),
        signed_in=said("Signed in as", "Aangemeld als"),
        sign_out=said("Sign out", "Afmelden"),
        languages=said("Language", "Taal"),
        menu=said("Pages", "Pagina's"),
        clocks=said("Date and state of knowledge", "Peildatum en kennisstand"),
        at=said("At the end of", "Peildatum"),
        at_hint=said("For example 2012-12-31", "Bijvoorbeeld 31-12-2012"),
        known_at=said("As known after entry", "Zoals bekend na boeking"),
        typed=said("Number of that entry", "Nummer van die boeking"),
        show=said("Show", "Toon"),
        now=said("Show today, all known", "Toon vandaag, alles bekend"),
        entry=said("Entry", "Boeking"),
        size=said("Log size", "Omvang logboek"),
        root=said("Root", "Wortel"),
        glossary=said("Glossary", "Begrippen"),
        foot=said("What this page is true of", "Waarvan deze pagina uitgaat"),
    )


def _moment(said: Saying) -> str:
    return said(
        "At 31 December 2012, as known after entry 57 of 111, recorded 3 January 2013 "
        "14:05 (Europe/Amsterdam).",
        "Stand per 31 december 2012, zoals bekend na boeking 57 van 111, vastgelegd "
        "3 januari 2013 14:05 (Europe/Amsterdam).",
    )


def _clocks(said: Saying, kind: Kind) -> Clocks:
    wrong = said("31-13-2012 is not a date.", "31-13-2012 is geen datum.")
    return Clocks(
        path=f"{kind}.{said.lang}.html",
        at=said("2012-12-31", "31-12-2012") if kind != "empty" else "31-13-2012",
        known_at=57,
        last=111,
        said=_moment(said),
        at_error=wrong if kind == "empty" else "",
        now=f"{kind}.{said.lang}.html",
    )


def _ways(said: Saying) -> list[Way]:
    names = (
        *(said("Overview", "Overzicht"), said("Programmes", "Programma's")),
        *(said("Projects", "Projecten"), said("Decisions", "Besluiten")),
        *(said("Partners", "Partners"), said("Bank", "Bank")),
        *(said("Post", "Boeken"), said("Submissions", "Voorstellen")),
        *(said("History", "Boekingen"), said("Search", "Zoeken")),
        *(said("Check", "Controle"), said("Documents", "Documenten")),
        *(said("Framework", "Kader"), said("Verify", "Verifiëren")),
    )
    return [Way(name, "#", current=at == 1) for at, name in enumerate(names)]
