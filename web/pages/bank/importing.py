"""Reading files of statements: what would be registered, and then that and no more.

Nothing of a file is kept. What it would become is shown with a form that carries it, or
where it is too long for a page, with a form that takes the file again and registers it
only where it is what was shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from domain.entries.command import Command
from domain.entries.statements import RegisterStatement
from domain.values.errors import LedgerError
from ledger.posting.bank_facts import bank_accounts, last_statement, statement_of_id
from ledger.posting.judging import books_of
from ledger.statements.limits import MAX_BYTES
from ledger.statements.recognising import read_statements
from ledger.statements.registering import Registration, registrations
from ledger.statements.statement import Statement
from web.api.statuses import status_of
from web.pages.bank.packing import commands_of, packed, unpacked
from web.pages.bank.posting import (
    REGISTER,
    Acting,
    back,
    check_answers,
    check_may_act,
    posted,
)
from web.pages.bank.words import (
    amount,
    crumbs,
    day_text,
    hidden,
    may_act,
    nothing_to_do,
    now_of,
    paragraph,
    refusal,
)
from web.pages.components.alerts import Alert
from web.pages.components.buttons import Button, Buttons
from web.pages.components.fields import Option, Select
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Code, Link, Several
from web.pages.markup import Content, element
from web.pages.site import GoOn, Shown
from web.pages.visit import Visit

MOST_CARRIED = 30_000
"""Characters of statements that a page carries."""
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """What files would become."""

    statements: Sequence[Statement]
    registrations: Sequence[Registration]
    known: dict[str, int]
    """By id the entries of those that are registered already."""

    @property
    def new(self) -> list[RegisterStatement]:
        """The commands that would record something."""
        commands = (each.command for each in self.registrations)
        return [each for each in commands if str(each.id) not in self.known]

    @property
    def seal(self) -> str:
        """What tells whether other files would become the same."""
        ids = " ".join(sorted(str(each.command.id) for each in self.registrations))
        return sha256(ids.encode()).hexdigest()


def importing(visit: Visit) -> Shown:
    """A form that takes files."""
    return _shown(visit, [*nothing_to_do(visit), *_form(visit)])


def imported(visit: Visit) -> Shown | GoOn:
    """What files would become; or register what was shown."""
    form = visit.asked.form
    reading = Reading((), (), {})
    try:
        check_may_act(visit)
        if not visit.asked.files and "statements" in form:
            return _register(visit, _carried(form["statements"][-1]))
        reading, faults = _read(visit)
        if faults:
            return _refused(visit, faults)
        if reading.new and form.get("seen", ("",))[-1] == reading.seal:
            return _register(visit, reading.new)
        second = _judge(visit, reading)
    except LedgerError as error:
        return _refused(visit, [error], _place(error, reading))
    return _shown(visit, [*_preview(visit, reading, second=second)])


def _carried(text: str) -> Sequence[Command]:
    commands = commands_of(unpacked(text))
    check_answers(commands, [REGISTER])
    return commands


def _register(visit: Visit, commands: Sequence[Command]) -> GoOn:
    return back(visit, "/bank", posted(visit, commands))


def _read(visit: Visit) -> tuple[Reading, list[LedgerError]]:
    """What all files say; of each that is refused why."""
    found: list[Statement] = []
    faults: list[LedgerError] = []
    for each in visit.asked.files:
        try:
            found += read_statements(each.data, each.name)
        except LedgerError as error:
            faults.append(error)
    if faults:
        return Reading((), (), {}), faults
    books = books_of(now_of(visit))
    named = visit.asked.form.get("account", ("",))[-1] or None
    made = registrations(found, bank_accounts(books), named)
    ids = [str(each.command.id) for each in made]
    known = {id_: entry for id_ in ids if (entry := statement_of_id(books, id_))}
    return Reading(found, made, known), []


def _judge(visit: Visit, reading: Reading) -> bool:
    """Raise why it would be refused; whether a second person is asked."""
    second = Acting(visit)
    poster = visit.service.poster(visit.identity)
    asked = any(map(second.asked_for, reading.new))
    if reading.new and not asked:
        visit.service.suppose_all([*enumerate(reading.new, start=1)], poster)
    return asked


def _place(error: LedgerError, reading: Reading) -> str:
    """The file whose statement was refused; of one that can't be read it says so."""
    if error.line is None or error.line > len(reading.new):
        return ""
    command = reading.new[error.line - 1]
    return next(
        each.statement.file for each in reading.registrations if each.command is command
    )


def _shown(visit: Visit, contents: Sequence[Content], status: int = 200) -> Shown:
    title = visit.say("Read statements")
    return Shown(
        "page.html", title, {"contents": contents}, status, crumbs=crumbs(visit, title)
    )


def _refused(visit: Visit, faults: Sequence[LedgerError], place: str = "") -> Shown:
    """Why, of each file; nothing was recorded."""
    alerts = [
        refusal(error, visit, f"refused-{number}", place)
        for number, error in enumerate(faults, start=1)
    ]
    nothing = paragraph(visit.say("Nothing was recorded."))
    status = status_of(faults[0])
    return _shown(visit, [*alerts, nothing, *_form(visit)], status)


