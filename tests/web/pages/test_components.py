"""What components say to those who see a page and to those who hear it."""

import pytest

from tests.web.pages.reading import Found, read
from web.pages.components.alerts import Alert, Finding, Findings, Kind, Mistakes
from web.pages.components.amounts import Amount
from web.pages.components.buttons import Button, ButtonLink
from web.pages.components.facts import Course, Facts, Step
from web.pages.components.fields import Choices, Option, Select, TextArea, TextField
from web.pages.components.forms import AmountOf, Amounts, Form, Repeated
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Empty, Link, Several
from web.pages.components.ways import Breadcrumbs, Pages
from web.pages.markup import element, identifier

HOSTILE = '<b onclick="x">&'


def euros(cents: int) -> str:
    return f"€ {cents / 100:.2f}"


def test_whatever_stands_in_an_element_is_escaped() -> None:
    made = read(element("p", HOSTILE, element("b", 1), None, title=HOSTILE))
    assert made.one("p")["title"] == HOSTILE
    assert made.one("p").text == HOSTILE + "1"


def test_attributes_are_said_as_python_can_say_them() -> None:
    made = element(
        "label", for_="a", aria_hidden="true", hidden=True, id=None, lang=False
    )
    assert made == '<label for="a" aria-hidden="true" hidden></label>'


@pytest.mark.parametrize(
    ("name", "id_"), [("third_parties.0.name", "third-parties-0-name"), ("a b", "a-b")]
)
def test_an_id_can_be_named_by_a_selector(name: str, id_: str) -> None:
    assert identifier(name) == id_


def test_a_negative_amount_has_its_sign_and_a_colour() -> None:
    shown = read(Amount(-350_000, euros)).one("span")
    assert shown.text == "€ -3500.00"
    assert "utrecht-number-data--negative" in shown.classes
    assert not read(Amount(1, euros)).all("span")
    allowed = Amount(-350_000, euros, allowed=True)
    assert not read(allowed).all("span")
    assert "€ -3500.00" in read(allowed).text


def test_an_alarming_amount_says_so_in_a_word() -> None:
    shown = read(Amount(100, euros, alarm="short")).one("strong", "alarm")
    assert "short" in shown.text


def test_an_amount_leads_to_its_why() -> None:
    shown = read(Amount(100, euros, href="/why?a=1&b=2")).one("a")
    assert (shown["href"], shown.text) == ("/why?a=1&b=2", "€ 1.00")


COLUMNS = [Column("Name"), Column("Day", narrow=True), Column("Euro", numeric=True)]


def table(rows: list[tuple[str, str, Amount]], **more: object) -> Found:
    return read(Table("t.1", "All of it", COLUMNS, rows, **more))  # type: ignore[arg-type]


def test_a_table_scrolls_in_a_named_region_that_can_have_the_focus() -> None:
    shown = table([("a", "b", Amount(1, euros))])
    region = shown.one(class_="utrecht-table-container")
    assert (region["role"], region["tabindex"]) == ("region", "0")
    caption = shown.one("caption")
    assert (caption["id"], caption.text) == (region["aria-labelledby"], "All of it")


def test_a_row_is_named_by_its_first_cell_and_numbers_stand_right() -> None:
    shown = table(
        [("a", "b", Amount(1, euros))], totals=["Total", "", Amount(1, euros)]
    )
    assert [each["scope"] for each in shown.all("th")] == ["col"] * 3 + ["row"] * 2
    last = shown.one("tbody").all("td")[-1]
    assert "numeric" in last.classes
    assert shown.one("tfoot").text == "Total€ 0.01"


def test_a_row_that_does_not_fit_its_columns_is_a_fault() -> None:
    with pytest.raises(ValueError, match="longer"):
        table([("a", "b")])  # type: ignore[list-item]


def test_a_table_without_rows_says_why_and_what_can_be_done() -> None:
    way_out = Empty("No project yet.", Link("Propose one", "/post/propose_project"))
    shown = table([], empty=way_out)
    assert shown.all("table") == []
    assert shown.text == "All of itNo project yet. Propose one"


def test_facts_without_a_value_are_left_out() -> None:
    shown = read(Facts([("a", "1"), ("b", None), ("c", ""), ("d", 0)]))
    assert [each.text for each in shown.all("dt")] == ["a", "d"]


def test_a_course_says_what_is_only_planned() -> None:
    shown = read(Course("Life", [Step("1 May", "Paid", planned=True)], "planned"))
    assert shown.one("li").text == "1 May (planned)Paid"


@pytest.mark.parametrize("kind", ["info", "ok", "warning", "error"])
def test_an_alert_has_a_mark_beside_its_colour(kind: Kind) -> None:
    shown = read(Alert(kind, "Title", ["One", Link("Two", "#")], "status"))
    box = shown.inside[0]
    assert (box["role"], f"utrecht-alert--{kind}" in box.classes) == ("status", True)
    assert shown.one(class_="alert__mark")["aria-hidden"] == "true"
    assert shown.one(class_="utrecht-alert__content").text == "TitleOneTwo"


def test_mistakes_lead_to_their_fields() -> None:
    shown = read(Mistakes("Wrong", [("shares.SN", "no share"), ("", "no sum")]))
    assert shown.one("a")["href"] == "#shares-SN"
    assert [each.text for each in shown.all("li")] == ["no share", "no sum"]


