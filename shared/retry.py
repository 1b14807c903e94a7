"""Waiting for what is away: one pause schedule for everything that must go on trying."""

from collections.abc import Iterator

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0


def pauses() -> Iterator[float]:
    """Growing pauses in seconds, 0.2 doubling to 5: for loops that reconnect for as long as they live."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
