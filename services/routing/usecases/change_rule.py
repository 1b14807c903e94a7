"""Change a routing rule."""

from dataclasses import replace
from uuid import UUID

from services.routing.domain.rule import Action, Condition, Rule
from services.routing.usecases.check_references import check_references
from services.routing.usecases.ports import Ports


async def change_rule(
    ports: Ports,
    *,
    tenant_id: UUID,
    rule_id: UUID,
    name: str | None = None,
    condition: Condition | None = None,
    action: Action | None = None,
    order_index: int | None = None,
) -> Rule:
    """The rule with what was given changed. Raises NotFound, and Invalid for a dangling id."""
    before = await ports.rules.get(tenant_id, rule_id)
    rule = replace(
        before,
        name=before.name if name is None else name,
        condition=condition or before.condition,
        action=action or before.action,
        order_index=before.order_index if order_index is None else order_index,
        updated_at=ports.clock(),
    )
    await check_references(rule.condition, rule.action, directory=ports.directory)
    await ports.rules.save(rule)
    return rule
