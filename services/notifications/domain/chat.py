"""A customer's chat with a bot: who they are there, what they are being asked, and whose turn it is in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# As long as a customer who blocked the bot is not asked for again: that they are back may never have been heard.
ASK_AGAIN_AFTER = timedelta(hours=1)


class Question(StrEnum):
    """What the bot waits for an answer to."""

    NEW_TICKET = "new_ticket"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Asked:
    """The customer's next message is the text of a new ticket (of a type perhaps), or goes to one ticket."""

    question: Question
    ticket_type_id: UUID | None = None
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat of one bot, and so one subscriber: `id` is the `subscriber_id`.

    `chat_id` is the platform's number for it, `blocked_at` since when it takes nothing, `subscribed_at` since when the
    customer has agreed to be written to, and `subscribed_by` the deed by which they did; `language` is `ru` or `en`
    once it is known.
    """

    id: UUID
    tenant_id: UUID
    channel_id: UUID
    chat_id: int
    blocked_at: datetime | None = None
    subscribed_at: datetime | None = None
    subscribed_by: UUID | None = None
    language: str | None = None
    first_name: str | None = None
    username: str | None = None
    asked: Asked | None = None

    def blocked(self, at: datetime) -> bool:
        """Whether sending there is known to be in vain."""
        return self.blocked_at is not None and at < self.blocked_at + ASK_AGAIN_AFTER


@dataclass(frozen=True, slots=True)
class Turn:
    """A chat claimed for one kind of work: while the claim holds, nobody else does it there.

    `due_at` is when the work was due; `wakes` counts what has been asked of the chat so far; the claim holds for
    `lease` at a time; `queued` says that the chat has waited in its bot's queue.
    """

    chat: Chat
    claim: UUID
    due_at: datetime
    wakes: int
    lease: timedelta
    queued: bool = False
