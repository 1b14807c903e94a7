"""Open a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.custom_field import CustomFieldValue
from services.tickets.domain.custom_values import checked_values
from services.tickets.domain.message import PlatformMessage
from services.tickets.domain.numbers import NumberTaken
from services.tickets.domain.settings import HelpdeskSettings
from services.tickets.domain.ticket import Ref, Requester, Ticket
from services.tickets.usecases import tell
from services.tickets.usecases.attach import attach
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.references import FieldWish, agent_ref, check_channel, check_type, team_ref
from services.tickets.usecases.requester import requester_for
from shared.errors import Forbidden, Unavailable
from shared.ids import new_id, new_id_of, run_again, time_of
from shared.vocabulary import AuthorType, Channel, Kind, Priority, Status

SUBJECT_FROM_TEXT = 80
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a surface asks for. Without a subject the first line of the text becomes it.

    `contact_id` names the customer; without it, `requester` with an e-mail address finds or makes a contact. A surface
    that has no custom fields says None, and then none is required. `platform` is where the customer wrote the text, if
    in a messenger; `mark` tells this opening from another's of the same ticket.
    """

    text: str | None
    channel: Channel
    subject: str | None = None
    channel_id: UUID | None = None
    chat_id: int | None = None
    platform: PlatformMessage | None = None
    attachments: Sequence[UUID] = ()
    mark: UUID | None = None
    external_id: str | None = None
    contact_id: UUID | None = None
    requester: Requester = field(default_factory=Requester)
    custom_fields: tuple[FieldWish, ...] | None = None
    ticket_type_id: UUID | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    kind: Kind = Kind.QUESTION
    tags: tuple[str, ...] = ()

    @property
    def for_agents(self) -> bool:
        """Whether it says what only an agent may."""
        return (
            self.status is not Status.NEW
            or self.chat_id is not None
            or self.channel_id is not None
            or any((self.assignee_id, self.team_id, self.tags, self.external_id))
        )


async def open_ticket(ports: Ports, *, actor: Actor, wanted: NewTicket) -> Ticket:
    """The stored ticket.

    Raises Forbidden where the tenant's helpdesk is off, or a customer asks for what is an agent's; Invalid for a
    dangling id; Conflict for an `external_id` that is taken.
    """
    if actor.contact_id is not None and wanted.for_agents:
        raise Forbidden("Only an agent may say this of a ticket.", code="missing_role")
    tenant_id, ticket_id = actor.tenant_id, new_id_of("ticket")
    if run_again() and (made := await ports.tickets.find(tenant_id, ticket_id)):
        return made
    await check_channel(ports, channel=wanted.channel, channel_id=wanted.channel_id)
    return await make_ticket(ports, actor=actor, wanted=wanted, ticket_id=ticket_id)


async def make_ticket(ports: Ports, *, actor: Actor, wanted: NewTicket, ticket_id: UUID) -> Ticket:
    """The stored ticket with this id, somebody else's where they were quicker. Raises as `open_ticket`."""
    tenant_id = actor.tenant_id
    await check_type(ports, tenant_id=tenant_id, ticket_type_id=wanted.ticket_type_id, only_enabled=True)
    assignee = await agent_ref(ports, tenant_id=tenant_id, agent_id=wanted.assignee_id)
    team = await team_ref(ports, tenant_id=tenant_id, team_id=wanted.team_id)
    values = await _custom_fields(ports, tenant_id=tenant_id, wanted=wanted)
    number, settings = await ports.settings.take_number(tenant_id)
    _check_open(settings, actor=actor)
    # Comes last, since it may make a contact.
    requester = await requester_for(ports, actor=actor, contact_id=wanted.contact_id, given=wanted.requester)
    ticket = _ticket(actor, wanted, ticket_id=ticket_id, number=number, requester=requester, values=values)
    ticket = _placed(ticket, wanted=wanted, assignee=assignee, team=team)
    ticket = await _with_files(ports, ticket, actor=actor, files=wanted.attachments)
    return await _added(ports, ticket, actor=actor, settings=settings)


async def _added(ports: Ports, ticket: Ticket, *, actor: Actor, settings: HelpdeskSettings) -> Ticket:
    for _ in range(ATTEMPTS):
        told, events = tell.opened(ticket, actor=actor, settings=settings)
        try:
            return await ports.tickets.add(told, events)
        except NumberTaken:
            await ports.settings.skip_taken(ticket.tenant_id)
            number, settings = await ports.settings.take_number(ticket.tenant_id)
            ticket = replace(ticket, number=number)
    raise Unavailable("Tickets are being numbered by many at once; try again.")


async def _with_files(ports: Ports, ticket: Ticket, *, actor: Actor, files: Sequence[UUID]) -> Ticket:
    """Its opening message carries the files, which become the ticket's before it is."""
    if not files or ticket.opening is None:
        return ticket
    attached = await attach(ports, actor=actor, ticket_id=ticket.id, wishes=files)
    return replace(ticket, opening=replace(ticket.opening, attachments=attached))


def _check_open(settings: HelpdeskSettings, *, actor: Actor) -> None:
    if not settings.helpdesk_enabled:
        raise Forbidden("The helpdesk of this tenant is switched off.", code="helpdesk_disabled")
    if actor.contact_id is not None and not settings.helpdesk_allow_create:
        raise Forbidden("Customers cannot create tickets here.", code="create_disabled")


async def _custom_fields(ports: Ports, *, tenant_id: UUID, wanted: NewTicket) -> tuple[CustomFieldValue, ...]:
    if wanted.custom_fields is None:
        return ()
    fields = await ports.custom_fields.of_tenant(tenant_id)
    return checked_values(fields, wanted.custom_fields, complete=True)


def _ticket(
    actor: Actor,
    wanted: NewTicket,
    *,
    ticket_id: UUID,
    number: int,
    requester: Requester,
    values: tuple[CustomFieldValue, ...],
) -> Ticket:
    now = time_of(ticket_id)
    ticket = Ticket(
        id=ticket_id,
        tenant_id=actor.tenant_id,
        number=number,
        subject=wanted.subject or subject_of(wanted.text or ""),
        opening=None,
        status=Status.NEW,
        priority=wanted.priority,
        channel=wanted.channel,
        created_at=now,
        updated_at=now,
        kind=wanted.kind,
        channel_id=wanted.channel_id,
        chat_id=wanted.chat_id,
        external_id=wanted.external_id,
        created_by=actor.id or requester.contact_id,
        requester=requester,
        custom_fields=values,
        ticket_type_id=wanted.ticket_type_id,
        tags=wanted.tags,
        last_message_by=AuthorType.CUSTOMER,
        last_message_at=now,
        waiting_since=now,
    )
    if wanted.text is None:
        return ticket
    ticket = ticket.described(wanted.text, message_id=new_id()).marked(wanted.mark, message_id=None)
    assert ticket.opening is not None
    return replace(ticket, opening=replace(ticket.opening, platform=wanted.platform))


def _placed(ticket: Ticket, *, wanted: NewTicket, assignee: Ref | None, team: Ref | None) -> Ticket:
    """With whom and where it stands from the start; an assignee given here starts no work, and rules leave it alone."""
    touched = frozenset(name for name, ref in (("assignee", assignee), ("team", team)) if ref is not None)
    placed = replace(ticket, assignee=assignee, team=team, touched=touched)
    return placed.with_status(wanted.status, at=ticket.created_at)


def subject_of(text: str) -> str:
    """The first line that says something, as far as 80 characters go."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), text.strip())
    plain = " ".join(line.split())
    return plain[:SUBJECT_FROM_TEXT].rstrip() or "…"
