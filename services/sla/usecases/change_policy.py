"""Change an SLA policy."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from services.sla.domain.policy import Policy
from services.sla.usecases.check_hours import check_hours
from services.sla.usecases.ports import Ports


async def change_policy(ports: Ports, *, tenant_id: UUID, policy_id: UUID, changes: Mapping[str, object]) -> Policy:
    """The policy with what was given changed, which soon holds for open tickets too.

    Raises NotFound, and Invalid for a dangling id.
    """
    now = ports.clock()
    policy = changed(await ports.policies.get(tenant_id, policy_id), changes)
    await check_hours(ports, tenant_id=tenant_id, business_hours_id=policy.business_hours_id)
    policy = replace(policy, updated_at=now)
    await ports.policies.save(policy)
    await ports.terms.changed(tenant_id, at=now)
    return policy


def changed(policy: Policy, changes: Mapping[str, object]) -> Policy:
    """The policy as a change would make it; `changes` names its fields."""
    return replace(policy, **changes)  # type: ignore[arg-type] # checked where they came in
