"""What is wrong or strange in the ledger, by how grave it is, with what it means."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from domain.values.messages import message
from ledger.verifying.findings import NAMES, findings
from papers.wording import title_of_code
from projections.checks import INTEGRITY
from projections.finding import Finding
from web.pages.check_meanings import MEANINGS
from web.pages.components.alerts import Alert
from web.pages.components.texts import Badge, Link, Mood, Several
from web.pages.composing import crumbs, paragraph, section
from web.pages.downloads import links
from web.pages.markup import Content, element
from web.pages.posting.leading import may_post
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit

REBUILDS = "projections"
"""It rebuilds everything from the entries, so it is run where it is asked for."""
MOST_ENTRIES = 20
MOST_FINDINGS = 60
_MOODS: dict[str, Mood] = {"error": "danger", "warning": "warning"}


def check(visit: Visit) -> Shown:
    """All findings but those that were accepted, unless they are asked for too."""
    whole = bool(visit.asked.given.get("whole"))
    names = NAMES if whole else [each for each in NAMES if each != REBUILDS]
    found = list(findings(visit.view, names))
    every = bool(visit.asked.given.get("all"))
    told = [each for each in found if every or each.accepted is None]
    accepted = sum(each.accepted is not None for each in found)
    contents: list[Content] = [
        *_by_severity(visit, told),
        _switches(visit, accepted, every=every, whole=whole),
        links(visit, "check"),
    ]
    name = visit.say("Checks")
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def _by_severity(visit: Visit, told: Sequence[Finding]) -> Iterator[Content]:
    if not told:
        title = visit.say("Nothing was found")
        yield Alert("ok", title, [visit.say("Every check is as it should be.")])
        return
    titles = {
        "error": message("Errors: what may not be so"),
        "warning": message("Warnings: what somebody should look at"),
    }
    for severity, title_ in titles.items():
        some = [each for each in told if each.severity == severity]
        if some:
            said = f"{visit.told(title_)} ({len(some)})"
            yield section(said, *_by_check(visit, some[:MOST_FINDINGS]), name=severity)
            if len(some) > MOST_FINDINGS:
                yield paragraph(_and_more(visit, len(some) - MOST_FINDINGS))


def _and_more(visit: Visit, count: int) -> str:
    return visit.say("and {count} more; settle or accept these first", count=count)


def _by_check(visit: Visit, some: Sequence[Finding]) -> Iterator[Content]:
    """Together by the check that found them, in the order of the checks."""
    for name, found in groupby(some, key=lambda each: each.check):
        said = visit.label("check", name)
        yield element("h3", said[:1].upper() + said[1:], class_="utrecht-heading-3")
        if name in MEANINGS:
            yield element("p", visit.told(MEANINGS[name]), class_="remark")
        rows = (_finding(visit, each) for each in found)
        yield element("ul", *rows, class_="findings")


def _finding(visit: Visit, finding: Finding) -> Content:
    said = visit.told(finding.said)
    mood = _MOODS.get(finding.severity, "neutral")
    head: list[Content] = [
        Badge(visit.label("value", finding.severity), mood),
        element("strong", title_of_code(finding.code, visit.lang), title=finding.code),
    ]
    return element(
        "li",
        element("p", Several(head, " "), class_="findings__head"),
        element("p", said[:1].upper() + said[1:], class_="utrecht-paragraph"),
        element("p", Several(list(_ways(visit, finding)), " · ")),
        class_="findings__finding",
    )


def _ways(visit: Visit, finding: Finding) -> Iterator[Content]:
    """The entries behind it; how it was accepted, or where that is done."""
    entries = [entry_link(each, visit) for each in finding.entries[:MOST_ENTRIES]]
    if entries:
        more = "…" if len(finding.entries) > MOST_ENTRIES else ""
        yield Several([*entries, more], " ")
    if finding.accepted is not None:
        link = entry_link(finding.accepted.entry, visit)
        said = visit.say("accepted: {reason}", reason=finding.accepted.reason)
        yield Several([said, link], " ")
    elif finding.check not in INTEGRITY and may_post(visit, "accept_finding"):
        href = visit.href("/post/accept_finding", finding=finding.name)
        yield Link(visit.say("Accept it as it is"), href, finding.name)


def _switches(visit: Visit, accepted: int, *, every: bool, whole: bool) -> Content:
    links: list[Content] = []
    if every:
        hidden = visit.here(all=None)
        links.append(Link(visit.say("Without what was accepted"), hidden))
    elif accepted:
        said = visit.say("Also the {count} that were accepted", count=accepted)
        links.append(Link(said, visit.here(all="true")))
    if not whole:
        said = visit.say("Also rebuild everything from the entries and compare")
        links.append(Link(said, visit.here(whole="true")))
    return paragraph(Several(links, " · ")) if links else None


PAGES = (Page("check", "/check", check),)
