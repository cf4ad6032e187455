"""Doing something in a process of its own, which may be killed or be another user."""

import os
import traceback
from collections.abc import Callable


def forked(action: Callable[[], object]) -> int:
    """Exit code of a child that did it: 0, 1 where it failed, minus the signal."""
    child = os.fork()
    if child == 0:
        try:
            action()
        except BaseException:  # noqa: BLE001  # it ends here, whatever it was
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