def test_findings_say_how_grave_they_are_in_words() -> None:
    finding = Finding("error", "danger", "BANK_DIFFERS", "By € 1", [Link("#1", "/1")])
    assert read(Findings([finding], "None.")).text == "error BANK_DIFFERSBy € 1#1"
    assert read(Findings([], "None.")).text == "None."


def test_a_wrong_field_says_so_and_names_what_is_wrong() -> None:
    shown = read(
        TextField("amount", "Amount", HOSTILE, "Like 1.00", "No amount", "optional")
    )
    field = shown.one("input")
    assert (field["value"], field["aria-invalid"]) == (HOSTILE, "true")
    ids = field["aria-describedby"].split()
    said = [each.text for each in shown.all() if each.get("id") in ids]
    assert said == ["Like 1.00", "No amount"]
    label = shown.one("label")
    assert (label["for"], label.text) == (field["id"], "Amount (optional)")


def test_a_right_field_is_not_described_by_nothing() -> None:
    field = read(TextField("amount", "Amount")).one("input")
    assert not {"aria-describedby", "aria-invalid"} & set(field.attributes)


def test_what_exists_is_suggested_where_other_texts_are_welcome() -> None:
    shown = read(TextField("decision", "Decision", suggestions=["SG-1", "SG-2"]))
    assert shown.one("input")["list"] == shown.one("datalist")["id"]
    assert [each["value"] for each in shown.all("option")] == ["SG-1", "SG-2"]


def test_a_text_keeps_its_first_empty_line() -> None:
    made = TextArea("note", "Note", "\nbelow").__html__()
    assert ">\n\nbelow</textarea>" in made


def test_one_of_what_exists_is_chosen() -> None:
    options = [Option("SN", "S&N"), Option("TL", "T&L")]
    shown = read(
        Select("programme", "Programme", "TL", options=options, nothing="Choose")
    )
    told = [
        (each["value"], "selected" in each.attributes) for each in shown.all("option")
    ]
    assert told == [("", False), ("SN", False), ("TL", True)]


@pytest.mark.parametrize("one", [False, True])
def test_boxes_stand_under_a_legend_and_have_one_name(one: bool) -> None:
    options = [Option("emmen", "Emmen"), Option("meppel", "Meppel")]
    shown = read(
        Choices(
            "participants", "Who", options, ["meppel"], "Two", "One is few", one=one
        )
    )
    boxes = shown.all("input")
    assert {each["type"] for each in boxes} == {"radio" if one else "checkbox"}
    assert {each["name"] for each in boxes} == {"participants"}
    assert [each["value"] for each in boxes if "checked" in each.attributes] == [
        "meppel"
    ]
    group = shown.one("fieldset")
    assert len(group["aria-describedby"].split()) == 2
    assert shown.one("legend").text == "Who"


def test_amounts_by_name_are_fields_of_the_commands_own_names() -> None:
    rows = [AmountOf("SN", "S&N", "1,00"), AmountOf("TL", "T&L", "x", "No amount")]
    shown = read(Amounts("shares", "Shares", ("Programme", "Percent"), rows))
    right, wrong = shown.all("input")
    assert [right["name"], wrong["name"]] == ["shares.SN", "shares.TL"]
    ids = wrong["aria-labelledby"].split()
    named = {each.get("id"): each.text for each in shown.all("th")}
    assert [named[each] for each in ids] == ["T&L", "Percent"]
    assert wrong["aria-describedby"] == "shares-TL-error"
    assert "aria-invalid" not in right.attributes


def test_rows_are_named_by_number_and_a_button_adds_one() -> None:
    rows = [[TextField(f"third_parties.{at}.name", "Name")] for at in range(2)]
    shown = read(Repeated("third_parties", "Third parties", "party", rows, "Add"))
    groups = [each["aria-label"] for each in shown.all(class_="repeated")]
    assert groups == ["party 1", "party 2"]
    button = shown.one("button")
    assert (button["name"], button["value"]) == ("add", "third_parties")


def test_a_form_posts_and_tries_while_it_is_filled() -> None:
    form = read(Form("/post/pay_grant", [Button("Post")], live="dry")).one("form")
    assert (form["method"], form["action"]) == ("post", "/post/pay_grant")
    assert (form["hx-post"], form["hx-target"]) == ("/post/pay_grant", "#dry")
    assert "submit" not in form["hx-trigger"]
    assert "name" not in form.one("button").attributes
    assert "hx-post" not in read(Form("/x", [])).one("form").attributes


def test_a_button_with_a_name_sends_its_value() -> None:
    button = read(Button("Try", "secondary", "dryRun", "true")).one("button")
    assert (button["type"], button["name"], button["value"]) == (
        "submit",
        "dryRun",
        "true",
    )
    assert read(ButtonLink("Go", "/post")).one("a")["href"] == "/post"


def test_the_page_itself_is_the_last_crumb() -> None:
    shown = read(Breadcrumbs("Where", [Link("Overview", "/")], "2012"))
    assert [each.text for each in shown.all("li")] == ["Overview", "2012"]
    assert shown.all("span")[-1]["aria-current"] == "page"


def test_only_pages_that_are_there_are_linked() -> None:
    shown = read(Pages("Entries", "1 to 9", after=Link("Later", "?after=9")))
    assert [each.text for each in shown.all("a")] == ["Later"]
    assert shown.one("a")["rel"] == "next"


def test_several_contents_are_parted() -> None:
    assert read(Several([Link("a", "#"), HOSTILE], " & ")).text == f"a & {HOSTILE}"
