"""The public register of grants (*subsidieregister*): a row per awarded project.

Its names and words are Dutch in every format, as provinces publish it. Of natural
persons it says that they are one, and nothing else. Only what stands at the date, as
known, is in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.framework.framework import OUTSIDE
from domain.values.money import Cents
from domain.values.texts import format_cents
from ledger.transparency.log import LogReader
from projections.answers.corrections import Corrections
from projections.answers.participation import participations
from projections.answers.project_rows import project_rows, proposals
from projections.answers.registers import Registered, in_force
from projections.snapshot import View
from projections.sums import cents

PERSON = "particulier"
Kind = str
FIELDS: Mapping[str, Kind] = {
    "subsidienummer": "name",
    "project": "name",
    "subsidieverstrekker": "text",
    "regeling": "text",
    "jaarschijf": "name",
    "programma": "text",
    "soort": "text",
    "ontvanger": "text",
    "ontvanger_soort": "text",
    "ontvanger_kvk": "name",
    "onderwerp": "text",
    "doel": "text",
    "themas": "text",
    "partners": "text",
    "aangevraagd": "amount",
    "besluit": "name",
    "datum_verlening": "date",
    "verleend_oorspronkelijk": "amount",
    "wijzigingen": "amount",
    "datum_laatste_wijziging": "date",
    "verleend": "amount",
    "datum_vaststelling": "date",
    "vastgesteld": "amount",
    "betaald": "amount",
    "status": "text",
    "looptijd_van": "date",
    "looptijd_tot": "date",
    "afwijking": "text",
    "peildatum": "date",
    "boeking": "number",
    "logwortel": "name",
}
"""Its columns in order; what is a `date` is one in ISO form."""
_SORTS = {"grant": "subsidie", "commission": "opdracht"}
_STATUSES = {
    "awarded": "verleend",
    "determined": "vastgesteld",
    "withdrawn": "ingetrokken",
}
_RECIPIENTS = {
    "government": "overheid",
    "legal_entity": "rechtspersoon",
    "person": PERSON,
}
_RULES = {
    "non_physical": "niet-fysiek",
    "vision_fit": "past in de visie",
    "two_municipalities": "twee gemeenten",
    "maximum_per_project": "maximum per project",
    "participation_share": "eigen bijdrage naar deelname",
    "programme_ceiling": "programmaplafond",
    "third_parties_contribute": "derden dragen bij",
    "external_funding_sought": "geldstromen van derden",
    "borrowed_capacity": "geleende capaciteit",
    "process_reserve": "reservering proceskosten",
}
"""What an award may depart from, in Dutch whatever the language of the reader."""
Row = dict[str, Any]


class _Grant(NamedTuple):
    """The award that stands, and what became of it."""

    award: Registered
    changes: Sequence[Registered]
    """Before its determination."""
    later: Sequence[Registered]
    determination: Registered | None
    withdrawal: Registered | None

    @property
    def original(self) -> Cents:
        """What was awarded at first."""
        return cents(self.award.given["amount"])

    @property
    def changed(self) -> Cents:
        """What raises and reductions came to; withdrawn, nothing is left."""
        if self.withdrawal is not None:
            return -self.original
        return sum(_change(each) for each in self.changes)

    @property
    def last_change(self) -> str | None:
        """The day of the newest of them."""
        every = [*self.changes, *self.later]
        every += [self.withdrawal] if self.withdrawal is not None else []
        return max((each.given["date"] for each in every), default=None)


def _change(each: Registered) -> Cents:
    release = each.state.get("release") or {}
    return int(each.state.get("raised") or 0) - int(release.get("released") or 0)


def grant_register(view: View, year: str | None = None) -> Iterator[Row]:
    """The rows of every award, or of a budget year alone; by id of the project."""
    corrections = Corrections(view)
    grants = _grants(view, corrections)
    anchor = {
        "peildatum": view.at.isoformat(),
        "boeking": view.entry,
        "logwortel": LogReader(view.reader).root(view.entry).hex(),
    }
    terms, joined = proposals(view), participations(view)
    deviations = {
        each.entry: each for each in in_force(view, "deviate", corrections, ever=True)
    }
    giver = _organisation(view)
    for figures in project_rows(view):
        project = str(figures["project"])
        grant = grants.get(project)
        if grant is None or year not in (None, grant.award.state["year"]):
            continue
        given = terms[project]
        changes = joined.get(project)
        taking = changes[-1].given if changes else given
        yield {
            "subsidienummer": grant.award.given["document"],
            "project": project,
            "subsidieverstrekker": giver,
            "regeling": grant.award.given.get("legal_basis") or view.framework.title,
            **_of_plan(given, grant),
            **_of_recipient(project, given, corrections),
            "themas": ", ".join(given.get("themes") or ()),
            "partners": ", ".join(taking["participants"]),
            "aangevraagd": format_cents(cents(given["requested"])),
            **_of_grant(grant, figures),
            "looptijd_van": grant.award.given.get("start_date"),
            "looptijd_tot": grant.award.given.get("end_date"),
            "afwijking": _deviations(grant, deviations),
            **anchor,
        }


def _grants(view: View, corrections: Corrections) -> dict[str, _Grant]:
    def by_project(command: str) -> dict[str, list[Registered]]:
        found: dict[str, list[Registered]] = {}
        for each in in_force(view, command, corrections):
            found.setdefault(each.given["project"], []).append(each)
        return found

    changed, withdrawn = by_project("change_grant"), by_project("withdraw_grant")
    determined = by_project("determine_grant")
    found: dict[str, _Grant] = {}
    for project, awards in by_project("award_grant").items():
        award = awards[-1]
        determination = _last(determined.get(project), award)
        since = [each for each in changed.get(project, ()) if each.entry > award.entry]
        before = [
            each
            for each in since
            if determination is None or each.entry < determination.entry
        ]
        found[project] = _Grant(
            award,
            before,
            since[len(before) :],
            determination,
            _last(withdrawn.get(project), award),
        )
    return found


def _last(found: Sequence[Registered] | None, award: Registered) -> Registered | None:
    """The newest since the award."""
    since = [each for each in found or () if each.entry > award.entry]
    return since[-1] if since else None


def _organisation(view: View) -> str:
    """Who gives the grants: as the framework says, else its province, else itself."""
    organisation = view.framework.organisation.name
    if organisation:
        return organisation
    provinces = [
        each.name for each in view.framework.partners if each.kind == "province"
    ]
    return provinces[0] if provinces else view.framework.title


def _of_plan(given: Mapping[str, Any], grant: _Grant) -> Row:
    programme = grant.award.state["programme"]
    return {
        "jaarschijf": grant.award.state["year"],
        "programma": "buiten de programma's" if programme == OUTSIDE else programme,
        "soort": _SORTS[given.get("kind") or "grant"],
    }


def _of_recipient(
    project: str, given: Mapping[str, Any], corrections: Corrections
) -> Row:
    """Of a natural person no name, no number, and nothing that could tell who it is."""
    kind = given.get("recipient_kind")
    sort = {"ontvanger_soort": _RECIPIENTS.get(str(kind))}
    if kind == "person":
        nothing = {"ontvanger_kvk": None, "onderwerp": "", "doel": ""}
        return {"ontvanger": PERSON, **sort, **nothing}
    return {
        "ontvanger": corrections.of_proposal(project, "recipient"),
        **sort,
        "ontvanger_kvk": given.get("recipient_kvk"),
        "onderwerp": corrections.of_proposal(project, "title"),
        "doel": given["vision_goal"],
    }


def _of_grant(grant: _Grant, figures: Mapping[str, object]) -> Row:
    determined = grant.determination
    paid = cents(str(figures["paid"])) - cents(str(figures["refunded"]))
    return {
        "besluit": grant.award.given["decision"],
        "datum_verlening": grant.award.given["date"],
        "verleend_oorspronkelijk": format_cents(grant.original),
        "wijzigingen": format_cents(grant.changed),
        "datum_laatste_wijziging": grant.last_change,
        "verleend": format_cents(grant.original + grant.changed),
        "datum_vaststelling": None if determined is None else determined.given["date"],
        "vastgesteld": None if determined is None else figures["determined"],
        "betaald": format_cents(paid),
        "status": _STATUSES[str(figures["status"])],
    }


def _deviations(grant: _Grant, deviations: Mapping[int, Registered]) -> str | None:
    """The rules that were departed from, each with its decision."""
    found: dict[str, None] = {}
    for each in (grant.award, *grant.changes, *grant.later):
        assessment = each.state.get("assessment") or {}
        for condition in assessment.get("conditions", ()):
            for number in condition.get("deviation") or ():
                rule = _RULES[condition["rule"]]
                decision = deviations[number].given["decision"]
                found[f"{rule} ({decision})"] = None
    return ", ".join(found) or None
