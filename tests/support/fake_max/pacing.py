"""The platform's limits: two messages and two answers a second in a dialog, thirty calls a second for a bot."""

from dataclasses import dataclass, field

from tests.support.fake_messenger.buckets import Bucket

from .refusals import too_many_requests

DIALOG_RATE, BOT_RATE = 2, 30


@dataclass
class Pacing:
    """The buckets of every bot and of every call in every dialog."""

    buckets: dict[tuple[int, str], Bucket] = field(default_factory=dict)

    def admit(self, bot_id: int, *, place: str = "", now: float) -> None:
        """Count one call, or refuse it with 429; `place` names the dialog and what is done there, "" all."""
        rate = DIALOG_RATE if place else BOT_RATE
        bucket = self.buckets.setdefault((bot_id, place), Bucket(rate, rate, rate, now))
        if bucket.wait(now=now) > 0:
            raise too_many_requests()
        bucket.tokens -= 1
