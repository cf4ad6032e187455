"""Pages of checks, reports, the framework and the agenda, held to the ledger."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from papers.wording import label
from tests.web.pages.recorded import asked, cents_of, euros, shown
from tests.web.pages.visiting import Node, Visitor, visiting


def codes_on(main: Node) -> list[str]:
    """The codes of findings, which are told in words."""
    heads = [each.attributes.get("title") for each in main.all("strong")]
    return [each for each in heads if each]


def test_checks_are_those_of_the_query(anna: Visitor, ledger: Path) -> None:
    rows = [x for x in asked(ledger, "check") if x["check"] != "projections"]
    main = anna.get("/check", lang="en").main
    assert sorted(codes_on(main)) == sorted(row["code"] for row in rows)
    accepting = [
        parse_qs(urlsplit(each.attributes["href"]).query)["finding"][0]
        for each in main.all("a")
        if "/post/accept_finding" in each.attributes["href"]
    ]
    named = [row["finding"] for row in rows if row["check"] != "journal"]
    assert sorted(accepting) == sorted(named)
    # A kind alone has its own, and each kind says how many.
    kind = main.one("select", id="kind")
    counted = [each.text for each in kind.all("option")][1:]
    assert sum(int(each.rpartition("(")[2][:-1]) for each in counted) == len(rows)
    some = anna.get("/check", lang="en", kind="key").main
    of_kind = [row["code"] for row in rows if row["check"] == "key"]
    assert codes_on(some) == of_kind
    other = anna.get("/check", lang="en", kind="key", year="1999").main
    assert "Nothing was found of this kind and year." in other.text


def test_accepted_findings_are_folded_below(
    tmp_path: Path, anna: Visitor, ledger: Path
) -> None:
    import json
    import shutil

    from cli.main import run

    own = tmp_path / "zuidas.db"
    shutil.copyfile(ledger, own)
    finding = next(
        x["finding"] for x in asked(ledger, "check") if x["code"] == "KEY_GAP"
    )
    line = {"command": "accept_finding", "finding": finding, "reason": "as agreed"}
    file = tmp_path / "accept.jsonl"
    file.write_text(json.dumps(line), "utf-8")
    assert run(["--db", str(own), "post", str(file), "-O", "json"]) == 0
    with visiting(own, tmp_path / "accounts") as visitor:
        before = anna.get("/check", lang="en").main
        main = visitor.get("/check", lang="en").main
        assert len(codes_on(main)) == len(codes_on(before)) > 0
        (folded,) = [x for x in main.all("details") if x.all("ul", id="accepted")]
        assert "open" not in folded.attributes
        assert "Accepted earlier (1)" in folded.text
        assert "accepted: as agreed" in folded.text


def test_a_trial_balance_goes_on_and_adds_up(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "trial-balance")
    rows = data["rows"] if isinstance(data, dict) else data
    found: list[str] = []
    page = 0
    while True:
        main = anna.get("/reports/trial-balance", page=str(page), lang="en").main
        *some, here, total = main.table("report-1")[1:]
        assert cents_of(here[4]) == sum(cents_of(row[4]) for row in some)
        assert total[0].startswith(f"Total of all {len(rows)} rows")
        found += [row[4] for row in some]
        if not [each for each in main.all("a") if each.text == "Rows after"]:
            break
        page += 1
    assert page > 0
    assert found == [euros(row["closing"]) for row in rows]
    assert cents_of(total[4]) == 0


def test_a_report_beside_another_date(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "balance-sheet", {"at": "2013-07-31"}, compare="2012-07-31")
    answer = anna.get(
        "/reports/balance-sheet", at="2013-07-31", compare="31-7-2012", lang="en"
    )
    told = [
        row for row in shown(answer, "report-1") if row[0] == "assets:current-account"
    ]
    (row,) = [x for x in data["rows"] if x["account"] == "assets:current-account"]
    assert told[0][1:3] == [euros(row[name]) for name in ("amount", "compared")]
    wrong = anna.get("/reports/balance-sheet", compare="nonsense", lang="en")
    assert wrong.status == 200
    assert "nonsense" in wrong.main.one("div", role="alert").text


def test_an_account_leads_to_its_lines(anna: Visitor) -> None:
    main = anna.get("/reports/trial-balance", lang="nl").main
    link = main.one("table", id="report-1").all("a")[0]
    assert link.text == label("account", "assets:current-account", "nl")
    query = parse_qs(urlsplit(link.attributes["href"]).query)
    assert query["account"] == ["assets:current-account"]
    lines = anna.get("/reports/statement", account="assets:current-account", lang="en")
    assert len(shown(lines, "report-1")) > 10
    unasked = anna.get("/reports/statement", lang="en").main
    assert not unasked.all("table")
    assert not unasked.all("div", role="alert")


def test_the_framework_in_force_and_its_versions(anna: Visitor, ledger: Path) -> None:
    versions = asked(ledger, "framework history")
    main = anna.get("/framework", lang="en").main
    steps = [each for each in main.all("li") if "course" in each.attributes["class"]]
    assert len(steps) == len(versions)
    assert sum("in force at this date" in each.text for each in steps) == 1
    shows = asked(ledger, "framework show")
    told = [row[0] for row in main.table("framework-partners")[1:-1]]
    assert told == [each["name"] for each in shows["partners"]]


def test_the_framework_says_what_its_entries_may_name(anna: Visitor) -> None:
    text = anna.get("/framework", lang="en").main.text
    for said in ("suspense", "business", "Priority themes", "education", "lobby"):
        assert said in text.lower() or said in text


def test_the_agenda_leads_to_what_settles_it(anna: Visitor, ledger: Path) -> None:
    keys = {"at": "2012-08-01"}
    rows = asked(ledger, "agenda", keys)
    main = anna.get("/agenda", **keys, lang="en").main
    told = main.table("agenda")[1:]
    assert [(row[2]) for row in told] == [row["subject"] for row in rows]
    assert [row[0].endswith("overdue") for row in told] == [x["overdue"] for x in rows]
    hrefs = [each.attributes["href"] for each in main.all("a")]
    assert "/post/receive_contribution?at=2012-08-01&partner=emmen&year=2012" in hrefs
    assert "/post/close_budget_year?at=2012-08-01&year=2011" in hrefs


def test_the_head_names_the_framework_in_force(anna: Visitor, ledger: Path) -> None:
    shows = asked(ledger, "framework show")
    then = anna.get("/agenda", at="2012-01-01", lang="en").page.one("header")
    assert shows["title"] in then.text
    assert "ended" not in then.text
    over = anna.get("/framework", at="2030-01-01", lang="en")
    assert "(its last year ended on" in over.page.one("header").text
    (badge,) = [x for x in over.main.all("span") if "in force at this date" in x.text]
    assert badge.attributes["class"].endswith("--warning")
    (badge,) = [
        x
        for x in anna.get("/framework", at="2012-01-01", lang="en").main.all("span")
        if "in force at this date" in x.text
    ]
    assert badge.attributes["class"].endswith("--safe")
