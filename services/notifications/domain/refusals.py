"""How a platform refuses: what can be done about it decides the kind.

PlatformError
├── Blocked            the customer wants nothing more from the bot
├── ChatNotFound       there is no such chat for this bot
├── RateLimited        not done; come back after `retry_after_seconds`
├── AuthFailed         the token is no longer, or never was, a bot's
├── Temporary          not done; the same call may go well later
├── UnknownIfDone      no answer was seen: it may have been done or not
├── TooLarge           a file has more bytes than are taken
└── Permanent          not done, and never will be
"""


class PlatformError(Exception):
    """Base of all; `reason` is the platform's own description, or ours where it said nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Blocked(PlatformError):
    pass


class ChatNotFound(PlatformError):
    pass


class RateLimited(PlatformError):
    """`retry_after_seconds` is None where the platform did not say."""

    def __init__(self, reason: str, *, retry_after_seconds: int | None) -> None:
        super().__init__(reason)
        self.retry_after_seconds = retry_after_seconds


class AuthFailed(PlatformError):
    pass


class Temporary(PlatformError):
    pass


class UnknownIfDone(PlatformError):
    pass


class TooLarge(PlatformError):
    pass


class Permanent(PlatformError):
    pass
