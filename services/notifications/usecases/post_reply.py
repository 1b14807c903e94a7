"""Put an agent's reply to a customer without a chat into the outbox of e-mails."""

from services.notifications.domain.email import TICK, Cause, Email, Failure, Mailbox
from services.notifications.usecases.letters import reply_letter
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.report_email import report_on_email
from shared.events.ticket import TicketReplied
from shared.ids import new_id
from shared.log import get_logger
from shared.telemetry import EMAILS
from shared.vocabulary import Channel

log = get_logger()


async def post_reply(event: TicketReplied, *, ports: Ports) -> None:
    """One e-mail for each reply of which tickets says that it goes by e-mail, however often the event comes.

    That is no note and no customer's words. Where this installation sends none, the ticket is told so.
    """
    message, requester = event.data.message, event.data.ticket.requester
    by_email = message.delivery is not None and message.delivery.channel is Channel.EMAIL
    if not by_email or message.internal or requester.email is None:
        return
    email = _email(event, address=requester.email, ports=ports)
    if not ports.postman.employed:
        email = email.failed(Failure.EMAIL_OFF, at=ports.clock())
    if await ports.emails.add(email, report=report_on_email(email)):
        log.info("e-mail taken", ticket_id=event.subject, message_id=str(message.id), error=email.error)
        if email.error:
            EMAILS.labels("off").inc()
    ports.ring_postman()


def _email(event: TicketReplied, *, address: str, ports: Ports) -> Email:
    """Its first report is later than the message itself, which tickets has already reported as pending."""
    ticket, message = event.data.ticket, event.data.message
    now = ports.clock()
    return Email(
        id=new_id(),
        tenant_id=event.tenantid,
        ticket_id=ticket.id,
        event_id=event.id,
        cause=Cause.REPLY,
        letter=reply_letter(event.data, public_url=ports.public_url),
        to=Mailbox(address, ticket.requester.name or ticket.requester.first_name),
        stored_at=now,
        reported_at=max(now, message.created_at + TICK),
        message_id=message.id,
    )
