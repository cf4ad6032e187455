"""What is said of fields and commands, in the visitor's language."""

from domain.entries.register import command_model
from ledger.fields.described import Schema
from papers.wording.labels import helped
from web.pages.visit import Visit

_EXAMPLES = {
    "date": ("2011-12-31", "31-12-2011"),
    "euro-amount": ("1200.00", "1.200,00"),
    "signed-euro-amount": ("-1200.00", "-1.200,00"),
    "percentage": ("33.33", "33,33"),
    "hours": ("7.50", "7,50"),
}
"""By format what is typed, in English and in Dutch."""


def hint_of(schema: Schema, visit: Visit, *, by_line: bool = False) -> str:
    """What a field is, and what is typed in it."""
    said = [helped(str(schema.get("description", "")), visit.lang)]
    examples = _EXAMPLES.get(str(schema.get("format")))
    if by_line:
        said.append(visit.say("Left out: that of the bank line."))
    if examples is not None:
        example = examples[visit.lang == "nl"]
        said.append(visit.say("Such as {example}.", example=example))
    return " ".join(filter(None, said))


def summary(command: str, visit: Visit) -> str:
    """A command in a sentence."""
    return helped(summary_of(command), visit.lang)


def summary_of(command: str) -> str:
    """The same as the model says it, in English."""
    model = command_model(command)
    assert model is not None  # noqa: S101  # its name is of the catalogue
    return str(model.__doc__).partition("\n")[0].strip()
