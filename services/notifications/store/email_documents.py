"""How an e-mail is written as a document and read again."""

from services.notifications.domain.email import Cause, Email, Letter, Mailbox
from shared.mongo import Document
from shared.vocabulary import SendStatus

# In the place of an address, where the agents have yet to be found.
NOBODY = ""


def to_document(email: Email) -> Document:
    letter = email.letter
    return {
        "_id": email.id,
        "tenant_id": email.tenant_id,
        "ticket_id": email.ticket_id,
        "event_id": email.event_id,
        "cause": email.cause,
        "address": email.to.address if email.to else NOBODY,
        "name": email.to.name if email.to else None,
        "letter": {
            "key": letter.key,
            "subject": letter.subject,
            "text": letter.text,
            "writer": letter.writer,
            "written_at": letter.written_at,
        },
        "message_id": email.message_id,
        "actor_id": email.actor_id,
        "assignee_id": email.assignee_id,
        "status": email.status,
        "attempts": email.attempts,
        "claim": email.claim,
        "error": email.error,
        "stored_at": email.stored_at,
        "reported_at": email.reported_at,
    }


def from_document(document: Document) -> Email:
    address = document["address"]
    return Email(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        ticket_id=document["ticket_id"],
        event_id=document["event_id"],
        cause=Cause(document["cause"]),
        letter=Letter(thread=document["ticket_id"], **document["letter"]),
        to=None if address == NOBODY else Mailbox(address, document["name"]),
        stored_at=document["stored_at"],
        reported_at=document["reported_at"],
        message_id=document["message_id"],
        actor_id=document["actor_id"],
        assignee_id=document["assignee_id"],
        status=SendStatus(document["status"]),
        attempts=document["attempts"],
        claim=document["claim"],
        error=document["error"],
    )
