"""A customer's chat with one of the tenant's bots, and which tickets are that chat's."""

from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from shared.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class Chat:
    """`channel_id` is the bot, `chat_id` the messenger's number for the chat."""

    kind: Channel
    channel_id: UUID
    chat_id: int

    def has(self, ticket: Ticket) -> bool:
        """A ticket that names no bot yet is any bot's of its messenger."""
        return (
            ticket.channel is self.kind
            and ticket.chat_id == self.chat_id
            and ticket.channel_id in {None, self.channel_id}
        )
