"""`zuidas journal`: every line as posted."""

from cli.answers import FROM, TO, Answer, Asked, check_range, query, typed_day
from cli.render.tables import Table, money, number, text
from projections.queries import journal as journals


@query(
    "journal",
    FROM,
    TO,
    formats=("text", "json", "csv", "hledger"),
    examples="""
    zuidas journal --from 2011-08-01 --to 2011-08-31
    zuidas journal -O hledger -o zuidas.journal
    """,
)
def journal(asked: Asked, start: str | None, end: str | None) -> Answer:
    """Every line of the journal, in the order of entries."""
    first, last = typed_day(start), typed_day(end)
    check_range(first, last)
    if asked.settings.shape == "hledger":
        lines = journals.hledger(asked.view, first, last)
        return Answer(None, lambda: "\n".join(lines), plain=True)
    rows = [journals.line_json(x) for x in journals.journal(asked.view, first, last)]

    def shown() -> str:
        table = Table(
            [
                number("Entry"),
                text("Date"),
                text("Account"),
                money("Debit"),
                money("Credit"),
            ],
            title="Journal",
        )
        for row in rows:
            amount = str(row["amount"])
            credit = amount.startswith("-")
            sides = ("", amount[1:]) if credit else (amount, "")
            table.add(row["entry"], row["date"], row["account"], *sides)
        return table.render()

    return Answer(rows, shown, rows, ("entry", "date", "account", "amount"))
