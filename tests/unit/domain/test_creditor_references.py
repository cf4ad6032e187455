"""ISO 11649: the references that letters ask partners to mention."""

import pytest

from domain.values.creditor_references import (
    contribution_reference,
    is_creditor_reference,
    printed,
)


@pytest.mark.parametrize(
    ("year", "partner", "reference"),
    [
        ("2011", "emmen", "RF64ZD2011EMMEN"),
        ("2012", "emmen", "RF02ZD2012EMMEN"),
        ("2011", "de-wolden", "RF34ZD2011DEWOLDEN"),
        ("2011", "dewolden", "RF34ZD2011DEWOLDEN"),
    ],
)
def test_the_reference_of_a_contribution(
    year: str, partner: str, reference: str
) -> None:
    assert contribution_reference(year, partner) == reference
    assert is_creditor_reference(reference)


def test_a_long_code_is_cut() -> None:
    found = contribution_reference("2011", "gemeenschappelijke-regeling")
    assert found[4:] == "ZD2011GEMEENSCHAPPELI"
    assert len(found) == 25
    assert is_creditor_reference(found)


@pytest.mark.parametrize("text", ["RF18 5390 0754 7034", "rf18539007547034"])
def test_the_example_of_the_standard_is_one(text: str) -> None:
    assert is_creditor_reference(text)


@pytest.mark.parametrize("text", ["RF19539007547034", "RF18", "NL18539007547034", ""])
def test_what_is_none(text: str) -> None:
    assert not is_creditor_reference(text)


def test_letters_show_groups_of_four() -> None:
    assert printed("RF64ZD2011EMMEN") == "RF64 ZD20 11EM MEN"
