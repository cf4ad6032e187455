"""Problems are told in the language that is asked for (section 11); data is English."""

import pytest

from tests.web.serving import Client

DUTCH = {"Accept-Language": "nl-NL,nl;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    ("address", "title", "detail"),
    [
        (
            *("/v1/projects/nope?at=2012-01-31", "Onbekend project"),
            "project 'nope' is onbekend op 31 januari 2012.",
        ),
        (
            *("/v1/programmes?foo=1", "Opdracht of veld klopt niet"),
            "hier is geen sleutel 'foo'; wel at, knownAt.",
        ),
        ("/v1/nowhere", "Niet gevonden", "er is niets op '/v1/nowhere'."),
    ],
)
def test_a_problem_in_dutch(
    fresh: Client, address: str, title: str, detail: str
) -> None:
    answer = fresh.get(address, DUTCH)
    told = answer.json
    assert (told["title"], told["detail"]) == (title, detail)
    assert answer.headers["Content-Language"] == "nl"
    assert answer.headers["Vary"] == "Accept-Language"
    assert (
        fresh.get(address, {"Accept-Language": "de"}).headers["Content-Language"]
        == "en"
    )
    plain = fresh.get(address)
    assert plain.headers["Content-Language"] == "en"
    assert {k: v for k, v in plain.json.items() if k not in ("title", "detail")} == {
        **{k: v for k, v in told.items() if k not in ("title", "detail")},
        **({"errors": plain.json["errors"]} if "errors" in told else {}),
    }


def test_each_fault_of_a_form_in_dutch(fresh: Client) -> None:
    row = {"command": "receive_contribution", "amount": "1.234"}
    answer = fresh.post("/v1/entries", row, DUTCH)
    told = {each["pointer"]: each["detail"] for each in answer.json["errors"]}
    assert told["/document"] == "ontbreekt."
    assert told["/amount"].startswith("'1.234' is geen bedrag")


def test_what_a_rule_refuses_in_dutch(fresh: Client) -> None:
    """It is refused in the thread that writes, and told where it is answered."""
    row = {"command": "lock_period", "until": "2030-01-01"}
    answer = fresh.post("/v1/entries", row, DUTCH)
    assert answer.status == 409
    assert answer.headers["Content-Language"] == "nl"
    assert "2030" in answer.json["detail"]
    assert " is " not in f" {answer.json['title']} "


def test_data_is_english_whoever_asks(fresh: Client) -> None:
    for path in ("/v1/findings", "/v1/programmes", "/v1/problems/overdraft"):
        assert fresh.get(path, DUTCH).body == fresh.get(path).body


def test_an_id_of_statements_is_told_at_its_field(fresh: Client) -> None:
    row = {"command": "lock_period", "until": "2011-01-01", "id": "stmt:x"}
    told = fresh.post("/v1/entries?dryRun=true", row).problem(400, "BAD_COMMAND")
    assert [each["pointer"] for each in told["errors"]] == ["/id"]
