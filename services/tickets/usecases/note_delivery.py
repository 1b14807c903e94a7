"""Keep how far a reply has come toward the customer's messenger."""

from services.tickets.domain.message import Delivery
from services.tickets.usecases.ports import Ports
from shared.events.decisions import MessageDelivery


async def note_delivery(event: MessageDelivery, *, ports: Ports) -> None:
    """A later report overrules an earlier one, in whatever order they come."""
    report = event.data
    delivery = Delivery(channel=report.channel, status=report.status, at=event.time, error=report.error)
    await ports.messages.note_delivery(event.tenantid, report.ticket_id, report.message_id, delivery)
