"""The framework: partners (Z1), programmes (Z2), key and gap (Z4, Z5), years (Z6)."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.framework.contribution_keys import read_key, read_keys
from domain.framework.differences import differences
from domain.framework.framework import Framework, gap_message
from domain.framework.framework_file import read_framework
from domain.framework.organisation import is_rsin
from domain.values.errors import Refusal
from ledger.frameworks import built_in_names, load


@pytest.fixture(scope="module")
def zuidas_framework() -> Framework:
    return load("drentse-zuidas")


def test_the_partners_are_the_six_governments(zuidas_framework: Framework) -> None:
    assert zuidas_framework.partner_codes == (
        "emmen",
        "coevorden",
        "hoogeveen",
        "dewolden",
        "meppel",
        "drenthe",
    )
    assert zuidas_framework.municipalities == {*zuidas_framework.partner_codes[:5]}


def test_each_programme_is_led_by_municipalities_and_none_by_de_wolden(
    zuidas_framework: Framework,
) -> None:
    leads = {p.code: p.leads for p in zuidas_framework.programmes}
    assert leads == {
        "SN": ("coevorden", "hoogeveen"),
        "TL": ("emmen", "meppel"),
        "IBO": ("coevorden", "hoogeveen"),
    }


def test_z3_the_annual_budget_and_the_part_for_process_costs(
    zuidas_framework: Framework,
) -> None:
    assert zuidas_framework.annual_budget == 160_000_00
    assert zuidas_framework.process_ceiling == 20_000_00


def test_z5_the_published_key_is_table_2_and_leaves_a_gap(
    zuidas_framework: Framework,
) -> None:
    key = read_key(zuidas_framework, "published")
    assert key.contributions == {
        "emmen": 44_800_00,
        "coevorden": 14_400_00,
        "hoogeveen": 22_400_00,
        "dewolden": 9_600_00,
        "meppel": 12_800_00,
        "drenthe": 52_800_00,
    }
    assert key.total == 156_800_00
    assert zuidas_framework.gap(key) == 3_200_00
    found = gap_message(zuidas_framework, key)
    assert found is not None
    message = str(found)
    for said in ("156,800.00", "160,000.00", "3,200.00", "28+9+14+6+8+33", "98"):
        assert said in message


@pytest.mark.parametrize(
    ("percentages", "said"),
    [
        ({"emmen": "28.5", "drenthe": "33.25"}, "28.5+33.25 add up to 61.75, not 100"),
        ({"emmen": "66.75", "drenthe": "33.25"}, None),
        ({}, None),
    ],
)
def test_z5_published_percentages_explain_a_gap_where_they_can(
    zuidas_framework: Framework, percentages: dict[str, str], said: str | None
) -> None:
    source: Any = copy.deepcopy(zuidas_framework.to_mapping())
    source["keys"]["published"]["percentages"] = percentages
    framework = read_framework(source)
    found = gap_message(framework, read_key(framework, "published"))
    assert found is not None
    message = str(found)
    assert "3,200.00" in message
    assert (said in message) if said else ("not 100" not in message)


def test_z4_the_computed_key_is_exact_to_the_cent(zuidas_framework: Framework) -> None:
    key = read_key(zuidas_framework, "computed")
    assert key.contributions == {
        "emmen": 45_416_67,
        "coevorden": 15_000_00,
        "hoogeveen": 22_916_67,
        "dewolden": 10_000_00,
        "meppel": 13_333_33,
        "drenthe": 53_333_33,
    }
    assert key.total == 160_000_00
    assert gap_message(zuidas_framework, key) is None


def test_the_published_key_is_the_default(zuidas_framework: Framework) -> None:
    assert read_key(zuidas_framework, None).name == "published"


def test_an_unknown_key_is_refused(zuidas_framework: Framework) -> None:
    with pytest.raises(Refusal, match="published, computed") as caught:
        read_key(zuidas_framework, "equal")
    assert caught.value.code == "FRAMEWORK_INVALID"


def test_z6_three_years_from_august_to_july(zuidas_framework: Framework) -> None:
    assert [(y.code, y.start, y.end) for y in zuidas_framework.years] == [
        (str(n), date(n, 8, 1), date(n + 1, 7, 31)) for n in (2011, 2012, 2013)
    ]
    assert zuidas_framework.start == date(2011, 1, 1)


def test_terms_and_lists_of_the_contract(zuidas_framework: Framework) -> None:
    assert zuidas_framework.payment_term_days == 30
    assert zuidas_framework.current_account_floor is None
    assert zuidas_framework.time_zone == "Europe/Amsterdam"
    assert zuidas_framework.categories == (
        *("suspense", "interest", "bank-charges", "business"),
    )
    assert zuidas_framework.process_cost_kinds == (
        *("meetings", "lobby", "speakers", "facilitation", "office"),
    )
    assert zuidas_framework.priority_themes == (
        "transport-logistics",
        "manufacturing",
        "business-sites",
        "knowledge-innovation",
        "education-labour-market",
        "lobby-marketing",
        "sustainability",
        "networking",
        "governance",
    )


def test_a_framework_survives_being_stored(zuidas_framework: Framework) -> None:
    again = read_framework(zuidas_framework.to_mapping())
    assert again.to_mapping() == zuidas_framework.to_mapping()
    assert tuple(read_keys(again)) == tuple(read_keys(zuidas_framework))
    assert again.years == zuidas_framework.years


def test_the_built_in_framework_is_listed() -> None:
    assert "drentse-zuidas" in built_in_names()


def _without(name: str) -> Any:
    return lambda source: source.pop(name)


def _set(value: object, *path: Any) -> Any:
    def change(source: Any) -> None:
        for step in path[:-1]:
            source = source[step]
        source[path[-1]] = value

    return change


WRONG = {
    "no partners": _set([], "partners"),
    "partners no list": _set("emmen", "partners"),
    "partner no table": _set("emmen", "partners", 0),
    "a code twice": _set("EMMEN", "partners", 1, "code"),
    "a code with a space": _set("de wolden", "partners", 3, "code"),
    "a code that is no text": _set(1, "partners", 0, "code"),
    "a blank name": _set(" ", "partners", 0, "name"),
    "a negative number of inhabitants": _set(-1, "partners", 0, "inhabitants"),
    "inhabitants that are a fraction": _set(1.5, "partners", 0, "inhabitants"),
    "a reserved programme": _set("outside", "programmes", 0, "code"),
    "another reserved programme": _set("Unallocated", "programmes", 0, "code"),
    "a lead that is no partner": _set(["assen"], "programmes", 0, "leads"),
    "an unknown field": _set(1, "budget_per_year"),
    "an unknown field of a year": _set(1, "years", 0, "budget"),
    "an unknown field of a key": _set("x", "keys", "published", "rounding"),
    "a year that ends before it starts": _set("2011-01-31", "years", 0, "end"),
    "years that overlap": _set("2012-08-01", "years", 0, "end"),
    "a year before the start": _set("2011-09-01", "start"),
    "a date that is none": _set("2011-02-30", "start"),
    "a date that is a number": _set(2011, "start"),
    "a budget that is a number": _set(160000, "annual_budget"),
    "a budget with a comma": _set("160.000,00", "annual_budget"),
    "process costs above the budget": _set("160000.01", "process_ceiling"),
    "a category that is no code": _set(["in terest"], "categories"),
    "an unknown time zone": _set("Europe/Emmen", "time_zone"),
    "a time zone out of the tree": _set("../../etc/passwd", "time_zone"),
    "no time zone": _without("time_zone"),
    "no keys": _without("keys"),
    "empty keys": _set({}, "keys"),
    "a key that is no table": _set("x", "keys", "published"),
    "a key of no method": _set("guess", "keys", "published", "method"),
    "a key that leaves a partner out": lambda s: s["keys"]["published"]["amounts"].pop(
        "emmen"
    ),
    "a key for a stranger": _set("1.00", "keys", "published", "amounts", "assen"),
    "a percentage that is none": _set("x", "keys", "published", "percentages", "emmen"),
    "a percentage that is a number": _set(
        28, "keys", "published", "percentages", "emmen"
    ),
    "a share above one": _set("3/2", "keys", "computed", "fixed", "drenthe"),
    "a share that is a float": _set(0.33, "keys", "computed", "fixed", "drenthe"),
    "a share divided by zero": _set("1/0", "keys", "computed", "fixed", "drenthe"),
    "a share by inhabitants unknown": lambda s: s["partners"][0].pop("inhabitants"),
    "an organisation that is no table": _set("Provincie Drenthe", "organisation"),
    "an unknown field of the organisation": _set({"kvk": "1"}, "organisation"),
    "an organisation without a name in it": _set({"name": " "}, "organisation"),
    "an RSIN of ten digits": _set({"rsin": "0012345678"}, "organisation"),
    "an RSIN that fails the 11-test": _set({"rsin": "123456789"}, "organisation"),
    "an RSIN of noughts": _set({"rsin": "000000000"}, "organisation"),
    "an RSIN that is a number": _set({"rsin": 123456782}, "organisation"),
    "an IBAN with wrong check digits": _set(
        {"iban": "NL05ZLBK2011080101"}, "organisation"
    ),
    "a language that is none of two": _set("fy", "language"),
    "a language in capitals": _set("NL", "language"),
    "a language that is a list": _set(["nl"], "language"),
    "a negative term": _set(-30, "payment_term_days"),
    "a term that is a truth value": _set(True, "payment_term_days"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_framework_is_refused_with_its_place(
    zuidas_framework: Framework, wrong: str
) -> None:
    source = copy.deepcopy(zuidas_framework.to_mapping())
    WRONG[wrong](source)
    with pytest.raises(Refusal) as caught:
        # The keys are read and checked when they are first asked for.
        assert tuple(read_keys(read_framework(source)))
    assert caught.value.code == "FRAMEWORK_INVALID"


def test_a_negative_floor_of_the_current_account_is_allowed(
    zuidas_framework: Framework,
) -> None:
    source = {**zuidas_framework.to_mapping(), "current_account_floor": "-500.00"}
    assert read_framework(source).current_account_floor == -500_00


ORGANISATION = {
    "name": "Provincie Drenthe",
    "department": "Economie",
    "address": "Westerbrink 1, 9405 BJ Assen",
    "rsin": "123456782",
    "iban": "nl05 ZLBK 2011 0801 00",
    "contact": "zuidas@example.org",
}


def test_the_built_in_framework_names_no_language_and_no_organisation(
    zuidas_framework: Framework,
) -> None:
    assert zuidas_framework.language is None
    assert not any(zuidas_framework.organisation)
    assert not {"language", "organisation"} & set(zuidas_framework.to_mapping())


def test_a_framework_may_say_who_writes_and_in_which_language(
    zuidas_framework: Framework,
) -> None:
    source = zuidas_framework.to_mapping()
    source |= {"organisation": ORGANISATION, "language": "nl"}
    framework = read_framework(source)
    assert framework.language == "nl"
    assert framework.organisation._asdict() == {
        **ORGANISATION,
        "iban": "NL05ZLBK2011080100",
    }
    assert framework.to_mapping() == source  # as they were given


@pytest.mark.parametrize("name", ORGANISATION)
def test_each_field_of_the_organisation_may_stand_alone(
    zuidas_framework: Framework, name: str
) -> None:
    source = zuidas_framework.to_mapping()
    source["organisation"] = {name: ORGANISATION[name]}
    organisation = read_framework(source).organisation
    assert [field for field, said in organisation._asdict().items() if said] == [name]


def test_all_that_is_wrong_with_the_organisation_is_told_at_once(
    zuidas_framework: Framework,
) -> None:
    source = zuidas_framework.to_mapping()
    source["organisation"] = {**ORGANISATION, "rsin": "1", "iban": "NL00", "fax": "x"}
    source["language"] = "de"
    with pytest.raises(Refusal) as caught:
        read_framework(source)
    found: Any = caught.value.details["complaints"]
    assert [each["place"] for each in found] == [
        "language",
        "organisation",
        "organisation.rsin",
        "organisation.iban",
    ]


def test_what_changes_of_the_organisation_is_told_by_its_fields(
    zuidas_framework: Framework,
) -> None:
    source = zuidas_framework.to_mapping()
    before = read_framework({**source, "organisation": {"name": "A", "contact": "x"}})
    after = read_framework(
        {**source, "organisation": {"name": "B", "rsin": "123456782"}, "language": "nl"}
    )
    assert [tuple(each) for each in differences(before, after)] == [
        ("organisation.name", "A", "B"),
        ("organisation.contact", "x", None),
        ("organisation.rsin", None, "123456782"),
        ("language", None, "nl"),
    ]
    assert {each.place for each in differences(zuidas_framework, after)} == {
        *("organisation.name", "organisation.rsin", "language"),
    }


@given(digits=st.text("0123456789", min_size=8, max_size=8))
def test_of_ten_last_digits_at_most_one_passes_the_11_test(digits: str) -> None:
    weights = range(9, 1, -1)
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    right = [last for last in "0123456789" if is_rsin(digits + last)]
    assert right == ([str(rest)] if rest < 10 and int(digits + str(rest)) else [])
