"""See to the next deed of a chat whose turn it is."""

from datetime import timedelta

from services.notifications.domain.chat import Turn
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.refusals import PlatformError, RateLimited
from services.notifications.usecases.held import held
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.see_to import see_to
from services.notifications.usecases.set_aside import set_aside, told_without_words
from shared.errors import Unavailable
from shared.log import get_logger
from shared.telemetry import INCOMING_AGE

log = get_logger()

AT_ONCE = timedelta()


async def see_to_next(turn: Turn, *, ports: Ports) -> None:
    """See to one deed, and leave the chat to whoever comes next; a chat without one rests until it is woken.

    A deed is tried until what it needs is there again; one that goes wrong by itself five times is set aside.
    """
    incoming = await insist(lambda: ports.incoming.next_in(turn.chat))
    if incoming is None:
        await ports.receiving.rest(turn, at=ports.clock())
        return
    async with held(ports.receiving, turn, clock=ports.clock):
        pause = await _see_through(ports, incoming, turn=turn)
    await insist(lambda: ports.receiving.release(turn, due_at=ports.clock() + pause))
    if not pause:
        ports.ring_for_incoming()


async def _see_through(ports: Ports, incoming: Incoming, *, turn: Turn) -> timedelta:
    """How long the chat then waits."""
    try:
        error = await see_to(ports, incoming, chat=turn.chat)
    except (Unavailable, PlatformError) as trouble:
        later = incoming.put_off()
        pause = max(later.pause(), _asked_for(trouble))
        log.info("deed waits", incoming_id=str(incoming.id), error=str(trouble), seconds=pause.total_seconds())
        await insist(lambda: ports.incoming.keep(later))
        return pause
    except Exception as trouble:
        return await _failed(ports, incoming.failed(), trouble=trouble, turn=turn)
    await insist(lambda: ports.incoming.done(incoming, error=error))
    INCOMING_AGE.observe((ports.clock() - incoming.came_at).total_seconds())
    return AT_ONCE


async def _failed(ports: Ports, incoming: Incoming, *, trouble: Exception, turn: Turn) -> timedelta:
    told = told_without_words(trouble)
    log.error("deed failed", incoming_id=str(incoming.id), error=told, failures=incoming.failures)
    if incoming.hopeless:
        await set_aside(ports, incoming, error=told, chat=turn.chat)
        return AT_ONCE
    await insist(lambda: ports.incoming.keep(incoming))
    return incoming.pause()


def _asked_for(trouble: Exception) -> timedelta:
    """The pause that a platform wants, where it says one."""
    if isinstance(trouble, RateLimited):
        return timedelta(seconds=trouble.retry_after_seconds or 0)
    return AT_ONCE
