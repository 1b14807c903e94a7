"""A token bucket: what the flood limits of messengers are counted by."""

from dataclasses import dataclass


@dataclass
class Bucket:
    """A token bucket; times are monotonic seconds given by the caller."""

    rate: float
    burst: int
    tokens: float
    at: float

    def wait(self, *, now: float) -> float:
        """Seconds until one message fits, 0 when it fits now."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate
