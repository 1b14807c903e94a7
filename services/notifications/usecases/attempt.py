"""Bring a message that is marked as being sent to its platform, and keep what came of it."""

from datetime import timedelta

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Turn
from services.notifications.domain.outgoing import Outgoing, Progress, Reason
from services.notifications.domain.refusals import AuthFailed, Blocked, PlatformError
from services.notifications.domain.splitting import split
from services.notifications.domain.verdict import AT_ONCE, after_refusal
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.report import report_on
from shared.log import get_logger

log = get_logger()


async def attempt(ports: Ports, outgoing: Outgoing, *, bot: Bot | None, turn: Turn) -> timedelta:
    """Send the parts that have not arrived; how long the chat then waits."""
    if bot is None or not bot.active:
        reason = Reason.CHANNEL_DISABLED if bot else Reason.NO_CHANNEL
        await settle(ports, outgoing.failed(reason, at=ports.clock()))
        return AT_ONCE
    platform = ports.platforms[bot.kind]
    parts = split(outgoing.content.text, limit=platform.text_limit)
    if not parts:
        await settle(ports, outgoing.failed(Reason.EMPTY_TEXT, at=ports.clock()))
    for part in parts[len(outgoing.platform_ids) :]:
        if outgoing.platform_ids and not await insist(lambda: ports.chats.hold(turn, at=ports.clock())):
            log.warning("chat lost while sending", message_id=str(outgoing.id))
            return AT_ONCE
        try:
            platform_id = await platform.send(bot.token, chat_id=turn.chat.chat_id, text=part)
        except PlatformError as refusal:
            return await _refused(ports, outgoing, refusal=refusal, bot=bot, turn=turn)
        last = len(outgoing.platform_ids) == len(parts) - 1
        outgoing = outgoing.part_arrived(platform_id, last=last, at=ports.clock())
        await _arrived(ports, outgoing, turn=turn)
    return AT_ONCE


async def settle(ports: Ports, outgoing: Outgoing) -> None:
    """Keep the outcome and tell the ticket."""
    report = report_on(outgoing)
    await insist(lambda: ports.outgoing.settle(outgoing, report=report))
    log.info("message settled", message_id=str(outgoing.id), status=outgoing.status.value, error=outgoing.error)


async def _arrived(ports: Ports, outgoing: Outgoing, *, turn: Turn) -> None:
    if outgoing.progress is not Progress.SENT:
        await insist(lambda: ports.outgoing.keep(outgoing))
        return
    await settle(ports, outgoing)
    if turn.chat.blocked_at is not None:
        await ports.chats.mark_blocked(turn.chat, at=None)


async def _refused(ports: Ports, outgoing: Outgoing, *, refusal: PlatformError, bot: Bot, turn: Turn) -> timedelta:
    now = ports.clock()
    after, pause = after_refusal(outgoing, refusal, at=now)
    if after.progress is Progress.PENDING:
        log.info("message waits", message_id=str(after.id), error=refusal.reason, seconds=pause.total_seconds())
        await insist(lambda: ports.outgoing.keep(after))
        return pause
    await settle(ports, after)
    match refusal:
        case Blocked():
            await ports.chats.mark_blocked(turn.chat, at=now)
        case AuthFailed():
            log.error("channel disabled", channel_id=str(bot.id), error=refusal.reason)
            await ports.bots.disable(bot, error=refusal.reason, at=now)
    return pause
