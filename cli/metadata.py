"""What is asked of installed packages is looked up when it is asked, and not before.

Pydantic imports `importlib.metadata` to look for plugins, also where it is told to take
none, and with that come e-mail, sockets and archives: what a posting waits for longest
after pydantic itself. Until something is asked of it, a stand-in is enough.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

_NAME = "importlib.metadata"


class _StandIn(ModuleType):
    """Has everything that the module has, and is replaced by it at the first use."""

    def __getattr__(self, name: str) -> object:
        return getattr(_module(self), name)


def put_off() -> None:
    """Let the module be imported when something is asked of it."""
    if _NAME in sys.modules:
        return
    found: Any = _StandIn(_NAME)
    found.__path__ = [f"{place}/metadata" for place in importlib.__path__]
    found.entry_points = lambda **asked: _module(found).entry_points(**asked)
    sys.modules[_NAME] = importlib.metadata = found


def _module(stand_in: ModuleType) -> Any:  # noqa: ANN401  # a module
    """The module itself, in its place from now on."""
    if sys.modules.get(_NAME) is stand_in:
        del sys.modules[_NAME]
    return importlib.import_module(_NAME)