def _form(visit: Visit, seen: str = "") -> Iterator[Content]:
    """Takes files; with `seen` to register those that were just shown."""
    if not may_act(visit):
        return
    label = visit.say("Files")
    hint = visit.say(
        "camt.053, MT940, or a ZIP of these; together at most {most} MB. Nothing of a"
        " file is kept but the statements that are registered.",
        most=MAX_BYTES // 1_048_576,
    )
    yield element(
        "form",
        element(
            "div",
            element("label", label, class_="utrecht-form-label", for_="files"),
            element(
                "div", hint, class_="utrecht-form-field-description", id="files-hint"
            ),
            element(
                "input",
                type="file",
                name="files",
                id="files",
                multiple=True,
                required=True,
                aria_describedby="files-hint",
            ),
            class_="utrecht-form-field",
        ),
        _accounts(visit),
        hidden("seen", seen) if seen else None,
        Buttons([_button(visit, seen)]),
        class_="form",
        method="post",
        action=visit.href("/bank/import"),
        enctype="multipart/form-data",
    )
    if not seen:
        yield paragraph(
            visit.say(
                "A ledger extract (CSV) takes a mapping of its columns, and is read on"
                " the command line:"
            ),
            " ",
            Code("zuidas bank import FILE.csv --extract MAP.toml"),
        )


def _button(visit: Visit, seen: str) -> Button:
    if seen:
        return Button(visit.say("Register these statements"))
    return Button(
        visit.say("Show what would be registered"), name="dryRun", value="true"
    )


def _accounts(visit: Visit) -> Select:
    codes = [each.given.account for each in bank_accounts(books_of(now_of(visit)))]
    return Select(
        "account",
        visit.say("Account"),
        visit.asked.form.get("account", ("",))[-1],
        hint=visit.say("Only where the files don't name it."),
        optional=visit.say("may stay empty"),
        options=[Option(code, code) for code in codes],
        nothing=visit.say("as the files say"),
    )


def _preview(visit: Visit, reading: Reading, *, second: bool) -> Iterator[Content]:
    """What would be registered, and the form that does it."""
    if not reading.registrations:
        yield Alert("info", visit.say("No file was chosen."))
        yield from _form(visit)
        return
    yield paragraph(_counted(visit, reading))
    yield _table(visit, reading)
    yield from _left_out(visit, reading)
    if not reading.new:
        yield paragraph(Link(visit.say("Back to the bank"), visit.href("/bank")))
        return
    if second:
        yield paragraph(visit.say("A second person is asked before it is registered."))
    carried = packed([_fields(each) for each in reading.new])
    if len(carried) > MOST_CARRIED:
        yield paragraph(
            visit.say("These are long statements: choose the same files once more.")
        )
        yield from _form(visit, reading.seal)
        return
    yield element(
        "form",
        hidden("statements", carried),
        Buttons([Button(visit.say("Register these statements"))]),
        method="post",
        action=visit.href("/bank/import"),
        enctype="multipart/form-data",
    )


def _fields(command: Command) -> dict[str, object]:
    return {"command": command.name, **command.given()}


def _counted(visit: Visit, reading: Reading) -> str:
    number = len(reading.new)
    if not number:
        return visit.say("Nothing is new: all of it is registered already.")
    return visit.say(
        "Nothing is recorded yet. Statements that would be registered: {number}; their"
        " lines: {lines}.",
        number=number,
        lines=sum(len(each.lines) for each in reading.new),
    )


def _table(visit: Visit, reading: Reading) -> Table:
    return Table(
        "read",
        visit.say("Statements in the files"),
        [
            Column(visit.say("File")),
            Column(visit.say("Account"), narrow=True),
            Column(visit.say("Number"), narrow=True),
            Column(visit.say("Period"), narrow=True),
            Column(visit.say("Opening"), numeric=True),
            Column(visit.say("Closing"), numeric=True),
            Column(visit.say("Lines"), numeric=True),
            Column(visit.say("Would be")),
        ],
        [_row(visit, reading, each) for each in reading.registrations],
        hides_caption=True,
    )


def _row(visit: Visit, reading: Reading, each: Registration) -> list[Content]:
    given = each.command
    return [
        each.statement.file,
        given.account,
        given.number or "–",
        Several(
            (day_text(given.from_date, visit), day_text(given.to_date, visit)), " – "
        ),
        amount(given.opening, visit),
        amount(given.closing, visit),
        len(given.lines),
        _state(visit, reading, each),
    ]


def _state(visit: Visit, reading: Reading, each: Registration) -> Content:
    known = reading.known.get(str(each.command.id))
    if known is not None:
        said = visit.say("there already, entry {entry}", entry=known)
        return Link(said, visit.href(f"/entries/{known}"))
    last = last_statement(books_of(now_of(visit)), each.command.account)
    first = each.command.from_date
    earlier = [
        other.command.to_date
        for other in reading.registrations
        if other.command.account == each.command.account
        and other.command.to_date <= first
        and other is not each
    ]
    ends = [*earlier, *([last.to_date] if last else [])]
    if ends and max(ends) + _ONE < first:
        said = visit.say(
            "new; no statement from {first} to {last}",
            first=max(ends) + _ONE,
            last=first - _ONE,
        )
        return Badge(said, "warning")
    return Badge(visit.say("new"), "safe")


def _left_out(visit: Visit, reading: Reading) -> Iterator[Content]:
    """What of the files would not be in the entries as it is there."""
    read = reading.statements
    counted = (
        (
            len(read) - len(reading.registrations),
            "{n} statements are in these files more than once, and count once.",
        ),
        (
            sum(each.not_booked for each in read),
            "{n} lines are not booked yet and were left out.",
        ),
        (sum(each.zero_lines for each in read), "{n} lines of 0.00 were left out."),
        (
            sum(each.texts_changed for each in read),
            "{n} texts were cut, or had characters that can't be seen.",
        ),
    )
    for number, template in counted:
        if number:
            yield paragraph(visit.say(template, n=number))
