"""Say how far an e-mail has come."""

from services.notifications.domain.email import Email
from shared.events.decisions import MessageDelivery, MessageDeliveryData
from shared.vocabulary import Channel


def report_on_email(email: Email) -> MessageDelivery | None:
    """The event that tells the ticket; None for an e-mail that is no message of the ticket's."""
    if email.message_id is None:
        return None
    return MessageDelivery(
        subject=str(email.ticket_id),
        tenantid=email.tenant_id,
        time=email.reported_at,
        data=MessageDeliveryData(
            ticket_id=email.ticket_id,
            message_id=email.message_id,
            channel=Channel.EMAIL,
            status=email.status,
            error=email.error,
        ),
    )
