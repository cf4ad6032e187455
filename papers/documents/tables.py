"""Tables and bars that several reports have, of the rows of their JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Euro, Message, Value, Words, message, parts
from domain.values.texts import format_cents
from papers.documents.blocks import Bar, Bars, Block, Grid, Items, Paragraph
from papers.documents.naming import placed, programme_said
from projections.report import Column, Row, Table
from projections.sums import cents, totals

_FIGURES = ("ceiling", "spent", "committed", "available")
_POSITION = (
    Column("name", "Programme"),
    Column("year", "Budget year", "name"),
    Column("ceiling", "Ceiling", "amount"),
    Column("spent", "Spent", "amount"),
    Column("process_costs", "Of which process costs", "amount", rare=True),
    Column("committed", "Committed", "amount"),
    Column("available", "Available", "amount"),
)
_POSITION_SUMS = (*_FIGURES, "process_costs")
_RUNNING = (
    Column("about", "Project"),
    Column("awarded", "Awarded", "amount"),
    Column("paid", "Paid", "amount"),
    Column("committed", "Still to pay", "amount"),
    Column("recoverable", "Still to recover", "amount", rare=True),
    Column("said", "Next step"),
)
_RUNNING_SUMS = ("awarded", "paid", "committed", "recoverable")
_SETTLED = (
    Column("about", "Project"),
    Column("awarded", "Awarded", "amount"),
    Column("determined", "Determined", "amount"),
    Column("paid", "Paid", "amount"),
    Column("refunded", "Paid back", "amount", rare=True),
    Column("written_off", "Written off", "amount", rare=True),
)
_PAID = (
    Column("paid_in_year", "Paid this year", "amount"),
    Column("paid", "Paid so far", "amount"),
)
_SETTLED_SUMS = ("awarded", "determined", "paid", "refunded", "written_off")
_DROPPED = (
    Column("about", "Project"),
    Column("status", "Outcome", "words"),
    Column("requested", "Requested", "amount"),
    Column("awarded", "Awarded", "amount", rare=True),
    Column("reason", "Reason"),
)
_STEPS: Mapping[str, Message] = {
    "decide": message("decide on the application"),
    "pay": message("pay the rest"),
    "determine": message("determine the grant"),
    "pay_balance": message("pay the balance"),
    "recover": message("recover what was paid too much"),
    "spend_funds": message("spend the money of others, or pay it back"),
    "none": message("none"),
}
_OVERDUE = (
    Column("name", "Partner"),
    Column("year", "Budget year"),
    Column("due_date", "Due date"),
    Column("overdue", "Overdue", "amount"),
)
_DEVIATIONS = (
    Column("from", "Deviation from"),
    Column("decision", "Decision", "name"),
    Column("allowed", "Allowed"),
    Column("taken", "Used"),
    Column("left", "Left", "amount"),
    Column("standing", "Now"),
)
_RULES: Mapping[str, Message] = {
    "non_physical": message("the rule that no physical investment is financed"),
    "vision_fit": message("the rule that a project fits the development vision"),
    "two_municipalities": message(
        "the rule that at least two municipalities take part"
    ),
    "maximum_per_project": message("the maximum per project"),
    "participation_share": message("the maximum share of the costs"),
    "programme_ceiling": message("the ceiling of the programme"),
    "third_parties_contribute": message("the rule that third parties contribute"),
    "external_funding_sought": message(
        "the rule that money of third parties is sought"
    ),
    "process_ceiling": message("the ceiling of process costs"),
    "process_reserve": message("what is kept for process costs"),
    "current_account": message("the floor of the current account"),
}
_ACCOUNT: Mapping[str, tuple[Message, int]] = {
    "committed": (message("Awarded and still to be paid"), 1),
    "available_open": (message("Left in programmes, open budget years"), 1),
    "available_closed": (message("Left in programmes, closed budget years"), 1),
    "unallocated": (message("Not divided over programmes yet"), 1),
    "gap": (message("Less: budget that nobody was asked to pay (the gap)"), -1),
    "other_cover": (message("Less: budget that other income was to cover"), -1),
    "outstanding": (message("Less: contributions still to be received"), -1),
    "recoverable": (message("Less: grants still to be recovered"), -1),
    "funds": (message("Money of others, held for projects"), 1),
    "suspense": (message("Money of unknown origin, on suspense"), 1),
    "other_received": (message("Interest and other receipts, so far"), 1),
    "other_paid": (message("Less: bank charges and other payments, so far"), -1),
}
"""The terms of the current account by name, and their sign in its sum."""
_SUM = (Column("said", "What for"), Column("amount", "Amount", "amount"))


_SEVERAL = 2


def total(rows: Sequence[Row], label: str, names: Sequence[str]) -> Row | None:
    """The row below a table of more than one row; its label stands in a column."""
    if len(rows) < _SEVERAL:
        return None
    return {label: Words("Total"), **totals(rows, names)}


def account_sentence(account: Row) -> Value:
    """What stands on the current account, what is spoken for, and what is left."""
    balance, committed, funds = (
        cents(account[name]) for name in ("balance", "committed", "funds")
    )
    said = [
        message(
            "On the current account stands {balance}. Of that {committed} is already"
            " awarded and still to be paid; {left} is left.",
            balance=Euro(balance),
            committed=Euro(committed),
            left=Euro(balance - committed - funds),
        )
    ]
    if funds:
        held = message(
            "{amount} of it is money of others, and counts as neither.",
            amount=Euro(funds),
        )
        said.append(held)
    else:
        said.append(message("There is no money of others on it."))
    return parts(said, " ")


def account_table(account: Row) -> Grid:
    """What the current account is for: terms that add up to what stands on it."""
    rows = [
        {"said": said, "amount": signed(account[name], sign)}
        for name, (said, sign) in _ACCOUNT.items()
        if cents(account[name])
    ]
    sums = {
        "said": message("Balance of the current account"),
        "amount": account["balance"],
    }
    title = message("What the current account is for")
    return Grid(Table(_SUM, rows, title, sums))


def signed(amount: str, sign: int) -> str:
    """An amount as it counts in a sum."""
    return format_cents(sign * cents(amount))


def position(rows: Sequence[Row], title: Message) -> Iterator[Block]:
    """Per programme what became of its ceiling: drawn, and in figures."""
    if not rows:
        yield Paragraph(message("No programme has a budget yet."))
        return
    drawn = [row for row in rows if row["open"] and cents(row["ceiling"]) > 0]
    if drawn:
        yield Bars(title, [_bar(row) for row in drawn], tabled=True)
    told = [{**row, "name": programme_said(row)} for row in rows]
    remark = message(
        "Budget year: the budget of one year. Ceiling: what a programme may spend of"
        " it. Spent: grants paid, less what came or comes back, and process costs."
        " Committed: awarded and not yet paid. Available: the rest."
    )
    sums = total(rows, "name", _POSITION_SUMS)
    yield Grid(
        Table(_POSITION, told, message("All budget years"), totals=sums, remark=remark)
    )


def _bar(row: Row) -> Bar:
    spent, committed, available, ceiling = (
        cents(row[name]) for name in ("spent", "committed", "available", "ceiling")
    )
    return Bar(placed(row), spent, committed, available, ceiling)


def project_tables(rows: Sequence[Row], dropped: Sequence[Row]) -> Iterator[Block]:
    """Projects that something is to be done for, those settled, those without money."""
    if not rows and not dropped:
        yield Paragraph(message("No project was decided on yet."))
    yield from _running([row for row in rows if row["next_step"] != "none"])
    yield from _settled([row for row in rows if row["next_step"] == "none"])
    if dropped:
        told = [{**row, "about": project_said(row)} for row in in_place(dropped)]
        sums = total(dropped, "about", ("requested", "awarded"))
        title = message("Rejected, retracted or withdrawn")
        yield Grid(Table(_DROPPED, told, title, sums))


def _running(rows: Sequence[Row]) -> Iterator[Block]:
    if rows:
        told = [
            {**row, "about": project_said(row), "said": next_step_said(row)}
            for row in in_place(rows)
        ]
        sums = total(rows, "about", _summed(_RUNNING_SUMS, rows))
        yield Grid(Table(in_year(_RUNNING, rows), told, message("Running"), sums))


def _settled(rows: Sequence[Row]) -> Iterator[Block]:
    if rows:
        told = [{**row, "about": project_said(row)} for row in in_place(rows)]
        determined = [{**row, "determined": row["determined"] or "0.00"} for row in rows]
        sums = total(determined, "about", _summed(_SETTLED_SUMS, rows))
        remark = message(
            "Determined: what the grant came to when the project was done. What was paid"
            " above that is paid back or written off."
        )
        columns = in_year(_SETTLED, rows)
        yield Grid(Table(columns, told, message("Settled"), sums, remark))


def in_place(rows: Sequence[Row]) -> list[Row]:
    """Projects by programme and year."""
    return sorted(rows, key=lambda row: (row["name"], row["year"]))


def project_said(row: Row) -> Value:
    """A project, and below it who gets the grant and what it is charged to."""
    whose = message(
        "{recipient}; {placed}", recipient=row["recipient"], placed=placed(row)
    )
    return parts([row["title"], whose], "\n")


def next_step_said(row: Row) -> Value:
    """What is next, and by when where that is known."""
    step = _STEPS[row["next_step"]]
    if row["status"] != "awarded":
        return step
    if row["determination_due"] is None:
        return message("{step}; no date is set for the determination", step=step)
    return message(
        "{step}; the recipient asks for determination by {day}",
        step=step,
        day=date.fromisoformat(row["determination_due"]),
    )


def overdue_table(rows: Sequence[Row]) -> Grid:
    """Contributions that were to be paid by now."""
    return Grid(Table(_OVERDUE, rows, totals=total(rows, "name", ("overdue",))))


def deviation_tables(
    rows: Sequence[Row], programmes: Sequence[Row]
) -> Iterator[Block]:
    """Deviations with what is left of them, and what the decisions were about."""
    left = {(row["programme"], row["year"]): cents(row["available"]) for row in programmes}
    told = [_deviation(row, left) for row in rows]
    remark = message(
        "Used: the most that was ever needed of it, also where that is over now."
    )
    yield Grid(Table(_DEVIATIONS, told, remark=remark))
    cited = {row["decision"]: row for row in rows if row["subject"] is not None}
    yield Items([_decision(row) for row in cited.values()])


def _decision(row: Row) -> Message:
    return message(
        "Decision {number} of {day}: {subject}",
        number=row["decision"],
        day=date.fromisoformat(row["date"]),
        subject=row["subject"],
    )


def _deviation(row: Row, left: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    return {
        "from": parts([_RULES[row["rule"]], scope_said(row)], "\n"),
        "decision": row["decision"],
        "allowed": _allowed(row),
        "taken": _taken(row),
        "left": row["left"],
        "standing": _standing(row, left),
    }


def _allowed(row: Row) -> Message:
    """How far it goes: a grant up to an amount or share, or so much above a ceiling."""
    if row["share"] is not None:
        return message("a grant up to {share}% of the costs", share=row["share"])
    if row["amount"] is None:
        return message("that the rule is not met")
    amount = Euro(cents(row["amount"]))
    if row["project"] is not None:
        return message("a grant up to {amount}", amount=amount)
    if row["rule"] == "current_account":
        return message("{amount} below it", amount=amount)
    return message("{amount} above it", amount=amount)


def _taken(row: Row) -> Message:
    used = cents(row["used"])
    if not used:
        return message("nothing ({used})", used=Euro(used))
    if row["project"] is not None and row["amount"] is None and row["share"] is None:
        return message("for a grant of {used}", used=Euro(used))
    return message("{used} above the rule", used=Euro(used))


def _standing(row: Row, left: Mapping[tuple[str, str], int]) -> Message:
    if row["lapsed"]:
        return message("lapsed: the project was given up")
    available = left.get((row["programme"], row["year"]), 0)
    if row["rule"] == "programme_ceiling" and available >= 0 and cents(row["used"]):
        return message(
            "not needed any more: {available} is left under the ceiling",
            available=Euro(available),
        )
    return message("in force")


def rule_said(row: Row) -> Message:
    """What was deviated from."""
    return _RULES[row["rule"]]


def scope_said(row: Row) -> Value:
    """What a deviation is about."""
    if row["title"] is not None:
        return row["title"]
    if row["name"] is not None:
        return placed(row) if row["year"] else programme_said(row)
    if row["year"] is not None:
        return message("budget year {year}", year=row["year"])
    return message("the current account")


def _summed(names: Sequence[str], rows: Sequence[Row]) -> Sequence[str]:
    return (*names, "paid_in_year") if "paid_in_year" in rows[0] else names


def in_year(columns: Sequence[Column], rows: Sequence[Row]) -> list[Column]:
    """Where a report is of a year, what was paid in it before what was paid so far."""
    if "paid_in_year" not in rows[0]:
        return [*columns]
    place = next(n for n, column in enumerate(columns) if column.name == "paid")
    return [*columns[:place], *_PAID, *columns[place + 1 :]]
