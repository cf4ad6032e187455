"""Who may use a ledger in PostgreSQL: giving its roles and taking them away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cli import interrupts
from cli.answering import answer
from cli.commands import Command
from cli.help import epilog
from cli.settings import Settings, settings_of, shared_options
from cli.speech import voice_of
from domain.values.errors import UsageError
from domain.values.messages import Words, message
from ledger.reading import postgres_store
from projections.report import of_facts

if TYPE_CHECKING:
    from ledger.storage.postgres import PostgresStore

_MAY = {"reader": "read, and change nothing", "service": "post and read"}


def _settings(values: dict[str, Any]) -> Settings:
    return settings_of(click.get_current_context(), values)


def _grant(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Let USER of the database only read, or post as the service does.

    USER keeps no other right on the ledger's tables than those of the role. Only the
    owner of the ledger gives roles; PostgreSQL itself holds everyone to them.

    Whoever can write the tables can write what the program would refuse. So nobody but
    the owner and the program that serves everyone else is given that.
    """
    settings = _settings(values)
    role, user = values["role"], values["user"]
    with _granting(settings) as store:
        store.grant(role, user)
        interrupts.finished(
            message("{user} is {role} now", user=user, role=Words(role))
        )
    told = message(
        "{user} is {role} now: may {may}.",
        user=user,
        role=Words(role),
        may=message(_MAY[role]),
    )
    answer(settings, of_facts({"user": user, "role": role}, told))


def _revoke(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Take from USER of the database every right on the ledger's tables.

    What USER may do as a member of another role stays; zuidas db status tells. PUBLIC
    stands for everyone.
    """
    settings = _settings(values)
    user = values["user"]
    with _granting(settings) as store:
        role = store.revoke(user)
        interrupts.finished(message("{user} has no right any more", user=user))
    told = message(
        "{user} has no right on the ledger any more; it was {role}.",
        user=user,
        role=Words("no role's") if role is None else Words(role),
    )
    answer(settings, of_facts({"user": user, "role": role}, told))


@contextmanager
def _granting(settings: Settings) -> "Iterator[PostgresStore]":
    """The ledger open for whoever gives rights; a file has none to give."""
    settings.check_database()
    if settings.location.path is not None:
        raise UsageError(
            "BAD_COMMAND",
            "{location} is a file, which has no users: whoever may write the"
            " file may post. Roles need postgresql://...",
            location=settings.location,
        )
    store = postgres_store().open(settings.location.url)
    try:
        yield store
    finally:
        store.close()


class _RoleName(click.Choice[str]):
    """A role of the database; those of version 1 are refused with the way out."""

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """See click."""
        if value in _FORMER:
            said = message(
                "{role} was a role of version 1: {why}",
                role=value,
                why=message(_FORMER[value]),
            )
            self.fail(voice_of(ctx).tell(said), param, ctx)
        return super().convert(value, param, ctx)


_FORMER = {
    "officer": "whoever can write the tables can write what the program refuses, so"
    " officers have no right to, and post through the service (--role service is for"
    " its user). To let them read: --role reader.",
    "auditor": "its rights are those of --role reader.",
}

GRANT = Command(
    "grant",
    params=[
        click.Argument(["user"], metavar="USER"),
        click.Option(
            ["--role"],
            type=_RoleName(_MAY),
            required=True,
            help="What USER may do: only read, or post and read.",
        ),
        *shared_options(),
    ],
    callback=_grant,
    help=_grant.__doc__,
    epilog=epilog(
        """
        zuidas db grant --role reader rekenkamer
        zuidas db grant --role service zuidas_service
        """
    ),
)
REVOKE = Command(
    "revoke",
    params=[click.Argument(["user"], metavar="USER"), *shared_options()],
    callback=_revoke,
    help=_revoke.__doc__,
    epilog=epilog("zuidas db revoke rekenkamer"),
)
