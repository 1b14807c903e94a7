"""Bring a message one step on: one part of its text, one file, or one change of what is there."""

from datetime import datetime, timedelta
from time import monotonic

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat, Turn
from services.notifications.domain.content import OutgoingFile
from services.notifications.domain.outgoing import Outgoing, Progress, Reason
from services.notifications.domain.pace import NO_RESPITE, Respite, spacing
from services.notifications.domain.steps import steps_of
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.settle import settle
from services.notifications.usecases.take_step import Taking, take_step
from shared.errors import NotFound, Unavailable
from shared.log import get_logger

log = get_logger()

FILES_AWAY = timedelta(seconds=5)


async def attempt(ports: Ports, outgoing: Outgoing, *, turn: Turn) -> Respite:
    """Take the step that comes next, if now is the time for it; how long the chat then waits."""
    if outgoing.progress is Progress.SENDING and not outgoing.repeatable:
        # Whoever was sending it died: the customer may have it, and must not get it twice.
        await settle(ports, outgoing.failed(Reason.UNKNOWN_IF_SENT, at=ports.clock()))
        return NO_RESPITE
    bot = await insist(lambda: ports.bots.find(turn.chat.tenant_id, turn.chat.channel_id))
    in_vain = _in_vain(bot, turn.chat, at=ports.clock())
    if bot is None or in_vain is not None:
        await settle(ports, outgoing.failed(in_vain or Reason.NO_CHANNEL, at=ports.clock()))
        return NO_RESPITE
    steps = steps_of(outgoing, text_limit=ports.platforms[bot.kind].text_limit)
    if not steps:
        await settle(ports, outgoing.failed(Reason.EMPTY_TEXT, at=ports.clock()))
        return NO_RESPITE
    place = min(outgoing.steps_done, len(steps) - 1)
    return await _in_time(ports, Taking(outgoing, steps[place], last=place == len(steps) - 1, bot=bot, turn=turn))


async def _in_time(ports: Ports, taking: Taking) -> Respite:
    """Take the step at the bot's pace. What it needs is fetched before it begins: a death until then costs nothing."""
    try:
        content = await _content(ports, taking)
    except Unavailable as error:
        log.warning("file waits", message_id=str(taking.outgoing.id), error=error.message)
        return Respite(FILES_AWAY)
    bot, per_second = taking.bot, ports.platforms[taking.bot.kind].per_second
    place = await insist(lambda: ports.paces.ask(bot, every=spacing(per_second), queued=taking.turn.queued))
    if not place.granted:
        return Respite(place.wait, queued=True)
    until = monotonic() + place.wait.total_seconds()
    begun = taking.begun()
    if not await insist(lambda: ports.outgoing.begin(begun.outgoing)):
        return NO_RESPITE
    await ports.gaps.wait(bot.id, until=until, per_second=per_second)
    return await take_step(ports, begun, content=content)


async def _content(ports: Ports, taking: Taking) -> bytes | None:
    """The bytes of the step's file, None where they are gone; nothing for a text. Raises Unavailable."""
    if not isinstance(taking.step, OutgoingFile):
        return b""
    try:
        return await ports.tickets.file(taking.outgoing.tenant_id, attachment_id=taking.step.id)
    except NotFound:
        return None


def _in_vain(bot: Bot | None, chat: Chat, *, at: datetime) -> Reason | None:
    """Why the platform need not even be asked."""
    if bot is None:
        return Reason.NO_CHANNEL
    if not bot.active:
        return Reason.CHANNEL_DISABLED
    return Reason.BLOCKED if chat.blocked(at) else None
