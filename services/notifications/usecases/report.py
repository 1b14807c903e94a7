"""Say how far a message has come."""

from services.notifications.domain.outgoing import Outgoing, Purpose
from shared.events.decisions import MessageDelivery, MessageDeliveryData


def report_on(outgoing: Outgoing) -> MessageDelivery | None:
    """The event that tells the ticket; it is about a message, so it takes no part in the ticket's sequence.

    None for the bot's own words, which are none of the ticket's messages.
    """
    if outgoing.purpose is not Purpose.REPLY or outgoing.ticket_id is None:
        return None
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
