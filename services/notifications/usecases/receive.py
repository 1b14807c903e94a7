"""Take in an update of a bot: it is stored before anybody is told that it has arrived."""

from datetime import timedelta

from services.notifications.domain.bot import Bot
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.usecases.ports import Ports
from shared.errors import Unavailable
from shared.ids import new_id
from shared.log import get_logger
from shared.telemetry import INCOMING

log = get_logger()

NOTED_EVERY = timedelta(seconds=5)


async def receive(ports: Ports, update: bytes, *, bot: Bot) -> None:
    """Store what the customer did, once, and wake its chat; what nobody can read or wants is dropped with a line.

    Raises Unavailable where it cannot be stored: the platform then has to bring it again.
    """
    if not bot.active:
        _dropped("the channel is disabled", outcome="disabled", bot=bot)
        return
    inbound = _read(ports, update, bot=bot)
    if inbound is not None:
        await _store(ports, inbound, update=update, bot=bot)
    await _note(ports, bot)


def _read(ports: Ports, update: bytes, *, bot: Bot) -> Inbound | None:
    try:
        inbound = ports.platforms[bot.kind].read(update)
    except (ValueError, ArithmeticError, RecursionError) as error:
        # It would come back for hours, and keep the chat's later ones waiting: nobody could ever read it.
        _dropped(f"it cannot be read ({type(error).__name__})", outcome="unreadable", bot=bot)
        return None
    if inbound is None:
        _dropped("it is none of ours", outcome="foreign", bot=bot)
    elif not -(2**63) <= inbound.chat_id < 2**63:
        _dropped("no chat has such an id", outcome="unreadable", bot=bot)
        return None
    return inbound


async def _store(ports: Ports, inbound: Inbound, *, update: bytes, bot: Bot) -> None:
    chat = await ports.chats.meet(bot, chat_id=inbound.chat_id, sender=inbound.sender)
    incoming = Incoming(
        id=new_id(),
        tenant_id=bot.tenant_id,
        channel_id=bot.id,
        chat=chat.id,
        key=inbound.key,
        update=update,
        came_at=ports.clock(),
    )
    new = await ports.incoming.add(incoming)
    # A repeat wakes the chat too: who took the first one in may have died before it came to that.
    await ports.receiving.wake(chat, at=ports.clock())
    ports.ring_for_incoming()
    INCOMING.labels("taken" if new else "repeated").inc()
    log.info("update taken", channel_id=str(bot.id), deed=inbound.deed.value, new=new)


async def _note(ports: Ports, bot: Bot) -> None:
    """That updates arrive is shown to the second or so; not every one of them is worth a write."""
    now = ports.clock()
    if bot.last_inbound_at is not None and now - bot.last_inbound_at < NOTED_EVERY:
        return
    try:
        await ports.bots.note_inbound(bot, at=now)
    except Unavailable as error:
        log.warning("arrival not noted", channel_id=str(bot.id), error=error.message)


def _dropped(why: str, *, outcome: str, bot: Bot) -> None:
    INCOMING.labels(outcome).inc()
    log.info("update dropped", channel_id=str(bot.id), kind=bot.kind.value, why=why)
