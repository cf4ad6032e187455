"""Reading and checking a framework: all that is wrong at once, each with its place."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from domain.framework.complaints import Complaint, Fields, complaint, refuse
from domain.framework.contribution_keys import keys_of
from domain.framework.framework import (
    BANK_CATEGORIES,
    RESERVED_PROGRAMMES,
    Figures,
    Framework,
    Partner,
    Programme,
    Year,
)
from domain.framework.organisation import read_language, read_organisation
from domain.values.messages import Quoted

KINDS = ("municipality", "province", "water-board", "business", "other")
"""What a partner can be."""
DECISION_TERM_DAYS = 56
"""Days after which a proposal wants a decision, unless a framework says otherwise."""
_FIELDS = {*Figures._fields, "partners", "programmes", "years", "keys"}


def read_framework(source: Mapping[str, object]) -> Framework:
    """Read and check a framework; raises `Refusal` (`FRAMEWORK_INVALID`).

    The contribution keys are read and checked when they are first asked for
    (`domain.framework.contribution_keys`), what partners are in `complaints_of_kinds`.
    """
    complaints: list[Complaint] = []
    framework = _read(source, complaints)
    refuse(complaints)
    return framework


def complaints_about(source: Mapping[str, object]) -> list[Complaint]:
    """All that is wrong with a framework, its contribution keys included."""
    complaints: list[Complaint] = []
    framework = _read(source, complaints)
    for _ in keys_of(source, framework.partners, complaints):
        pass
    return complaints


def checked(source: Mapping[str, object]) -> Framework:
    """A framework wholly checked, keys and kinds of partners included.

    Raises `Refusal` (`FRAMEWORK_INVALID`) with all complaints.
    """
    complaints = complaints_about(source)
    framework = readable(source)
    refuse([*complaints, *complaints_of_kinds(framework)])
    return framework


def readable(source: Mapping[str, object]) -> Framework:
    """What can be read of a framework, with stand-ins for what is complained of.

    For whoever looks on for more complaints, at the places without one (`touches`).
    """
    return _read(source, [])


def complaints_of_kinds(
    framework: Framework, earlier: Iterable[Framework] = ()
) -> Iterator[Complaint]:
    """Partners of no kind there is; one may keep a kind that it had `earlier`."""
    odd = {p.code for p in framework.partners if p.kind and p.kind not in KINDS}
    had = {(p.code, p.kind) for f in (earlier if odd else ()) for p in f.partners}
    for number, partner in enumerate(framework.partners, start=1):
        if partner.code in odd and (partner.code, partner.kind) not in had:
            yield complaint(
                f"partners[{number}].kind",
                "{kind} is none of {kinds}",
                kind=Quoted(partner.kind),
                kinds=KINDS,
            )


def _read(source: Mapping[str, object], complaints: list[Complaint]) -> Framework:
    whole = Fields(source, complaints=complaints)
    whole.known(_FIELDS)
    figures = _figures(whole)
    partners = tuple(map(_partner, whole.tables("partners")))
    codes = {partner.code for partner in partners}
    programmes = [_programme(each, codes) for each in whole.tables("programmes")]
    years = tuple(map(_year, whole.tables("years")))
    framework = Framework(figures, partners, tuple(programmes), years, dict(source))
    _check_codes(whole, framework)
    _check_whole(whole, framework)
    return framework


def _figures(whole: Fields) -> Figures:
    return Figures(
        name=whole.code("name"),
        title=whole.text("title"),
        start=whole.date("start"),
        time_zone=_zone(whole),
        payment_term_days=whole.whole("payment_term_days"),
        current_account_floor=(
            whole.amount("current_account_floor", signed=True)
            if "current_account_floor" in whole.fields
            else None
        ),
        annual_budget=whole.amount("annual_budget"),
        process_ceiling=whole.amount("process_ceiling"),
        priority_themes=whole.codes("priority_themes"),
        categories=tuple(dict.fromkeys((*BANK_CATEGORIES, *whole.codes("categories")))),
        process_cost_kinds=(
            whole.codes("process_cost_kinds")
            if "process_cost_kinds" in whole.fields
            else ()
        ),
        decision_term_days=(
            whole.whole("decision_term_days")
            if "decision_term_days" in whole.fields
            else DECISION_TERM_DAYS
        ),
        lock_needs_reconciliation=(
            "lock_needs_reconciliation" in whole.fields
            and whole.truth("lock_needs_reconciliation")
        ),
        language=read_language(whole),
        organisation=read_organisation(whole),
    )


def _zone(whole: Fields) -> str:
    name = whole.text("time_zone")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        if name:
            whole.wrong("time_zone", "{name} is unknown", name=Quoted(name))
    return name


def _partner(table: Fields) -> Partner:
    table.known({"code", "name", "kind", "inhabitants"})
    has_inhabitants = table.fields.get("inhabitants") is not None
    return Partner(
        code=table.code("code"),
        name=table.text("name"),
        kind=table.code("kind"),
        inhabitants=table.whole("inhabitants") if has_inhabitants else None,
    )


def _programme(table: Fields, partners: Collection[str]) -> Programme:
    table.known({"code", "name", "leads"})
    leads = table.fields.get("leads", [])
    if not isinstance(leads, list) or not set(map(str, leads)) <= set(partners):
        table.wrong("leads", "must be a list of partner codes")
        leads = []
    return Programme(
        code=table.code("code"),
        name=table.text("name"),
        leads=tuple(map(str, leads)),
    )


def _year(table: Fields) -> Year:
    table.known({"code", "start", "end"})
    year = Year(table.code("code"), table.date("start"), table.date("end"))
    if year.end < year.start:
        table.wrong("", "ends before it starts")
    return year


def _check_codes(whole: Fields, framework: Framework) -> None:
    for name, codes in (
        ("partners", framework.partner_codes),
        ("programmes", framework.programme_codes),
        ("years", framework.year_codes),
        ("categories", framework.categories),
    ):
        for code in _twice(codes):
            whole.wrong(
                name, "names {code} twice (case does not count)", code=Quoted(code)
            )
    reserved = {code.lower() for code in RESERVED_PROGRAMMES}
    for number, code in enumerate(framework.programme_codes, start=1):
        if code.lower() in reserved:
            whole.wrong(f"programmes[{number}].code", "{code} is reserved", code=code)


def _twice(codes: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for code in codes:
        if code and code.lower() in seen:
            yield code
        seen.add(code.lower())


def _check_whole(whole: Fields, framework: Framework) -> None:
    """What fields say together; what could not be read says nothing."""
    above = framework.process_ceiling > framework.annual_budget
    if above and whole.can_read("process_ceiling", "annual_budget"):
        whole.wrong("process_ceiling", "is above annual_budget")
    if not whole.can_read("years"):
        return
    for year, following in zip(framework.years, framework.years[1:], strict=False):
        if following.start <= year.end:
            whole.wrong(
                "years",
                "{following} starts before {year} ends",
                following=following.code,
                year=year.code,
            )
    first = framework.years[0]
    if whole.can_read("start") and first.start < framework.start:
        whole.wrong("years", "{year} begins before start", year=first.code)
