"""Who asks: a program by its token, a person by a session."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from web.signin.accounts import Accounts
from web.signin.records import record
from web.signin.refusals import Unauthenticated

if TYPE_CHECKING:
    from ledger.posting.posters import Poster

By = Literal["password", "oidc", "token"]


class Identity(NamedTuple):
    """Somebody whose name could not be chosen, and how it is known."""

    name: str
    by: By
    scopes: frozenset[str] | None = None
    """What a token is for; None of a session, which may all that the roles give."""

    def may(self, scope: str) -> bool:
        """The way in leaves room for that; the roles in the ledger decide too."""
        return self.scopes is None or scope in self.scopes

    def poster(self, login: str, session_user: str | None) -> "Poster":
        """Who posts, as the entry will say.

        `login` is the server's own name at the operating system, `session_user` that
        at the database (PostgreSQL).
        """
        from domain.entries.event import Actor
        from ledger.posting.posters import Poster

        actor = Actor(
            name=self.name, source="account", login=login, session_user=session_user
        )
        return Poster(actor, self.name, self.by)


def bearer(
    accounts: Accounts, authorization: str | None, origin: str | None = None
) -> Identity:
    """Whose token the header `Authorization` carries; raises `Unauthenticated`.

    A token that does not count is logged with its origin.
    """
    scheme, _, token = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(token_given=False)
    holder = accounts.tokens.holder(token.strip())
    if holder is None:
        at = accounts.now()
        record("token", "UNAUTHENTICATED", account=None, origin=origin, at=at)
        raise Unauthenticated(token_given=True)
    return Identity(holder.account, "token", holder.scopes)


def of_session(accounts: Accounts, cookie: str | None) -> Identity | None:
    """Whose session the cookie carries; None where it is none, or over."""
    session = accounts.sessions.of(cookie) if cookie else None
    if session is None:
        return None
    by: By = "oidc" if session.person_by == "oidc" else "password"
    return Identity(session.account, by)
