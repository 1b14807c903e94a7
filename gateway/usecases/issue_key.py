"""Issue an API key for a tenant."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gateway.domain.key import ApiKey, Prefix, check_binding, new_key, scopes_for
from gateway.usecases.ports import Ports
from shared.errors import Invalid
from shared.ids import new_id_of
from shared.vocabulary import Role, Scope


@dataclass(frozen=True, slots=True)
class IssueKey:
    """What is asked for; `scopes` of None are the role's own."""

    name: str
    role: Role
    prefix: Prefix
    scopes: tuple[Scope, ...] | None = None
    agent_id: UUID | None = None
    contact_id: UUID | None = None
    expires_at: datetime | None = None


async def issue_key(ports: Ports, *, tenant_id: UUID, asked: IssueKey) -> tuple[ApiKey, str]:
    """The key as it is kept, and its text, which nobody can have again.

    Raises NotFound where there is no such tenant, Invalid for what the role cannot have, a time that has passed or
    somebody whom the tenant does not have, and Unavailable.
    """
    now = ports.clock()
    check_binding(asked.role, agent_id=asked.agent_id, contact_id=asked.contact_id)
    if asked.expires_at is not None and asked.expires_at <= now:
        raise Invalid.field("expires_at", "This time has already passed.")
    scopes = scopes_for(asked.role, asked=asked.scopes)
    await _check_people(ports, tenant_id=tenant_id, asked=asked)
    text = new_key(asked.prefix)
    key = ApiKey(
        id=new_id_of("key"),
        tenant_id=tenant_id,
        name=asked.name,
        role=asked.role,
        scopes=scopes,
        prefix=asked.prefix,
        digest=ports.digester.digest(text),
        agent_id=asked.agent_id,
        contact_id=asked.contact_id,
        expires_at=asked.expires_at,
        created_at=now,
        updated_at=now,
    )
    await ports.keys.issue(key)
    return key, text


async def _check_people(ports: Ports, *, tenant_id: UUID, asked: IssueKey) -> None:
    if asked.agent_id is not None and not await ports.directory.has_agent(tenant_id, asked.agent_id):
        raise Invalid.field("agent_id", "There is no agent with this id.")
    if asked.contact_id is not None and not await ports.directory.has_contact(tenant_id, asked.contact_id):
        raise Invalid.field("contact_id", "There is no contact with this id.")
