"""What becomes of an e-mail that the server did not take."""

from datetime import datetime, timedelta

from services.notifications.domain.email import Email, Failure
from services.notifications.domain.refusals import Permanent, PlatformError
from shared.vocabulary import SendStatus

OVER = timedelta()


def after_failure(email: Email, failure: PlatformError, *, at: datetime) -> tuple[Email, timedelta]:
    """The e-mail after the failure, and how long it then waits.

    It is tried for 24 hours, also where the server's answer was not seen: an e-mail that comes twice, under one
    Message-ID, does less harm than one that never comes.
    """
    if isinstance(failure, Permanent):
        return email.failed(Failure.REJECTED, at=at, said=failure.reason), OVER
    pause = email.pause()
    if email.too_old(at + pause):
        return email.failed(Failure.GAVE_UP, at=at, said=failure.reason), OVER
    return email.put_off(failure.reason), pause


def is_over(email: Email) -> bool:
    """Whether it is not to be tried again."""
    return email.status is not SendStatus.PENDING
