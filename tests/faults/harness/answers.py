"""What the load was answered, request by request, and what of it may be asserted."""

from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

SILENT = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One request: when it was sent (perf_counter), how long it took; status 0 is a connection that broke off."""

    sent_at: float
    seconds: float
    status: int
    retry_after: bool = False


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
        return sum(not 200 <= one.status < 300 for one in self.all)

    @property
    def slowest(self) -> float:
        """The longest that any request took, in seconds."""
        return max((one.seconds for one in self.all), default=0.0)

    @property
    def improper(self) -> Counter[int]:
        """Statuses that no outage excuses: anything but 2xx and a 503 that says when to come back."""
        return Counter(
            one.status
            for one in self.all
            if not (200 <= one.status < 300 or (one.status == 503 and one.retry_after) or one.status == SILENT)
        )

    def quantile(self, share: float) -> float:
        """The time in seconds that `share` of the requests did not exceed; 0 without requests."""
        took = sorted(one.seconds for one in self.all)
        return took[min(len(took) - 1, int(share * len(took)))] if took else 0.0
