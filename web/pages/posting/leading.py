"""Links to forms, for whoever may post them: nobody is led to a closed door."""

from web.pages.components.texts import Link
from web.pages.posting.allowed import Allowed
from web.pages.visit import Visit


def may_post(visit: Visit, command: str) -> bool:
    """The visitor has the role for it."""
    return Allowed(visit).lacks(command) is None


def to_form(visit: Visit, command: str, text: str, **keys: object) -> Link | None:
    """A link to a form, filled in with `keys`; None for who may not post it.

    It goes without the clocks where these are None.
    """
    if not may_post(visit, command):
        return None
    return Link(text, visit.href(f"/post/{command}", **keys))
