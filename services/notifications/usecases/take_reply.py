"""Bring a reply to where it is wanted: the customer's chat, their mailbox, the agents'."""

from services.notifications.usecases.ports import Ports
from services.notifications.usecases.post_reply import post_reply
from services.notifications.usecases.queue_reply import queue_reply
from services.notifications.usecases.tell_agents import tell_of_customers_reply
from shared.events.ticket import TicketReplied


async def take_reply(event: TicketReplied, *, ports: Ports) -> None:
    """Each of them knows what is none of its business; a repeat of the event finds what is there."""
    await queue_reply(event, ports=ports)
    await post_reply(event, ports=ports)
    await tell_of_customers_reply(event, ports=ports)
