"""What the load was answered, request by request, and what of it may be asserted."""

from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

# No answer: nobody took the connection, or it broke off before one came.
REFUSED = -1
SILENT = 0
RUNNING = 409


@dataclass(frozen=True, slots=True)
class Answer:
    """One request: when it was sent (perf_counter), how long it took; status REFUSED or SILENT where none came."""

    sent_at: float
    seconds: float
    status: int
    retry_after: bool = False

    @property
    def acknowledged(self) -> bool:
        return 200 <= self.status < 300

    @property
    def proper(self) -> bool:
        """Whether an outage excuses it: 503 that says when to come back, a first request that still runs, silence."""
        told_when = self.status in (503, RUNNING) and self.retry_after
        return self.acknowledged or told_when or self.status in (SILENT, REFUSED)


@dataclass
class Answers:
    """In the order of their coming."""

    all: list[Answer] = field(default_factory=list)

    def during(self, since: float, until: float | None = None) -> "Answers":
        """Those to requests that were sent in this time, in seconds of perf_counter."""
        end = perf_counter() if until is None else until
        return Answers([one for one in self.all if since <= one.sent_at <= end])

    @property
    def statuses(self) -> Counter[int]:
        return Counter(one.status for one in self.all)

    @property
    def refused(self) -> int:
        """Requests that were not answered 2xx."""
        return sum(not one.acknowledged for one in self.all)

    @property
    def slowest(self) -> float:
        """The longest that any request took, in seconds."""
        return max((one.seconds for one in self.all), default=0.0)

    @property
    def improper(self) -> Counter[int]:
        """Statuses that no outage excuses."""
        return Counter(one.status for one in self.all if not one.proper)

    def quantile(self, share: float) -> float:
        """The time in seconds that `share` of the requests did not exceed; 0 without requests."""
        return quantile([one.seconds for one in self.all], share)

    def recovery(self, since: float) -> float | None:
        """Seconds from then to the first good answer to a request that was sent after it; None before that came."""
        good = [one.sent_at + one.seconds for one in self.all if one.sent_at >= since and one.acknowledged]
        return min(good) - since if good else None


def quantile(values: list[float], share: float) -> float:
    """What `share` of the values do not exceed; 0 without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
