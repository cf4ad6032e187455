"""A framework that lives on, as its users see it: show, diff, adopt, history."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from ledger.frameworks import load, source_of
from tests.functional.program import InProcess

ADOPT = ["adopt-framework", "--date", "1-8-2012", "--decision", "SG-2011-01"]


def edited(cli: InProcess, **changes: object) -> dict[str, Any]:
    """The framework in force as a file, with changes; the file is `next.toml`."""
    cli.ok("framework", "show", "-O", "toml", "-o", "framework.toml")
    source = tomllib.loads(Path("framework.toml").read_text(encoding="utf-8"))
    source |= changes
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    return source


def test_the_file_that_show_gives_is_the_framework(lived: InProcess) -> None:
    edited(lived)
    assert load(source_of("framework.toml")).to_mapping() == lived.json(
        "framework", "show"
    )
    found = lived.json("framework", "diff", "framework.toml")
    assert (found["changes"], found["complaints"]) == ([], [])
    assert "says the same" in lived.ok("framework", "diff", "framework.toml").out


def test_from_its_date_on_another_one_is_shown(lived: InProcess) -> None:
    edited(lived, annual_budget="150000.00", title="Second")
    receipt = lived.json(*ADOPT, "--framework", "next.toml", "--reason", "evaluated")
    assert receipt["entry"] == 27
    for at, known_at, title in (
        ("2012-08-01", "#27", "Second"),
        ("2012-07-31", "#27", "Drentse Zuidas, Strategisch Kader voor"),
        ("2012-08-01", "#26", "Drentse Zuidas, Strategisch Kader voor"),
    ):
        clocks = ("--at", at, "--known-at", known_at)
        shown = lived.json("framework", "show", *clocks)
        assert shown["title"].startswith(title), clocks
    told = lived.ok("framework", "history").out
    assert "From 2012-08-01: Second" in told
    first, second = lived.json("framework", "history")
    assert (first["entry"], first["date"], first["changes"]) == (1, None, [])
    assert {c["place"]: (c["before"], c["after"]) for c in second["changes"]} == {
        "title": (first["title"], "Second"),
        "annual_budget": ("160000.00", "150000.00"),
    }
    assert (second["reason"], second["decision"]) == ("evaluated", "SG-2011-01")
    assert lived.json("framework", "history", "--known-at", "#26") == [first]


def test_who_joins_and_leaves_is_told_once(lived: InProcess) -> None:
    source = edited(lived)
    source["partners"] = [p for p in source["partners"] if p["code"] != "meppel"]
    source["partners"].append(
        {"code": "assen", "name": "Assen", "kind": "municipality"}
    )
    source["programmes"][1]["leads"] = ["emmen"]
    source["keys"] = {"one": {"source": "x", "method": "amounts", "amounts": {}}}
    source["keys"]["one"]["amounts"] = {p["code"]: "1.00" for p in source["partners"]}
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    found = lived.json("framework", "diff", "next.toml")
    changes = {c["place"]: (c["before"], c["after"]) for c in found["changes"]}
    assert changes["partners.meppel"] == ("Gemeente Meppel", None)
    assert changes["partners.assen"] == (None, "Assen")
    assert not [place for place in changes if place.startswith("partners.meppel.")]
    assert changes["programmes.TL.leads"] == ("emmen, meppel", "emmen")
    assert found["complaints"] == []


def test_a_list_of_codes_and_a_key_are_told_by_what_differs(lived: InProcess) -> None:
    source = edited(lived)
    source["priority_themes"] = [*source["priority_themes"][:-1], "circular-economy"]
    source["keys"]["published"]["amounts"]["emmen"] = "44801.00"
    source["keys"].pop("computed")
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    found = lived.json("framework", "diff", "next.toml")["changes"]
    told = {c["place"]: (c["before"], c["after"]) for c in found}
    computed = told.pop("keys.computed")
    assert (str(computed[0])[:9], computed[1]) == ("section 6", None)
    assert told == {
        "priority_themes.governance": ("governance", None),
        "priority_themes.circular-economy": (None, "circular-economy"),
        "keys.published.amounts.emmen": ("44800.00", "44801.00"),
    }


def test_every_complaint_at_once_with_its_place(lived: InProcess) -> None:
    edited(
        lived,
        time_zone="Europe/Berlin",
        name="other",
        years=[],
        payment_term_days="x",
        process_ceiling="200000.00",
    )
    found = lived.json("framework", "diff", "next.toml")
    # What can't be read is no reason to keep quiet about the rest.
    assert [each["place"] for each in found["complaints"]] == [
        *("payment_term_days", "years", "process_ceiling", "name", "time_zone"),
    ]
    assert found["changes"] == []
    shape = lived(*ADOPT, "--framework", "next.toml", "-O", "json").error["message"]
    for place in ("payment_term_days", "years", "process_ceiling"):
        assert f"{place}: " in shape
    later = {"code": "2014", "start": "2014-08-01", "end": "2015-07-31"}
    edited(lived, time_zone="Europe/Berlin", name="other", years=[later])
    places = ["name", "time_zone", "years"]
    found = lived.json("framework", "diff", "next.toml")
    assert [each["place"] for each in found["complaints"]] == places
    assert found["changes"], "what can be read is compared all the same"
    refused = lived(*ADOPT, "--framework", "next.toml", "-O", "json").error
    assert refused["code"] == "FRAMEWORK_INVALID"
    assert [each["place"] for each in refused["details"]["complaints"]] == places
    assert "2011 is in use" in lived.ok("framework", "diff", "next.toml").out


def test_diff_knows_what_was_known_then(lived: InProcess) -> None:
    """Whether a year is in use is asked of that state of knowledge too."""
    source = edited(lived)
    source["years"] = [y for y in source["years"] if y["code"] != "2013"]
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    lived.ok(
        *("set-funding-limits", "--year", "2013", "--date", "2012-01-01"),
        *("--decision", "SG-2011-01", "--max-grant", "TL=5"),
    )
    for known_at, places in (("#26", []), ("#27", ["years"])):
        clock = ("--known-at", known_at)
        found = lived.json("framework", "diff", "next.toml", *clock)
        assert [each["place"] for each in found["complaints"]] == places
    lived.ok("reverse", "--entry", "27", "--date", "2012-01-01", "--reason", "x")
    found = lived.json("framework", "diff", "next.toml", "--known-at", "#27")
    assert [each["place"] for each in found["complaints"]] == ["years"]
    assert lived.json("framework", "diff", "next.toml")["complaints"] == []


def test_who_moves_up_has_not_moved(lived: InProcess) -> None:
    source = edited(lived)
    source["programmes"] = source["programmes"][1:]
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    found = lived.json("framework", "diff", "next.toml")["changes"]
    assert [change["place"] for change in found] == ["programmes.SN"]
    source["programmes"].reverse()
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    found = lived.json("framework", "diff", "next.toml")["changes"]
    assert {change["place"] for change in found} > {"programmes.IBO.place"}


def test_hours_are_of_the_partners_of_the_year(lived: InProcess) -> None:
    source = edited(lived)
    source["partners"].append({"code": "assen", "name": "A", "kind": "municipality"})
    source["partners"] = [p for p in source["partners"] if p["code"] != "dewolden"]
    source["keys"] = {"one": {"source": "x", "method": "amounts", "amounts": {}}}
    source["keys"]["one"]["amounts"] = {p["code"]: "1.00" for p in source["partners"]}
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    lived.ok(*ADOPT, "--framework", "next.toml")
    partners = [r["partner"] for r in lived.json("hours", "--year", "2011")]
    assert ("dewolden" in partners, "assen" in partners) == (True, False)
    partners = [r["partner"] for r in lived.json("hours", "--year", "2012")]
    assert ("dewolden" in partners, "assen" in partners) == (False, True)


def test_diff_tells_a_date_before_the_newest(lived: InProcess) -> None:
    edited(lived)
    lived.ok(*ADOPT, "--framework", "next.toml")
    for at, places in (("2012-07-31", ["date"]), ("2012-08-01", [])):
        found = lived.json("framework", "diff", "next.toml", "--at", at)
        assert [each["place"] for each in found["complaints"]] == places


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("adopt-framework --framework missing.toml", "can be read"),
        ("framework diff missing.toml", "can be read"),
    ],
)
def test_a_file_that_is_not_there(lived: InProcess, line: str, told: str) -> None:
    more = ADOPT[1:] if line.startswith("adopt") else []
    result = lived(*line.split(), *more)
    assert (result.code, told in result.err) == (1, True)
    assert "FRAMEWORK_INVALID" in result.err


def test_a_new_ledger_is_refused_for_all_that_is_wrong(cli: InProcess) -> None:
    source: Any = load("drentse-zuidas").to_mapping()
    source |= {"annual_budget": 5, "payment_term_days": -1}
    source["partners"][2]["kind"] = "church"
    Path("wrong.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    for line in ("init --framework wrong.toml", "framework check wrong.toml"):
        error = cli(*line.split(), "-O", "json").error
        assert error["code"] == "FRAMEWORK_INVALID"
        found = [each["place"] for each in error["details"]["complaints"]]
        assert found == ["payment_term_days", "annual_budget", "partners[3].kind"], line
    assert not Path("zuidas.db").exists()


def test_the_page_of_a_partner_that_left(lived: InProcess) -> None:
    source = edited(lived)
    source["partners"] = source["partners"][1:]
    source["programmes"][1]["leads"] = ["meppel"]
    for key in source["keys"].values():
        for part in ("amounts", "fixed"):
            key.get(part, {}).pop("emmen", None)
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    before = lived.json("partner", "emmen")
    lived.ok(*ADOPT, "--framework", "next.toml")
    after = lived.json("partner", "emmen")
    assert (after["name"], after["years"]) == (before["name"], before["years"])
    assert lived.json("statement", "partner:emmen")["closing"] == "0.00"


def test_an_adoption_is_an_entry_like_any_other(lived: InProcess) -> None:
    edited(lived, title="Second")
    dry = lived.json(*ADOPT, "--framework", "next.toml", "--dry-run")
    assert (dry["lines"], dry["dry_run"]) == ([], True)
    lived.ok(*ADOPT, "--framework", "next.toml", "--id", "k")
    again = lived.json(*ADOPT, "--framework", "next.toml", "--id", "k")
    assert (again["entry"], again["duplicate"]) == (27, True)
    assert lived.json("show", "27")["fields"]["framework"]["title"] == "Second"
    assert [row["entry"] for row in lived.json("decision", "SG-2011-01")["entries"]][
        -1
    ] == 27
    assert "verified" in lived.ok("audit", "verify").out
    assert [f["code"] for f in lived.json("check", "projections", "journal")] == []


def test_past_answers_stay_what_they_were(lived: InProcess) -> None:
    questions = [
        [*line.split(), "--known-at", "#26", "--at", "2012-07-31", "-O", form]
        for form in ("json", "csv", "text")
        for line in (
            *("balance", "history", "trial-balance", "budget-report", "check"),
            *("partner emmen", "project grecor", "framework show", "decisions"),
        )
    ]
    before = [lived.ok(*line).out for line in questions]
    source = edited(lived, annual_budget="1.00", process_ceiling="0.00")
    source["programmes"] = [source["programmes"][0] | {"name": "Other"}]
    source["partners"].append({"code": "assen", "name": "A", "kind": "municipality"})
    source["keys"] = {"one": {"source": "x", "method": "amounts", "amounts": {}}}
    source["keys"]["one"]["amounts"] = {p["code"]: "1.00" for p in source["partners"]}
    Path("next.toml").write_text(tomli_w.dumps(source), encoding="utf-8")
    lived.ok(
        "adopt-framework",
        "--framework",
        "next.toml",
        *ADOPT[3:],
        "--date",
        "2011-08-01",
    )
    after = [lived.ok(*line).out for line in questions]
    for line, was, is_ in zip(questions, before, after, strict=True):
        # The footer of a page says how many entries there are by now.
        assert was.replace("after entry 26", "after entry 26 of 27") in (is_, was)
        assert line
