"""The pages of the bank on either database."""

from pathlib import Path

from ledger.storage.location import Location
from tests.web.pages.bank_pages import (
    followed,
    form,
    forms,
    registered,
    send,
    statement_file,
    story_with_bank,
)
from tests.web.pages.visiting import visiting


def test_a_year_of_statements_is_read_and_accepted(
    place: Location, tmp_path: Path
) -> None:
    url = place.url if place.path is None else str(place.path)
    story_with_bank(url)
    with visiting(url, tmp_path / "accounts") as anna:
        registered(anna, statement_file(2011))
        certain = form(anna.get("/bank/certain"), "/bank/certain")
        assert "Recorded" in followed(anna, send(anna, certain)).main.text
        line = anna.get("/bank/lines/113.2")
        first = forms(line, "/bank/lines/113.2")[0]
        assert "Recorded" in followed(anna, send(anna, first)).main.text
        assert "Answered by" in anna.get("/bank/lines/113.2").main.text
        rest = form(anna.get("/bank/statements/113"), "/bank/statements/113")
        assert send(anna, rest).status == 303
        page = anna.get("/bank")
        assert "No line of the bank is open." in page.main.text
        assert page.main.table("identity-sum")[-1][1] == "€\u00a00.00"
