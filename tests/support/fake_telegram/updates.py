"""The updates that wait for one bot, in order, until a webhook takes them or getUpdates confirms them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from .nouns import JsonObject

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
    "callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member",
    "chat_member", "chat_join_request", "message_reaction", "message_reaction_count", "chat_boost",
)  # fmt: skip
NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass
class Update:
    """One update; updates of one chat are delivered one after another."""

    id: int
    chat_id: int
    kind: str
    body: JsonObject

    def shown(self) -> JsonObject:
        """The update as the Bot API sends it."""
        return {"update_id": self.id, self.kind: self.body}


@dataclass
class UpdateQueue:
    """Waiting updates; `allowed` is None while the platform's own choice of kinds holds."""

    next_id: int = 1
    allowed: Sequence[str] | None = None
    waiting: list[Update] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def allow(self, kinds: Sequence[str]) -> None:
        """Set the wanted kinds; unknown ones are dropped and an empty list restores the platform's choice."""
        known = [kind for kind in KINDS if kind in kinds]
        self.allowed = known or None

    def add(self, *, chat_id: int, kind: str, body: JsonObject) -> Update | None:
        """Queue an update, or None when the bot does not want this kind."""
        if kind not in self.allowed if self.allowed is not None else kind in NOT_BY_DEFAULT:
            return None
        update = Update(self.next_id, chat_id, kind, body)
        self.next_id += 1
        self.waiting.append(update)
        self.arrived.set()
        self.arrived = asyncio.Event()
        return update

    def confirm(self, *, offset: int) -> None:
        """Forget the updates before `offset`; a negative one keeps that many from the end."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset > 0:
            self.waiting = [update for update in self.waiting if update.id >= offset]

    def forget(self, update: Update) -> None:
        """Drop one update that was delivered."""
        self.waiting = [other for other in self.waiting if other is not update]

    def first_of(self, chat_id: int) -> Update | None:
        """The oldest waiting update of a chat."""
        return next((update for update in self.waiting if update.chat_id == chat_id), None)
