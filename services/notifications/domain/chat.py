"""A customer's chat with a bot: which tickets it follows, and whose turn it is to send there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat of one bot; `chat_id` is the platform's number for it, `blocked_at` since when it takes nothing."""

    id: UUID
    tenant_id: UUID
    channel_id: UUID
    chat_id: int
    blocked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A chat claimed for sending: while the claim holds, nobody else sends there.

    `due_at` is when the sending was due; `wakes` counts what has been asked of the chat so far.
    """

    chat: Chat
    claim: UUID
    due_at: datetime
    wakes: int
