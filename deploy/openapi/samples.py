"""Examples of what is answered: tickets and messages as the surfaces themselves write them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from deploy.openapi.requests import AGENT, CONTACT, FIELD, FILE, TEAM, TENANT, TICKET, TYPE
from shared.dialects import entity, envelope, messenger, workflow
from shared.dialects.attachments import attachment_url
from shared.events.attachment import AttachmentSnapshot
from shared.events.ticket import CustomValue, MessageSnapshot, Ref, Requester, SlaState, TicketSnapshot
from shared.vocabulary import AuthorType, Channel, Priority, Status


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


TICKET_SAMPLE = TicketSnapshot(
    id=UUID(TICKET),
    tenant_id=UUID(TENANT),
    number=142,
    subject="License activation failing on Odoo 19",
    text="After purchase the download link returns a 403 error.",
    status=Status.IN_PROGRESS,
    priority=Priority.HIGH,
    channel=Channel.API,
    requester=Requester(contact_id=UUID(CONTACT), name="Acme Corp", email="customer@example.com"),
    ticket_type_id=UUID(TYPE),
    assignee=Ref(id=UUID(AGENT), name="Sarah Agent"),
    team=Ref(id=UUID(TEAM), name="Technical Support"),
    tags=("download", "license"),
    custom_fields=(CustomValue(id=UUID(FIELD), value="Enterprise"),),
    first_reply_at=_at(20, 10),
    sla=SlaState(
        policy_name="Enterprise SLA",
        first_response_deadline=_at(20, 14),
        first_response_met=True,
        resolution_deadline=_at(22, 14),
    ),
    created_by=UUID(AGENT),
    created_at=_at(20, 9),
    updated_at=_at(20, 10),
    version=3,
)
MESSAGE_SAMPLE = MessageSnapshot(
    id=UUID("018e3333-bbbb-7000-8000-000000000002"),
    ticket_id=UUID(TICKET),
    author_type=AuthorType.AGENT,
    author_id=UUID(AGENT),
    author_name="Sarah Agent",
    text="We've identified the issue. Please clear your browser cache and try again.",
    attachments=(
        AttachmentSnapshot(
            id=UUID(FILE), name="steps.pdf", content_type="application/pdf", size=48_213, url=attachment_url(UUID(FILE))
        ),
    ),
    created_at=_at(20, 10),
)


def _conversation(ticket: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    return {**ticket, "messages": [message]}


def _of(prefix: str, ticket: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{prefix}Ticket": ticket,
        f"{prefix}Message": message,
        f"{prefix}Conversation": _conversation(ticket, message),
    }


SAMPLES: dict[str, Any] = {
    **_of("Messenger", messenger.ticket_out(TICKET_SAMPLE), messenger.message_out(MESSAGE_SAMPLE)),
    **_of("Workflow", workflow.details_out(TICKET_SAMPLE), workflow.message_out(MESSAGE_SAMPLE)),
    **_of("Entity", entity.ticket_out(TICKET_SAMPLE), entity.message_out(MESSAGE_SAMPLE)),
    "WorkflowListedTicket": workflow.ticket_out(TICKET_SAMPLE),
    "EnvelopeTicket": envelope.ticket_out(TICKET_SAMPLE),
}
