"""Ask a platform for one step of a message that is marked as being sent, and keep what came of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Turn
from services.notifications.domain.content import OutgoingFile
from services.notifications.domain.outgoing import Outgoing, Progress, Reason
from services.notifications.domain.pace import Respite
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    Permanent,
    PlatformError,
    RateLimited,
    TooLarge,
)
from services.notifications.domain.steps import Change, Step, Words
from services.notifications.domain.verdict import AT_ONCE, after_refusal
from services.notifications.usecases.insist import insist
from services.notifications.usecases.platform_ports import Platform
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.settle import settle
from shared.log import get_logger

log = get_logger()


@dataclass(frozen=True, slots=True)
class Taking:
    """A message's next step, and all that it is taken with."""

    outgoing: Outgoing
    step: Step
    last: bool
    bot: Bot
    turn: Turn

    def begun(self) -> "Taking":
        return replace(self, outgoing=self.outgoing.begun(self.turn.claim))


async def take_step(ports: Ports, taking: Taking, *, content: bytes | None) -> Respite:
    """The platform is asked once; how long the chat then waits. `content` is None for a file that is gone."""
    platform = ports.platforms[taking.bot.kind]
    if isinstance(taking.step, OutgoingFile) and content is None:
        await _keep(ports, _without_file(taking, taking.step, Reason.FILE_MISSING, at=ports.clock()))
        return Respite(AT_ONCE)
    # Text that takes another's place is no message more.
    apart = AT_ONCE if isinstance(taking.step, Change) else platform.chat_pause
    try:
        platform_id = await _call(platform, taking, content=content or b"")
    except PlatformError as refusal:
        return Respite(max(apart, await _refused(ports, taking, refusal=refusal)))
    await _keep(ports, taking.outgoing.arrived(platform_id, last=taking.last, at=ports.clock()))
    if taking.turn.chat.blocked_at is not None:
        await ports.chats.mark_blocked(taking.turn.chat, at=None)
    return Respite(apart)


async def _call(platform: Platform, taking: Taking, *, content: bytes) -> str:
    """What the platform calls the message from now on. Raises PlatformError."""
    token, chat_id = taking.bot.token, taking.turn.chat.chat_id
    match taking.step:
        case Words(text, rows):
            return await platform.send(token, chat_id=chat_id, text=text, rows=rows)
        case Change(message_id, text, rows):
            await platform.edit(token, chat_id=chat_id, message_id=message_id, text=text, rows=rows)
            return message_id
        case OutgoingFile() as file:
            return await platform.send_file(token, chat_id=chat_id, file=file, content=content)


async def _keep(ports: Ports, outgoing: Outgoing) -> None:
    if outgoing.progress is Progress.PENDING:
        await insist(lambda: ports.outgoing.keep(outgoing))
    else:
        await settle(ports, outgoing)


async def _refused(ports: Ports, taking: Taking, *, refusal: PlatformError) -> timedelta:
    """Keep what follows from a refusal, for the message, the chat and the bot; how long the chat waits for its sake."""
    now, chat, bot = ports.clock(), taking.turn.chat, taking.bot
    after, pause = _after(taking, refusal, at=now)
    log.info("message refused", message_id=str(after.id), error=refusal.reason, pause_seconds=pause.total_seconds())
    await _keep(ports, after)
    match refusal:
        case RateLimited():
            await insist(lambda: ports.paces.limited(bot, chat=chat, pause=pause))
        case Blocked():
            await ports.chats.mark_blocked(chat, at=now)
        case AuthFailed():
            log.error("channel disabled", channel_id=str(bot.id), error=refusal.reason)
            await ports.bots.disable(bot, error=refusal.reason, at=now)
    return pause


def _after(taking: Taking, refusal: PlatformError, *, at: datetime) -> tuple[Outgoing, timedelta]:
    """A file that the platform does not take is left out, and the rest of the message goes on."""
    if isinstance(taking.step, OutgoingFile):
        match refusal:
            case TooLarge():
                return _without_file(taking, taking.step, Reason.FILE_TOO_LARGE, at=at), AT_ONCE
            case Permanent():
                return _without_file(taking, taking.step, Reason.FILE_REJECTED, at=at), AT_ONCE
    return after_refusal(taking.outgoing, refusal, at=at)


def _without_file(taking: Taking, file: OutgoingFile, reason: Reason, *, at: datetime) -> Outgoing:
    return taking.outgoing.without(file.name, reason, last=taking.last, at=at)
