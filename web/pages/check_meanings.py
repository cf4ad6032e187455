"""What each check looks at, in a sentence, for whoever reads what it found."""

from collections.abc import Mapping

from domain.values.messages import Message, message

MEANINGS: Mapping[str, Message] = {
    "journal": message("The lines of every entry add up to nothing."),
    "projections": message(
        "What is stored for reading is what the entries themselves say."
    ),
    "ceilings": message(
        "No budget was gone beyond by more than a deviation allows, on any day; and"
        " deviations are used."
    ),
    "key": message("What is called from the partners covers the budget of the year."),
    "current-account": message(
        "The current account was never below its floor, and the money of others that is"
        " earmarked was still there."
    ),
    "suspense": message("Money of unknown origin does not stay on suspense."),
    "documents": message("Each voucher is there, and is booked once."),
    "contributions": message("Partners pay what was called, by its due date."),
    "periods": message("Nothing is posted in a period that is locked."),
    "coverage": message("What is granted is covered by what is called or received."),
    "payees": message("Grants are paid to their recipients."),
    "years": message("A year is charged only while it runs."),
    "transfers": message("A decision moves the same budget once."),
    "meetings": message(
        "The steering group meets twice a year, and every partner is there."
    ),
    "ratification": message("The executives answer strategic decisions, and agree."),
    "accountability": message("The councils are told of every year that ended."),
    "hours": message("Partners work the hours that they committed."),
    "capacity": message(
        "Lent capacity and own contributions are what was promised for the grant."
    ),
    "participation": message(
        "As many partners take part as the grant was awarded for."
    ),
    "deadlines": message("What has a term is done before it passes."),
    "clock": message("Entries are recorded at the time that they say."),
    "bank": message("Every line of the bank has its entry, and every entry its line."),
    "payments": message("What was ordered to be paid can be paid."),
}
