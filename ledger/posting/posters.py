"""Who posts, as an entry says it: nobody can choose who that is (section 9)."""

from typing import NamedTuple

from domain.entries.event import Actor, Approval, PersonBy
from domain.values.errors import Refusal
from domain.values.messages import Quoted

_CHOSEN = ("option", "environment")
"""Sources of an actor's name that its user chose."""


class Poster(NamedTuple):
    """Who posts, as the entry will say."""

    actor: Actor
    person: str
    person_by: PersonBy
    approval: Approval | None = None


def poster_of(actor: Actor, user: str | None) -> Poster:
    """Who posts to a database: its session user, where it has users, else a login.

    Raises `Refusal` (`NOT_ALLOWED`) where another than its user is named.
    """
    if user is None:
        return Poster(actor, actor.login, "login")
    if actor.source in _CHOSEN and actor.name != user:
        raise Refusal(
            "NOT_ALLOWED",
            "the actor is the database's session user, {user}; {name} can't be"
            " named instead.",
            user=user,
            name=Quoted(actor.name),
        )
    named = {"name": user, "source": "session", "session_user": user}
    return Poster(actor.model_copy(update=named), user, "session")
