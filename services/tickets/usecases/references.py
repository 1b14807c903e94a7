"""What a ticket may refer to: ids become the things that they name, or an error that names the field."""

from uuid import UUID

from services.tickets.domain.ticket import Ref
from services.tickets.usecases.ports import Ports
from shared.errors import Invalid
from shared.vocabulary import Channel

# A custom field by its id, and the value that is wanted for it; None takes the value away.
FieldWish = tuple[UUID, object]


async def agent_ref(ports: Ports, *, tenant_id: UUID, agent_id: UUID | None) -> Ref | None:
    """An active agent, or nobody. Raises Invalid."""
    if agent_id is None:
        return None
    agent = await ports.agents.find(tenant_id, agent_id)
    if agent is None or not agent.active:
        raise Invalid.field("assigned_to", "There is no active agent with this id.")
    return Ref(agent.id, agent.name)


async def team_ref(ports: Ports, *, tenant_id: UUID, team_id: UUID | None) -> Ref | None:
    """A team, or none. Raises Invalid."""
    if team_id is None:
        return None
    team = await ports.teams.find(tenant_id, team_id)
    if team is None:
        raise Invalid.field("team_id", "There is no team with this id.")
    return Ref(team.id, team.name)


async def check_type(ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID | None, only_enabled: bool = False) -> None:
    """Raises Invalid where there is no such type, or none that may still be chosen."""
    if ticket_type_id is None:
        return
    ticket_type = await ports.ticket_types.find(tenant_id, ticket_type_id)
    if ticket_type is None or (only_enabled and not ticket_type.enabled):
        raise Invalid.field("ticket_type_id", "There is no ticket type with this id.")


async def check_channel(ports: Ports, *, channel: Channel, channel_id: UUID | None) -> None:
    """Raises Invalid where the bot is none of the tenant's, or of another messenger."""
    if channel_id is not None and await ports.channels.kind_of(channel_id) is not channel:
        raise Invalid.field("channel_id", "There is no channel of this kind with this id.")
