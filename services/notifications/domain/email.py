"""An e-mail on its way: it is tried until a server has taken it, or has said that none ever will."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.vocabulary import SendStatus

GIVE_UP_AFTER = timedelta(hours=24)
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=15)
DOUBLINGS = 10
TICK = timedelta(milliseconds=1)


class Cause(StrEnum):
    """Why it is sent. `reply` goes to the customer, and its delivery shows on the ticket; the others go to agents."""

    REPLY = "reply"
    ASSIGNED = "assigned"
    CUSTOMER_REPLIED = "customer_replied"


class Failure(StrEnum):
    """Why it was not sent: words that a reader of the ticket can act on."""

    EMAIL_OFF = "email_off"
    REJECTED = "rejected"
    GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whom it goes to; the name may be none."""

    address: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain text, written in the name of `writer`; `thread` is the ticket, by which a mail program gathers letters.

    `key` is the same in every attempt, and differs between letters: a reader who has one twice is shown it once.
    """

    key: str
    thread: UUID
    subject: str
    text: str
    writer: str | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Email:
    """`event_id` is what it tells of: once to each address. `to` is None for what has yet to find its agents.

    `message_id` is the ticket's message whose delivery it is; `actor_id` is who did it, and is not told; `assignee_id`
    is whose the ticket became. `claim` is who tries it. `reported_at` orders the reports about it.
    """

    id: UUID
    tenant_id: UUID
    ticket_id: UUID
    event_id: UUID
    cause: Cause
    letter: Letter
    to: Mailbox | None
    stored_at: datetime
    reported_at: datetime
    message_id: UUID | None = None
    actor_id: UUID | None = None
    assignee_id: UUID | None = None
    status: SendStatus = SendStatus.PENDING
    attempts: int = 0
    claim: UUID | None = None
    error: str | None = None

    def sent(self, *, at: datetime) -> "Email":
        return self._reported(SendStatus.SENT, error=None, at=at)

    def failed(self, failure: Failure, *, at: datetime, said: str | None = None) -> "Email":
        """Not to be tried again; `said` is the server's own word."""
        return self._reported(SendStatus.FAILED, error=f"{failure}: {said}" if said else failure.value, at=at)

    def put_off(self, said: str) -> "Email":
        """To be tried again, for what the server said."""
        return replace(self, attempts=self.attempts + 1, error=said)

    def too_old(self, at: datetime) -> bool:
        return at - self.stored_at > GIVE_UP_AFTER

    def pause(self) -> timedelta:
        """How long to wait after one more failed attempt: 2 s, doubling to 15 min."""
        doubled: int = 2 ** min(self.attempts, DOUBLINGS)
        return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)

    def _reported(self, status: SendStatus, *, error: str | None, at: datetime) -> "Email":
        """Each report is later than the one before, whatever the clock says."""
        return replace(self, status=status, error=error, reported_at=max(at, self.reported_at + TICK))
