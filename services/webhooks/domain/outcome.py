"""What an attempt's answer means."""

from dataclasses import dataclass
from enum import Enum, auto

GONE = 410
# Only with these does a receiver say when to come back.
BUSY = frozenset({429, 503})


class Verdict(Enum):
    DELIVERED = auto()
    AGAIN = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said; `status_code` is None where it said nothing, and then `error` tells why."""

    status_code: int | None
    latency_ms: int
    response: str = ""
    error: str | None = None
    retry_after_seconds: float | None = None

    @property
    def came(self) -> bool:
        """Whether the receiver answered at all, in time and in whole."""
        return self.status_code is not None and self.error is None


def answered(status_code: int, *, latency_ms: int, response: str, retry_after_seconds: float | None) -> Answer:
    """The answer of a receiver that spoke; when to come back counts only where it is busy."""
    return Answer(
        status_code=status_code,
        latency_ms=latency_ms,
        response=response,
        retry_after_seconds=retry_after_seconds if status_code in BUSY else None,
    )


def verdict_of(answer: Answer) -> Verdict:
    """Only a whole 2xx is success: a redirect is not followed, and is a failure."""
    if answer.status_code == GONE:
        return Verdict.GONE
    if answer.came and answer.status_code is not None and 200 <= answer.status_code < 300:
        return Verdict.DELIVERED
    return Verdict.AGAIN
