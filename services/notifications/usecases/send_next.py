"""Send the next message of a chat whose turn it is."""

from datetime import timedelta

from services.notifications.domain.chat import Turn
from services.notifications.usecases.attempt import attempt
from services.notifications.usecases.held import held
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports

# A loop that looks for itself comes too late for these.
SOON = timedelta(seconds=1)


async def send_next(turn: Turn, *, ports: Ports) -> None:
    """Bring one message one step on, and leave the chat to whoever comes next, when it may be written to again.

    A chat without a message rests until it is woken.
    """
    outgoing = await insist(lambda: ports.outgoing.next_in(turn.chat))
    if outgoing is None:
        await ports.chats.rest(turn, at=ports.clock())
        return
    async with held(ports.chats, turn, clock=ports.clock):
        respite = await attempt(ports, outgoing, turn=turn)
    due_at = ports.clock() + respite.pause
    await insist(lambda: ports.chats.release(turn, due_at=due_at, queued=respite.queued))
    if respite.pause < SOON:
        ports.ring()
