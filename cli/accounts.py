"""Accounts of the service: `zuidas account`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import interrupts
from cli.answering import answer
from cli.commands import Command, Group
from cli.help import epilog
from cli.passwords import password_from
from cli.serving import accounts_of, open_accounts, token_scopes
from cli.settings import settings_of, shared_options
from domain.values.days import day_from_typed
from domain.values.messages import Message, Told, message, parts
from projections.parameters import iso_date
from projections.report import Column, Report, Table, of_facts, of_table

if TYPE_CHECKING:
    from web.signin.accounts import Account, Made
    from web.signin.tokens import Token

ACCOUNT = Group(
    "account",
    help="Accounts of the service: who may sign in, and tokens for programs.\n\n"
    "What somebody may do is in the ledger itself: zuidas grant-role.",
    epilog=epilog("zuidas account list"),
)
_ACCOUNTS = click.Option(
    ["--accounts"],
    metavar="FILE",
    help="The file of the accounts (the ledger's name and .accounts).",
)
_NAME = click.Argument(["name"], metavar="NAME")
Callback = Callable[..., Report]


def _command(
    name: str, *parameters: click.Parameter, examples: str
) -> Callable[[Callback], Callback]:
    """Make a command of a function of the place and its parameters."""

    def register(function: Callback) -> Callback:
        def run(**values: Any) -> int:  # noqa: ANN401  # click gives them by name
            settings = settings_of(click.get_current_context(), values)
            settings.check_database()
            place = accounts_of(settings.location, values.pop("accounts"))
            return answer(settings, function(place, **values))

        ACCOUNT.add_command(
            Command(
                name,
                params=[*parameters, _ACCOUNTS, *shared_options()],
                callback=run,
                help=function.__doc__,
                epilog=epilog(examples),
            )
        )
        return function

    return register


_PASSWORD = (
    click.Option(
        ["--password-file"],
        metavar="FILE",
        help="Read the password from FILE, or from - (standard input).",
    ),
    click.Option(
        ["--totp"],
        is_flag=True,
        help="With a second factor, whose address for an app is printed once.",
    ),
)


@_command(
    "add",
    _NAME,
    *_PASSWORD,
    examples="""
    zuidas account add anna
    zuidas account add anna --totp
    pass show zuidas/anna | zuidas account add anna --password-file -
    """,
)
def add(place: Path, name: str, password_file: str | None, *, totp: bool) -> Report:
    """Make an account for NAME, who is the person and the actor of what it posts.

    The password is asked for, twice. It has 12 characters at least; a sentence will do.
    Whoever signs in from another computer needs a second factor too: an app that makes
    codes reads its address as a QR code (qrencode -t utf8).
    """
    with closing(open_accounts(place, create=True)) as accounts:
        accounts.check_new(name)  # before anybody types a password for nothing
        made = accounts.add(name, password_from(password_file), second_factor=totp)
    interrupts.finished(message("the account {name} was made", name=made.name))
    told = message("{name} has an account in {place} now.", name=made.name, place=place)
    return _made_told(made, told)


@_command(
    "password",
    _NAME,
    *_PASSWORD,
    examples="""
    zuidas account password anna
    zuidas account password anna --totp
    """,
)
def password(
    place: Path, name: str, password_file: str | None, *, totp: bool
) -> Report:
    """Give the account NAME another password, and with --totp another second factor.

    For whoever lost one of them. Its sessions end; its tokens stay.
    """
    with closing(open_accounts(place)) as accounts:
        accounts.check_open(name)
        made = accounts.renew(name, password_from(password_file), second_factor=totp)
    interrupts.finished(
        message("the account {name} has another password", name=made.name)
    )
    return _made_told(made, message("{name} has another password now.", name=made.name))


def _made_told(made: "Made", told: Message) -> Report:
    data = {"account": made.name, "totp": made.totp}
    if made.totp is None:
        return of_facts(data, told)
    once = message("Its second factor, told this once:")
    return of_facts(data, told, once, message("{uri}", uri=made.totp))


@_command("list", examples="zuidas account list -O json")
def list_(place: Path) -> Report:
    """Show all accounts: whether they are closed, their second factor, their tokens."""
    with closing(open_accounts(place)) as accounts:
        found = accounts.listed()
    data = [_shown(account, tokens) for account, tokens in found]
    return of_table(Table(_COLUMNS, [_row(each) for each in data]), data)


@_command("disable", _NAME, examples="zuidas account disable anna")
def disable(place: Path, name: str) -> Report:
    """Close the account NAME: its sessions and tokens end at once.

    What it posted stays, and so do its roles: zuidas revoke-role takes those away.
    """
    with closing(open_accounts(place)) as accounts:
        name = accounts.disable(name)
    interrupts.finished(message("the account {name} was disabled", name=name))
    told = message("The account {name} is disabled; nobody signs in to it.", name=name)
    return of_facts({"account": name, "disabled": True}, told)


@_command(
    "token",
    _NAME,
    click.Option(
        ["--scope", "scopes"],
        type=click.Choice(token_scopes()),
        multiple=True,
        required=True,
        help="What the token may be used for; repeats: none includes another.",
    ),
    click.Option(
        ["--expires"],
        metavar="DATE",
        required=True,
        help="The last day that it counts (UTC).",
    ),
    examples="""
    zuidas account token anna --scope read --expires 2099-12-31
    zuidas account token cashier --scope read --scope post --expires 2099-12-31
    """,
)
def token(place: Path, name: str, scopes: Sequence[str], expires: str) -> Report:
    """Make a token by which a program of NAME uses the service.

    It is printed this once, and only its sum is kept. It does no more than its scopes
    and the roles of NAME allow.
    """
    last = iso_date(day_from_typed(expires, lambda: datetime.now(UTC).date()))
    with closing(open_accounts(place)) as accounts:
        made = accounts.issue_token(name, scopes, last)
    interrupts.finished(message("a token of {account} was made", account=made.account))
    data = {
        "account": made.account,
        "token": made.token,
        "scope": list(made.scopes),
        "expires": last.isoformat(),
    }
    told = message(
        "A token of {account}, told this once; for {scope}, through {expires}:",
        account=made.account,
        scope=parts(made.scopes),
        expires=last,
    )
    return of_facts(data, told, message("{token}", token=made.token))


_COLUMNS = (
    Column("account", "Account", "name"),
    Column("state", "State"),
    Column("signs_in_by", "Signs in by"),
    Column("tokens", "Tokens", flexible=True),
)


def _shown(account: "Account", tokens: "Sequence[Token]") -> dict[str, Any]:
    """What is told of an account: no secret, and no sum of one."""
    return {
        "account": account.name,
        "disabled": not account.is_open,
        "password": account.password is not None,
        "second_factor": account.totp is not None,
        "created_at": account.created_at,
        "tokens": [
            {
                "scope": list(each.scopes),
                "expires": each.expires,
                "made_at": each.made_at,
                "used_at": each.used_at,
            }
            for each in tokens
        ],
    }


def _row(shown: Mapping[str, Any]) -> dict[str, str]:
    """The same for people."""
    found = (
        (shown["password"], message("password")),
        (shown["second_factor"], message("code")),
    )
    ways = [way for has, way in found if has] or [message("provider")]
    tokens = [_token_told(each) for each in shown["tokens"]] or [message("none")]
    return {
        "account": shown["account"],
        "state": Told(message("disabled") if shown["disabled"] else message("open")),
        "signs_in_by": Told(message("{ways}", ways=parts(ways, " and "))),
        "tokens": Told(message("{tokens}", tokens=parts(tokens, "; "))),
    }


def _token_told(token: Mapping[str, Any]) -> Message:
    used = message("never used")
    if token["used_at"]:
        used = message("last used {day}", day=_day(token["used_at"][:10]))
    return message(
        "{scope} through {expires}, {used}",
        scope=parts(token["scope"], " "),
        expires=_day(token["expires"]),
        used=used,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
