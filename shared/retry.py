"""Waiting for what is away: one way to go on trying for everything that reconnects."""

from collections.abc import Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0

# Told after each try that failed: what went wrong, and the seconds until the next.
Tell = Callable[[BaseException, float], None]


def patiently(*trouble: type[BaseException], tell: Tell) -> AsyncRetrying:
    """Call what it is given until that succeeds, with pauses that double from 0.2 to 5 seconds.

    What is none of the `trouble` is raised as it is.
    """

    def between(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if error is not None:
            tell(error, state.upcoming_sleep)

    return AsyncRetrying(
        retry=retry_if_exception_type(trouble),
        wait=wait_exponential(multiplier=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS),
        before_sleep=between,
    )
