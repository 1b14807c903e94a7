"""Change what a ticket is, who has it, or how it stands."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.changes import KEEP, Changes, ChannelWish, CustomFields, Description, Keep, StatusWish
from services.tickets.domain.ticket import Requester
from services.tickets.usecases.amend import Amended, amend
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.references import FieldWish, agent_ref, check_type, team_ref
from services.tickets.usecases.requester import known_contact, requester_with
from services.tickets.usecases.visible import visible_ticket
from shared.errors import Forbidden
from shared.ids import new_id, run_again
from shared.vocabulary import Kind, Priority, Status


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a surface asks for, with ids where the ticket will have names as well."""

    subject: str | Keep = KEEP
    text: str | Keep | None = KEEP
    kind: Kind | Keep = KEEP
    status: StatusWish | Keep = KEEP
    open_again: bool = False
    channel: ChannelWish | Keep = KEEP
    priority: Priority | Keep = KEEP
    assignee_id: UUID | Keep | None = KEEP
    team_id: UUID | Keep | None = KEEP
    ticket_type_id: UUID | Keep | None = KEEP
    contact_id: UUID | Keep | None = KEEP
    requester_name: str | Keep | None = KEEP
    requester_email: str | Keep | None = KEEP
    custom_fields: tuple[FieldWish, ...] | Keep = KEEP
    tags: tuple[str, ...] | Keep = KEEP
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


async def change_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID, wanted: Wanted) -> Amended:
    """The ticket after the change, if it took one.

    Raises NotFound, Invalid naming the field of a dangling id, and Forbidden where a customer wants more than to close
    or reopen their own.
    """
    wanted = wanted if actor.contact_id is None else _of_customer(wanted)
    changes = await _resolved(ports, tenant_id=actor.tenant_id, wanted=wanted)
    if isinstance(wanted.requester_email, str) and isinstance(wanted.contact_id, Keep):
        await _check_taken(ports, changes, actor=actor, ticket_id=ticket_id)
        email, given = wanted.requester_email, Requester()
        requester = await requester_with(ports, tenant_id=actor.tenant_id, email=email, given=given)
        changes = replace(changes, requester=requester)
    return await amend(
        ports,
        actor=actor,
        ticket_id=ticket_id,
        decide=lambda before: changes.applied_to(before, at=ports.clock()),
    )


async def _check_taken(ports: Ports, changes: Changes, *, actor: Actor, ticket_id: UUID) -> None:
    """Raises what the change itself would: nobody becomes a contact for the sake of one that is refused."""
    if not run_again():
        ticket = await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
        actor.check_seen(ticket.version)
        changes.applied_to(ticket, at=ports.clock())


async def _requester(ports: Ports, *, tenant_id: UUID, wanted: Wanted) -> Requester | Keep:
    """Another customer by their id, or nobody; who is named by an address is left to the end."""
    if not isinstance(wanted.contact_id, Keep):
        if wanted.contact_id is None:
            return Requester()
        contact = await known_contact(ports, tenant_id=tenant_id, contact_id=wanted.contact_id)
        return Requester(contact_id=contact.id, name=contact.name, email=contact.email)
    return Requester() if wanted.requester_email is None else KEEP


async def _custom_fields(ports: Ports, *, tenant_id: UUID, wanted: Wanted) -> CustomFields | Keep:
    if isinstance(wanted.custom_fields, Keep):
        return KEEP
    return CustomFields(tuple(await ports.custom_fields.of_tenant(tenant_id)), wanted.custom_fields)


def _of_customer(wanted: Wanted) -> Wanted:
    """What a customer may do with a status alone: `in_progress` opens again what is at rest, and starts nothing."""
    alone = wanted == Wanted(status=wanted.status, open_again=wanted.open_again)
    if alone and wanted.open_again:
        return wanted
    if alone and not isinstance(wanted.status, Keep):
        if wanted.status.status is Status.CLOSED:
            return wanted
        if wanted.status.status is Status.IN_PROGRESS:
            return Wanted(open_again=True)
    raise Forbidden("A customer can close and reopen a ticket, and change nothing else.", code="missing_role")


async def _resolved(ports: Ports, *, tenant_id: UUID, wanted: Wanted) -> Changes:
    if not isinstance(wanted.ticket_type_id, Keep):
        await check_type(ports, tenant_id=tenant_id, ticket_type_id=wanted.ticket_type_id)
    return Changes(
        subject=wanted.subject,
        description=KEEP if isinstance(wanted.text, Keep) else Description(wanted.text, new_id()),
        status=wanted.status,
        open_again=wanted.open_again,
        channel=wanted.channel,
        kind=wanted.kind,
        requester=await _requester(ports, tenant_id=tenant_id, wanted=wanted),
        requester_name=wanted.requester_name,
        custom_fields=await _custom_fields(ports, tenant_id=tenant_id, wanted=wanted),
        priority=wanted.priority,
        assignee=wanted.assignee_id
        if isinstance(wanted.assignee_id, Keep)
        else await agent_ref(ports, tenant_id=tenant_id, agent_id=wanted.assignee_id),
        team=wanted.team_id
        if isinstance(wanted.team_id, Keep)
        else await team_ref(ports, tenant_id=tenant_id, team_id=wanted.team_id),
        ticket_type_id=wanted.ticket_type_id,
        tags=wanted.tags,
        add_tags=wanted.add_tags,
        remove_tags=wanted.remove_tags,
    )
