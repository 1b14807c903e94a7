"""Send the next message of a chat whose turn it is."""

from services.notifications.domain.chat import Turn
from services.notifications.domain.outgoing import Progress, Reason
from services.notifications.domain.verdict import AT_ONCE
from services.notifications.usecases.attempt import attempt, settle
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports


async def send_next(turn: Turn, *, ports: Ports) -> None:
    """Send one message, and leave the chat to whoever comes next; a chat without one rests until it is woken."""
    outgoing = await insist(lambda: ports.outgoing.next_in(turn.chat))
    if outgoing is None:
        await ports.chats.rest(turn, at=ports.clock())
        return
    pause = AT_ONCE
    if outgoing.progress is Progress.SENDING:
        # Whoever was sending it died: the customer may have it, and must not get it twice.
        await settle(ports, outgoing.failed(Reason.UNKNOWN_IF_SENT, at=ports.clock()))
    else:
        bot = await insist(lambda: ports.bots.find(turn.chat.tenant_id, turn.chat.channel_id))
        begun = outgoing.begun(turn.claim)
        if await insist(lambda: ports.outgoing.begin(begun)):
            pause = await attempt(ports, begun, bot=bot, turn=turn)
    await insist(lambda: ports.chats.release(turn, due_at=ports.clock() + pause))
