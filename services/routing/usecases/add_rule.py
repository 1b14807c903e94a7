"""Add a routing rule."""

from uuid import UUID

from services.routing.domain.rule import Action, Condition, Rule
from services.routing.usecases.check_references import check_references
from services.routing.usecases.ports import Ports
from shared.errors import Conflict
from shared.ids import new_id_of, run_again

MOST_RULES = 500


async def add_rule(
    ports: Ports, *, tenant_id: UUID, name: str, condition: Condition, action: Action, order_index: int
) -> Rule:
    """The new rule. Raises Invalid for a dangling id, and Conflict where the tenant has 500 rules already."""
    rule_id = new_id_of("routing rule")
    if run_again() and (made := await ports.rules.find(tenant_id, rule_id)):
        return made
    await check_references(condition, action, directory=ports.directory)
    if len(await ports.rules.of_tenant(tenant_id)) >= MOST_RULES:
        raise Conflict(f"A tenant can have at most {MOST_RULES} routing rules.", code="too_many")
    now = ports.clock()
    rule = Rule(
        id=rule_id,
        tenant_id=tenant_id,
        name=name,
        condition=condition,
        action=action,
        order_index=order_index,
        created_at=now,
        updated_at=now,
    )
    return await ports.rules.add(rule)
