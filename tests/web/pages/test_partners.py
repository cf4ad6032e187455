"""Pages of partners, held to the ledger."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from papers.wording import Language
from tests.unit.domain.posting import LedgerInTest, Row, hours
from tests.unit.domain.test_adopting import adopt, set_to
from tests.web.pages.recorded import asked, cents, cents_of, euros
from tests.web.pages.visiting import Visitor, visiting


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", [{}, {"at": "2011-08-20"}], ids=str)
def test_a_partner_as_the_ledger_has_it(
    anna: Visitor, ledger: Path, keys: dict[str, str], lang: Language
) -> None:
    data = asked(ledger, "partner", keys, partner="emmen")
    main = anna.get("/partners/emmen", **keys, lang=lang).main
    *rows, total = main.table("years")[1:]
    names = ("due", "received", "outstanding")
    for year, cells in zip(data["years"], rows, strict=True):
        assert cells[0] == year["year"]
        assert cells[2:5] == [euros(year[name], lang) for name in names]
    assert total[2:5] == [euros(data["total"][name], lang) for name in names]
    values = [each.text for each in main.all("dd")]
    assert euros(data["share_of_spent"], lang) in values
    table = main.all("table", id="projects")
    told = [row[0] for row in main.table("projects")[1:-1]] if table else []
    assert told == [each["title"] for each in data["projects"]]


def test_what_a_partner_owes_leads_to_the_form(anna: Visitor) -> None:
    """On 20 August 2011 Emmen had not paid yet, if it has by now."""
    main = anna.get("/partners/emmen", at="2011-08-02", lang="en").main
    (way,) = [x for x in main.all("a") if "Receive" in x.text]
    query = parse_qs(urlsplit(way.attributes["href"]).query)
    assert query["partner"] == ["emmen"]
    assert query["year"] == ["2011"]
    assert query["amount"] == ["44800.00"]


def test_partners_of_a_year_lead_to_their_lines(anna: Visitor, ledger: Path) -> None:
    rows = asked(ledger, "balance", section="partners")["partners"]
    main = anna.get("/partners", year="2011", lang="en").main
    wanted = [row for row in rows if row["year"] == "2011"]
    *told, total = main.table("partners")[1:]
    assert [row[1] for row in told] == [euros(row["due"]) for row in wanted]
    assert cents_of(total[1]) == sum(cents(row["due"]) for row in wanted)
    hrefs = [each.attributes["href"] for each in main.all("a")]
    assert "/why/partners/2011/emmen/received" in hrefs


def test_what_a_partner_does_not_pay_is_no_cost(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "partner", partner="meppel")
    main = anna.get("/partners/meppel", lang="en").main
    *rows, total = main.table("projects")[1:]
    ended = ("withdrawn", "rejected", "retracted")
    for project, cells in zip(data["projects"], rows, strict=True):
        own = "0.00" if project["status"] in ended else project["own_contribution"]
        assert cells[3].startswith(euros(own))
        if own != project["own_contribution"]:
            assert f"{euros(project['own_contribution'])} was planned" in cells[3]
    on = [x for x in data["projects"] if x["status"] not in ended]
    for name, cell in zip(("own_contribution", "grant"), total[3:], strict=True):
        assert cents_of(cell) == sum(cents(x[name]) for x in on)
    left = cents(data["total"]["received"]) - cents(data["share_of_spent"])
    values = [each.text for each in main.all("dd")]
    assert f"{left}" in [str(cents_of(each)) for each in values if "€" in each]


def test_hours_are_no_money(prepared: Callable[[str], Path], tmp_path: Path) -> None:
    path = prepared("lived")
    posting = LedgerInTest(path)
    day: Row = {"date": "2011-08-31", "document": "MT-1"}
    posting.post("commit_hours", **hours("400"), **day)
    posting.post("record_hours", **hours("412.5"), **day)
    posting.close()
    with visiting(path, tmp_path / "accounts") as visitor:
        for lang, committed, worked in (
            ("nl", "400,00", "412,50"),
            ("en", "400.00", "412.50"),
        ):
            main = visitor.get("/partners/emmen", lang=lang).main
            assert main.table("hours")[1][:3] == ["2011", committed, worked]


def test_a_page_that_is_not_there_names_the_framework_in_force(
    prepared: Callable[[str], Path], tmp_path: Path
) -> None:
    path = prepared("lived")
    posting = LedgerInTest(path)
    adopt(posting, set_to("title", "Another framework"), on="2012-08-01")
    posting.close()
    with visiting(path, tmp_path / "accounts") as visitor:
        titles = [
            visitor.get(address).page.all("p", id="ledger")[0].text
            for address in ("/", "/projects/nope")
        ]
    assert titles[0].startswith(titles[1])
    assert "Another framework" in titles[1]
