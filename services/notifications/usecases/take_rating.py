"""Take a customer's rating of a closed ticket."""

from dataclasses import replace

from services.notifications.domain.content import Content
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.presses import Rate
from services.notifications.domain.rating import Rating
from services.notifications.usecases.show_ticket import conversation_of
from services.notifications.usecases.talk import Talk
from shared.events.decisions import CsatReceived, CsatReceivedData
from shared.log import get_logger
from shared.vocabulary import Status

log = get_logger()

AT_REST = (Status.RESOLVED, Status.CLOSED)


async def take_rating(talk: Talk, rate: Rate) -> None:
    """The first rating after a ticket's latest close wins, and only its own chat may give it."""
    asked = await talk.ports.ratings.find(talk.bot.tenant_id, rate.ticket_id)
    if asked is None or asked.chat != talk.chat.id or await _is_older(talk, asked):
        await talk.put(Phrase.RATING_OVER)
        return
    if asked.rating is None:
        if not await _at_rest(talk, asked):
            await talk.put(Phrase.RATING_OVER)
            return
        asked = await _rate(talk, asked, rate=rate)
    if asked.rating == rate.rating:
        await talk.put(Content(talk.words(Phrase.RATED, rating=asked.rating)))
    else:
        await talk.say(Phrase.RATED_ALREADY)


async def _is_older(talk: Talk, asked: Rating) -> bool:
    """Whether the button stood below the question of an earlier close; a press may come without its message's id."""
    if talk.inbound.message_id is None:
        return False
    question = await talk.ports.outgoing.question(
        talk.bot.tenant_id, ticket_id=asked.ticket_id, platform_id=talk.inbound.message_id
    )
    return question is not None and question != asked.question


async def _at_rest(talk: Talk, asked: Rating) -> bool:
    conversation = await conversation_of(talk, ticket_id=asked.ticket_id)
    return conversation is not None and conversation.ticket.status in AT_REST


async def _rate(talk: Talk, asked: Rating, *, rate: Rate) -> Rating:
    """The question as it is answered now, by this press or one that was quicker."""
    rated = replace(asked, rating=rate.rating, rated_by=talk.incoming.id)
    event = CsatReceived(
        subject=str(asked.ticket_id),
        tenantid=asked.tenant_id,
        data=CsatReceivedData(
            ticket_id=asked.ticket_id,
            rating=rate.rating,
            channel_id=talk.bot.id,
            chat_id=talk.chat.chat_id,
            closed_at=asked.closed_at,
        ),
    )
    if await talk.ports.ratings.rate(rated, event=event):
        log.info("ticket rated", ticket_id=str(asked.ticket_id))
        return rated
    return await talk.ports.ratings.find(asked.tenant_id, asked.ticket_id) or asked
