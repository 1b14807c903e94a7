"""Ask a customer how a ticket went."""

from uuid import UUID

from services.notifications.domain.language import Language
from services.notifications.domain.menus import rating_question
from services.notifications.domain.outgoing import Purpose
from services.notifications.domain.rating import Rating
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.say import say
from services.notifications.usecases.subscribe import follower
from shared.events.ticket import TicketClosed
from shared.log import get_logger
from shared.vocabulary import CHAT_CHANNELS, ActorType

log = get_logger()

# What a close causes in its chat: first the closing message, then the question.
AFTER_CLOSING = 2


async def ask_rating(event: TicketClosed, *, ports: Ports) -> None:
    """One question for each close by an agent, where the tenant wants it and the chat takes messages.

    A close by merge is told by another event, and asks nothing.
    """
    ticket = event.data.ticket
    if event.data.actor.type is not ActorType.AGENT or ticket.channel not in CHAT_CHANNELS or ticket.chat_id is None:
        return
    helpdesk = await ports.tickets.settings(event.tenantid)
    if not helpdesk.csat_enabled:
        return
    async with ports.turns.of(event.tenantid, ticket.chat_id):
        chat = await follower(ports, tenant_id=event.tenantid, ticket=ticket, chat_id=ticket.chat_id)
        bot = await ports.bots.find(event.tenantid, chat.channel_id) if chat else None
        if chat is None or bot is None:
            log.info("rating not asked", ticket_id=event.subject, reason="no_channel")
            return
        if chat.blocked_at is not None:
            log.info("rating not asked", ticket_id=event.subject, reason="blocked")
            return
        if not await ports.ratings.ask(_question(event, chat=chat.id)):
            log.info("rating not asked", ticket_id=event.subject, reason="closed_again")
            return
        content = rating_question(
            ticket.id,
            number=ticket.number,
            own_words=helpdesk.csat_message,
            language=Language(chat.language or Language.EN),
        )
        await say(
            ports,
            content,
            bot=bot,
            chat=chat,
            origin=event.id,
            nth=AFTER_CLOSING,
            purpose=Purpose.RATING,
            ticket_id=ticket.id,
        )


def _question(event: TicketClosed, *, chat: UUID) -> Rating:
    return Rating(
        ticket_id=event.data.ticket.id,
        tenant_id=event.tenantid,
        chat=chat,
        sequence=event.order,
        question=UUID(int=event.id.int + AFTER_CLOSING),
        closed_at=event.data.ticket.closed_at,
    )
