"""The platform's flood limits: about one message a second in a chat after a short burst, thirty a second for a bot."""

import math
from dataclasses import dataclass, field

from tests.support.fake_messenger.buckets import Bucket

from .refusals import too_many_requests

CHAT_RATE, CHAT_BURST = 1.0, 5
BOT_RATE, BOT_BURST = 30.0, 30


@dataclass
class Pacing:
    """The buckets of every bot and chat."""

    buckets: dict[tuple[int, int | None], Bucket] = field(default_factory=dict)

    def admit(self, bot_id: int, *, chat_id: int, now: float) -> None:
        """Count one message, or refuse it with 429 and the whole seconds to wait; a refused one is not counted."""
        chat = self.buckets.setdefault((bot_id, chat_id), Bucket(CHAT_RATE, CHAT_BURST, CHAT_BURST, now))
        bot = self.buckets.setdefault((bot_id, None), Bucket(BOT_RATE, BOT_BURST, BOT_BURST, now))
        wait = max(chat.wait(now=now), bot.wait(now=now))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        chat.tokens -= 1
        bot.tokens -= 1
