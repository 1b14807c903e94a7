"""A message on its way to a chat. Whatever happens to the process, it is never sent twice without being marked so."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.notifications.domain.content import Content
from shared.vocabulary import Channel, SendStatus

GIVE_UP_AFTER = timedelta(hours=24)
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=1)
TICK = timedelta(milliseconds=1)


class Purpose(StrEnum):
    """Why a message is sent: `reply` is a message of the ticket, whose delivery the ticket shows; the others are the
    bot's own words, and `edit` puts new ones in the place of a message of its own."""

    REPLY = "reply"
    WELCOME = "welcome"
    CLOSING = "closing"
    RATING = "rating"
    TALK = "talk"
    EDIT = "edit"


class Progress(StrEnum):
    """`sending` stands in the database while the platform is being asked, so that a dead process leaves a trace."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a message failed: words that a reader of the ticket can act on."""

    NO_CHANNEL = "no_channel"
    NO_CHAT = "no_chat"
    CHANNEL_DISABLED = "channel_disabled"
    BLOCKED = "blocked"
    CHAT_NOT_FOUND = "chat_not_found"
    EMPTY_TEXT = "empty_text"
    REJECTED = "rejected"
    FILE_TOO_LARGE = "file_too_large"
    FILE_REJECTED = "file_rejected"
    FILE_MISSING = "file_missing"
    UNKNOWN_IF_SENT = "unknown_if_sent"
    GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`id` is the ticket's message, where it is a reply; `platform_ids` are the parts and files that have arrived, and
    `lost` says of each file that never will why not; `claim` is who sends or sent it; `edits` is the platform's id of
    the message in whose place it is put.

    `reported_at` orders the reports about it. Ids are in the order in which a chat's messages are sent.
    """

    id: UUID
    tenant_id: UUID
    ticket_id: UUID | None
    kind: Channel
    chat: UUID | None
    purpose: Purpose
    content: Content
    progress: Progress
    stored_at: datetime
    reported_at: datetime
    platform_ids: tuple[str, ...] = ()
    attempts: int = 0
    claim: UUID | None = None
    error: str | None = None
    edits: str | None = None
    lost: tuple[str, ...] = ()

    @property
    def steps_done(self) -> int:
        """How many parts and files are behind it, arrived or lost."""
        return len(self.platform_ids) + len(self.lost)

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is as good as once: a text put in a message's place is."""
        return self.purpose is Purpose.EDIT

    @property
    def status(self) -> SendStatus:
        """How far it has come, as the ticket shows it."""
        return SendStatus.PENDING if self.progress is Progress.SENDING else SendStatus(self.progress.value)

    def begun(self, claim: UUID) -> "Outgoing":
        return replace(self, progress=Progress.SENDING, claim=claim)

    def arrived(self, platform_id: str, *, last: bool, at: datetime) -> "Outgoing":
        """With one part or file more on the platform."""
        return replace(self, platform_ids=(*self.platform_ids, platform_id))._stepped(last=last, at=at)

    def without(self, name: str, reason: Reason, *, last: bool, at: datetime) -> "Outgoing":
        """With a file given up, whatever comes after it all the same sent."""
        return replace(self, lost=(*self.lost, f"{reason.value}: {name}"))._stepped(last=last, at=at)

    def put_off(self) -> "Outgoing":
        """Surely not sent: to be tried again."""
        return replace(self, progress=Progress.PENDING, attempts=self.attempts + 1)

    def failed(self, reason: Reason, *, at: datetime, said: str | None = None) -> "Outgoing":
        """Not to be tried again; `said` is the platform's own word, where it helps the reader."""
        error = f"{reason.value}: {said}" if said else reason.value
        return self._reported(Progress.FAILED, error=error, at=at)

    def too_old(self, at: datetime) -> bool:
        """Whether trying on would surprise the customer more than silence."""
        return at - self.stored_at > GIVE_UP_AFTER

    def pause(self) -> timedelta:
        """How long to wait after one more failed attempt: 1 s, doubling to 1 min."""
        doubled: int = 2 ** min(self.attempts, 10)
        return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)

    def _stepped(self, *, last: bool, at: datetime) -> "Outgoing":
        """To go on with the next step; with the last one it is sent, or failed where a file was lost."""
        if not last:
            return replace(self, progress=Progress.PENDING, attempts=0)
        if self.lost:
            return self._reported(Progress.FAILED, error="; ".join(self.lost), at=at)
        return self._reported(Progress.SENT, error=None, at=at)

    def _reported(self, progress: Progress, *, error: str | None, at: datetime) -> "Outgoing":
        """Each report is later than the one before, whatever the clock says."""
        return replace(self, progress=progress, error=error, reported_at=max(at, self.reported_at + TICK))
