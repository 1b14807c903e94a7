"""What e-mails say. Customers' are in both of the bot's languages where the words are ours."""

from services.notifications.domain.email import Letter
from services.notifications.domain.links import dashboard_link, portal_link
from shared.dialects.values import ticket_number
from shared.events.attachment import AttachmentSnapshot
from shared.events.ticket import MessageData, TicketEvent, TicketSnapshot

NOBODY = "The helpdesk"


def reply_letter(data: MessageData, *, public_url: str) -> Letter:
    """An agent's words to the customer. Files are named; they are had where the link leads."""
    ticket, message = data.ticket, data.message
    link = portal_link(public_url, ticket.id)
    parts = [message.text.strip(), _files(message.attachments)]
    parts.append(f"-- \nAnswer and see everything · Ответить и посмотреть всё:\n{link}")
    return Letter(
        key=str(message.id),
        thread=ticket.id,
        subject=_subject(ticket),
        text=_paragraphs(parts),
        writer=message.author_name,
        written_at=message.created_at,
    )


def assigned_letter(event: TicketEvent, *, public_url: str) -> Letter:
    """That a ticket is now an agent's, or a team's."""
    ticket = event.data.ticket
    whose = "you" if ticket.assignee else f"your team {ticket.team.name}" if ticket.team else "you"
    who = event.data.actor.name or NOBODY
    parts = [f"{who} has assigned this ticket to {whose}.", _said_first(ticket), dashboard_link(public_url, ticket.id)]
    return _to_agents(event, parts)


def customer_replied_letter(event: TicketEvent, *, data: MessageData, public_url: str) -> Letter:
    """What a customer has written."""
    message = data.message
    who = message.author_name or "The customer"
    files = _files(message.attachments)
    parts = [f"{who} has written:", message.text.strip(), files, dashboard_link(public_url, data.ticket.id)]
    return _to_agents(event, parts)


def _to_agents(event: TicketEvent, parts: list[str]) -> Letter:
    ticket = event.data.ticket
    return Letter(
        key=str(event.id),
        thread=ticket.id,
        subject=_subject(ticket),
        text=_paragraphs(parts),
        writer=None,
        written_at=event.time,
    )


def _subject(ticket: TicketSnapshot) -> str:
    return f"[{ticket_number(ticket.number, created_at=ticket.created_at)}] {ticket.subject}"


def _said_first(ticket: TicketSnapshot) -> str:
    return (ticket.text or "").strip()


def _files(attachments: tuple[AttachmentSnapshot, ...]) -> str:
    return "\n".join(f"[{each.name}, {max(1, round(each.size / 1024))} KiB]" for each in attachments)


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
