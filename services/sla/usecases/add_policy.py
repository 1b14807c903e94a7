"""Add an SLA policy."""

from uuid import UUID

from services.sla.domain.policy import Policy
from services.sla.usecases.check_hours import check_hours
from services.sla.usecases.ports import Ports
from shared.errors import Conflict
from shared.ids import new_id_of
from shared.vocabulary import Priority

MOST_POLICIES = 100


async def add_policy(
    ports: Ports,
    *,
    tenant_id: UUID,
    name: str,
    first_response_hours: int,
    resolution_hours: int,
    applies: tuple[Priority, ...],
    business_hours_id: UUID | None,
    pause_when_pending: bool,
) -> Policy:
    """The new policy, which soon holds for open tickets too. Raises Invalid for a dangling id, Conflict beyond 100."""
    await check_hours(ports, tenant_id=tenant_id, business_hours_id=business_hours_id)
    policy_id = new_id_of("SLA policy")
    held, _ = await ports.policies.page(tenant_id, after=None, limit=MOST_POLICIES)
    if len(held) == MOST_POLICIES and all(policy.id != policy_id for policy in held):
        raise Conflict(f"A tenant can have at most {MOST_POLICIES} SLA policies.", code="too_many")
    now = ports.clock()
    policy = await ports.policies.add(
        Policy(
            id=policy_id,
            tenant_id=tenant_id,
            name=name,
            first_response_hours=first_response_hours,
            resolution_hours=resolution_hours,
            applies=applies,
            business_hours_id=business_hours_id,
            pause_when_pending=pause_when_pending,
            created_at=now,
            updated_at=now,
        )
    )
    await ports.terms.changed(tenant_id, at=now)
    return policy
