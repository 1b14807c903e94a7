"""Take leave of a customer whose ticket was closed."""

from services.notifications.usecases.ask_rating import ask_rating
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.say_closed import say_closed
from shared.events.ticket import TicketClosed


async def see_off(event: TicketClosed, *, ports: Ports) -> None:
    """The closing word, and after it the question how it went. Raises Unavailable, to be told again."""
    await say_closed(event, ports=ports)
    await ask_rating(event, ports=ports)
