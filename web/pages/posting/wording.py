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


_FEW = 4
"""Words of a hint that says no more than the label before it."""


def hint_of(
    schema: Schema, visit: Visit, label: str = "", *, by_line: bool = False
) -> str:
    """What a field is, and what is typed in it; nothing that its label says."""
    described = helped(str(schema.get("description", "")), visit.lang)
    said = [] if _repeats(described, label) else [described]
    example = example_of(schema, visit)
    if by_line:
        said.append(visit.say("Left out: that of the bank line."))
    if example:
        said.append(visit.say("Such as {example}.", example=example))
    return " ".join(filter(None, said))


def example_of(schema: Schema, visit: Visit) -> str:
    """What is typed in a field of some form; empty of any other."""
    examples = _EXAMPLES.get(str(schema.get("format")))
    return "" if examples is None else examples[visit.lang == "nl"]


def _repeats(said: str, label: str) -> bool:
    words = said.replace(",", "").split()
    begins = bool(label) and said.casefold().startswith(label.casefold())
    return begins and len(words) - len(label.split()) < _FEW


def summary(command: str, visit: Visit) -> str:
    """A command in a sentence."""
    return helped(summary_of(command), visit.lang)


def summary_of(command: str) -> str:
    """The same as the model says it, in English."""
    model = command_model(command)
    assert model is not None  # noqa: S101  # its name is of the catalogue
    return str(model.__doc__).partition("\n")[0].strip()
