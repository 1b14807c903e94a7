"""What becomes of a message that its platform did not take."""

from datetime import datetime, timedelta

from services.notifications.domain.outgoing import Outgoing, Reason
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    PlatformError,
    RateLimited,
    Temporary,
    UnknownIfDone,
)

AT_ONCE = timedelta()


def after_refusal(outgoing: Outgoing, refusal: PlatformError, *, at: datetime) -> tuple[Outgoing, timedelta]:
    """The message after the refusal, and how long its chat then waits.

    Only what was surely not done is tried again, for at most 24 hours.
    """
    match refusal:
        case RateLimited():
            said = refusal.retry_after_seconds
            return _again(outgoing, outgoing.pause() if said is None else timedelta(seconds=said), at=at)
        case Temporary():
            return _again(outgoing, outgoing.pause(), at=at)
        case Blocked():
            return outgoing.failed(Reason.BLOCKED, at=at), AT_ONCE
        case ChatNotFound():
            return outgoing.failed(Reason.CHAT_NOT_FOUND, at=at), AT_ONCE
        case AuthFailed():
            return outgoing.failed(Reason.CHANNEL_DISABLED, at=at), AT_ONCE
        case UnknownIfDone():
            return outgoing.failed(Reason.UNKNOWN_IF_SENT, at=at), AT_ONCE
    return outgoing.failed(Reason.REJECTED, at=at, said=refusal.reason), AT_ONCE


def _again(outgoing: Outgoing, pause: timedelta, *, at: datetime) -> tuple[Outgoing, timedelta]:
    if outgoing.too_old(at + pause):
        return outgoing.failed(Reason.GAVE_UP, at=at), AT_ONCE
    return outgoing.put_off(), pause
