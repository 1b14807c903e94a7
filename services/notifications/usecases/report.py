"""Say how far a message has come."""

from services.notifications.domain.outgoing import Outgoing
from shared.events.decisions import MessageDelivery, MessageDeliveryData


def report_on(outgoing: Outgoing) -> MessageDelivery:
    """The event that tells the ticket; it is about a message, so it takes no part in the ticket's sequence."""
    return MessageDelivery(
        subject=str(outgoing.ticket_id),
        tenantid=outgoing.tenant_id,
        time=outgoing.reported_at,
        data=MessageDeliveryData(
            ticket_id=outgoing.ticket_id,
            message_id=outgoing.id,
            channel=outgoing.kind,
            status=outgoing.status,
            error=outgoing.error,
        ),
    )
