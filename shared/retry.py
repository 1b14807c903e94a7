"""Waiting for what is away: one pause schedule for everything that must go on trying."""

from collections.abc import Iterator

from tenacity import AsyncRetrying, retry_if_exception_type, wait_exponential_jitter

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0


def pauses() -> Iterator[float]:
    """Growing pauses in seconds, 0.2 doubling to 5: for loops that reconnect for as long as they live."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def until_it_works(*errors: type[Exception]) -> AsyncRetrying:
    """Tries again after any of `errors`, for ever, with growing jittered pauses of at most 5 seconds."""
    return AsyncRetrying(
        retry=retry_if_exception_type(errors),
        wait=wait_exponential_jitter(initial=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS),
        reraise=True,
    )
