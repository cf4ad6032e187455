"""What is wrong or strange in the ledger, by how grave it is, with what it means."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from domain.values.messages import message
from ledger.verifying.findings import NAMES, findings
from papers.wording import title_of_code
from projections.checks import INTEGRITY
from projections.finding import Finding
from web.pages.check_cases import Case, cases, settling_of, year_of
from web.pages.check_meanings import MEANINGS
from web.pages.components.alerts import Alert
from web.pages.components.fields import Field, Option, Select
from web.pages.components.texts import Badge, Link, Mood, Several, Unfold
from web.pages.components.ways import Pages
from web.pages.composing import crumbs, paragraph, question, section
from web.pages.downloads import links
from web.pages.markup import Content, element
from web.pages.posting.leading import may_post
from web.pages.questions import number
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit

REBUILDS = "projections"
"""It rebuilds everything from the entries, so it is run where it is asked for."""
MOST_ENTRIES = 20
AT_ONCE = 60
_MOODS: dict[str, Mood] = {"error": "danger", "warning": "warning"}
_GRAVEST = ("error", "warning")


def check(visit: Visit) -> Shown:
    """All findings by kind; those that were accepted earlier are folded below."""
    whole = bool(visit.asked.given.get("whole"))
    names = NAMES if whole else [each for each in NAMES if each != REBUILDS]
    found = list(findings(visit.view, names))
    open_ = [each for each in found if each.accepted is None]
    accepted = [each for each in found if each.accepted is not None]
    told = sorted(cases(_asked_for(visit, open_)), key=_order)
    page = number(visit, "page") or 0
    shown = told[page * AT_ONCE : (page + 1) * AT_ONCE]
    contents: list[Content] = [
        question(visit, _filters(visit, open_), visit.say("Show")) if open_ else None,
        *_by_severity(visit, shown, told, nothing=not open_),
        _pages(visit, page, len(shown), len(told)),
        _accepted(visit, accepted),
        None if whole else _rebuilding(visit),
        links(visit, "check"),
    ]
    name = visit.say("Checks")
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def _order(case: Case) -> tuple[int, int]:
    severity = case.finding.severity
    return _GRAVEST.index(severity), NAMES.index(case.finding.check)


def _asked_for(visit: Visit, found: Sequence[Finding]) -> list[Finding]:
    kind, year = (visit.asked.given.get(each, "") for each in ("kind", "year"))
    return [
        each
        for each in found
        if kind in ("", each.check) and year in ("", year_of(each))
    ]


def _filters(visit: Visit, found: Sequence[Finding]) -> list[Field]:
    """By kind, each with how many there are, and by year."""
    kinds = dict.fromkeys(each.check for each in found)
    years = sorted({year for each in found if (year := year_of(each))})
    options = []
    for kind in kinds:
        count = sum(each.check == kind for each in found)
        name = visit.label("check", kind)
        options.append(Option(kind, f"{name[:1].upper()}{name[1:]} ({count})"))
    given, every = visit.asked.given, visit.say("All")
    return [
        Select(
            *("kind", visit.say("Kind"), given.get("kind", "")),
            options=options,
            nothing=every,
        ),
        Select(
            *("year", visit.say("Year"), given.get("year", "")),
            options=[Option(each, each) for each in years],
            nothing=every,
        ),
    ]


def _by_severity(
    visit: Visit, shown: Sequence[Case], told: Sequence[Case], *, nothing: bool
) -> Iterator[Content]:
    if nothing:
        title = visit.say("Nothing was found")
        yield Alert("ok", title, [visit.say("Every check is as it should be.")])
        return
    if not told:
        yield paragraph(visit.say("Nothing was found of this kind and year."))
    titles = {
        "error": message("Errors: what may not be so"),
        "warning": message("Warnings: what somebody should look at"),
    }
    for severity, title_ in titles.items():
        some = [each for each in shown if each.finding.severity == severity]
        count = sum(each.finding.severity == severity for each in told)
        if some:
            said = f"{visit.told(title_)} ({count})"
            yield section(said, *_by_check(visit, some, told), name=severity)


def _by_check(
    visit: Visit, some: Sequence[Case], told: Sequence[Case]
) -> Iterator[Content]:
    """Together by the check that found them, with how many there are."""
    for name, found in groupby(some, key=lambda each: each.finding.check):
        said = visit.label("check", name)
        count = sum(each.finding.check == name for each in told)
        title = f"{said[:1].upper()}{said[1:]} ({count})"
        yield element("h3", title, class_="utrecht-heading-3")
        if name in MEANINGS:
            norm = visit.say("As it should be: {norm}", norm=MEANINGS[name])
            yield element("p", norm, class_="remark")
        rows = (_case(visit, each) for each in found)
        yield element("ul", *rows, class_="findings")


def _case(visit: Visit, case: Case) -> Content:
    """A case once, whatever checks found it: what it is, what to do, or to accept."""
    mood = _MOODS.get(case.finding.severity, "neutral")
    titles = [
        element("strong", title_of_code(each.code, visit.lang), title=each.code)
        for each in case.findings
    ]
    head: list[Content] = [
        Badge(visit.label("value", case.finding.severity), mood),
        Several(titles, " · "),
    ]
    said = (visit.told(each.said) for each in case.findings)
    return element(
        "li",
        element("p", Several(head, " "), class_="findings__head"),
        *(
            element("p", each[:1].upper() + each[1:], class_="utrecht-paragraph")
            for each in said
        ),
        element("p", Several(list(_ways(visit, case)), " · ")),
        class_="findings__finding",
    )


def _ways(visit: Visit, case: Case) -> Iterator[Content]:
    """What settles it, the entries behind it, and how it is or was accepted."""
    settles = settling_of(case, visit)
    if settles is not None:
        yield settles
    found = dict.fromkeys(entry for each in case.findings for entry in each.entries)
    entries = [entry_link(each, visit) for each in [*found][:MOST_ENTRIES]]
    if entries:
        yield Several([*entries, "…" if len(found) > MOST_ENTRIES else ""], " ")
    for each in case.findings:
        if each.accepted is not None:
            link = entry_link(each.accepted.entry, visit)
            said = visit.say("accepted: {reason}", reason=each.accepted.reason)
            yield Several([said, link], " ")
        elif each.check not in INTEGRITY and may_post(visit, "accept_finding"):
            href = visit.href("/post/accept_finding", finding=each.name)
            text = visit.say("Accept it as it is")
            if each is case.passed:
                text = visit.say("Accept the term too")
            yield Link(text, href, f"{text}: {each.name}")


def _pages(visit: Visit, page: int, shown: int, count: int) -> Content:
    if count <= AT_ONCE:
        return None
    first = page * AT_ONCE
    said = visit.say(
        "{first} to {last} of {count}",
        first=min(first + 1, count),
        last=first + shown,
        count=count,
    )
    before = Link(visit.say("Findings before"), visit.here(page=page - 1 or None))
    after = Link(visit.say("Findings after"), visit.here(page=page + 1))
    return Pages(
        visit.say("Pages of findings"),
        said,
        before=before if page else None,
        after=after if first + shown < count else None,
    )


def _accepted(visit: Visit, found: Sequence[Finding]) -> Content:
    """What somebody accepted earlier, with why."""
    if not found:
        return None
    rows = (_case(visit, Case(each)) for each in found[:AT_ONCE])
    said = visit.say("Accepted earlier ({count})", count=len(found))
    listed = element("ul", *rows, class_="findings", id="accepted")
    return Unfold(said, listed, open=bool(visit.asked.given.get("all")))


def _rebuilding(visit: Visit) -> Content:
    said = visit.say("Also rebuild everything from the entries and compare")
    return paragraph(Link(said, visit.here(whole="true")))


PAGES = (Page("check", "/check", check),)
