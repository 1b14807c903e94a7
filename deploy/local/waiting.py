"""Bounded waiting for a condition that another process brings about."""

import time
from collections.abc import Callable

from deploy.local.errors import NotInTime

PAUSE_SECONDS = 0.05


def wait_until(check: Callable[[], bool], *, within: float, what: str) -> None:
    """Return once `check` holds; it is asked every 50 ms for at most `within` seconds.

    Raises NotInTime, naming `what` was waited for.
    """
    deadline = time.monotonic() + within
    while not check():
        if time.monotonic() >= deadline:
            raise NotInTime(f"{what}: not within {within:g} s")
        time.sleep(PAUSE_SECONDS)
