"""Say what a change of a policy would do to the open tickets, without doing it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.sla.domain.simulation import Simulation, breaches
from services.sla.domain.terms import Terms
from services.sla.usecases.change_policy import changed
from services.sla.usecases.check_hours import check_hours
from services.sla.usecases.ports import Ports

BATCH = 500
MOST = 20_000


async def simulate_policy(
    ports: Ports, *, tenant_id: UUID, policy_id: UUID, changes: Mapping[str, object]
) -> Simulation:
    """How many open tickets are past a deadline now, and how many would be, of the first 20,000.

    Raises NotFound, and Invalid for a dangling id.
    """
    then_held = changed(await ports.policies.get(tenant_id, policy_id), changes)
    await check_hours(ports, tenant_id=tenant_id, business_hours_id=then_held.business_hours_id)
    now_terms = await ports.terms.of_tenant(tenant_id)
    policies = tuple(then_held if policy.id == policy_id else policy for policy in now_terms.policies)
    then_terms = replace(now_terms, policies=policies)
    return await _simulate(ports, tenant_id, now_terms=now_terms, then_terms=then_terms, at=ports.clock())


async def _simulate(ports: Ports, tenant_id: UUID, *, now_terms: Terms, then_terms: Terms, at: datetime) -> Simulation:
    simulation = Simulation()
    after: UUID | None = None
    while simulation.tickets < MOST:
        watches = await ports.watches.open_ones(tenant_id, after=after, limit=BATCH)
        simulation = replace(
            simulation,
            tickets=simulation.tickets + len(watches),
            now=simulation.now + breaches(watches, now_terms, at=at),
            then=simulation.then + breaches(watches, then_terms, at=at),
        )
        if len(watches) < BATCH:
            return simulation
        after = watches[-1].ticket_id
    return replace(simulation, complete=False)
