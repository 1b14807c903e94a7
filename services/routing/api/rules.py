"""`/v1/helpdesk/routing-rules`: admins write, agents read."""

from typing import Any

from fastapi import APIRouter, Response

from services.routing.api.asking import Configurer, Reader
from services.routing.api.models import RuleChanges, RuleIn, RulePage, RuleShown, rule_out
from services.routing.domain.rule import Rule, in_order
from services.routing.usecases.add_rule import add_rule
from services.routing.usecases.change_rule import change_rule
from services.routing.usecases.ports import Ports
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/routing-rules"


def rules_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=RulePage)
    async def list_rules(caller: Reader, limit: Limit = 25, cursor: str | None = None) -> Response:
        rules = in_order(await ports.rules.of_tenant(caller.tenant))
        return json_answer(_page(rules, limit=limit, cursor=cursor))

    @router.post("", status_code=201, response_model=RuleShown)
    async def create_rule(caller: Configurer, body: RuleIn) -> Response:
        rule = await add_rule(
            ports,
            tenant_id=caller.tenant,
            name=body.name,
            condition=body.condition.to_domain(),
            action=body.action.to_domain(),
            order_index=body.order_index,
        )
        return json_answer(rule_out(rule), status_code=201)

    @router.get("/{rule_id}", response_model=RuleShown)
    async def get_rule(caller: Reader, rule_id: str) -> Response:
        return json_answer(rule_out(await ports.rules.get(caller.tenant, path_id(rule_id))))

    @router.put("/{rule_id}", response_model=RuleShown)
    async def put_rule(caller: Configurer, rule_id: str, body: RuleChanges) -> Response:
        rule = await change_rule(ports, tenant_id=caller.tenant, rule_id=path_id(rule_id), **body.given())
        return json_answer(rule_out(rule))

    @router.delete("/{rule_id}", status_code=204)
    async def delete_rule(caller: Configurer, rule_id: str) -> Response:
        await ports.rules.remove(caller.tenant, path_id(rule_id))
        return Response(status_code=204)

    return router


def _page(rules: list[Rule], *, limit: int, cursor: str | None) -> dict[str, Any]:
    """Rules are few and shown in the order in which they are tried; the cursor names the last one seen."""
    after = read_cursor(cursor)
    seen = next((place + 1 for place, rule in enumerate(rules) if rule.id == after), 0) if after else 0
    shown = rules[seen : seen + limit]
    more = len(rules) > seen + limit
    return {
        "routing_rules": [rule_out(rule) for rule in shown],
        "next_cursor": cursor_of(shown[-1].id) if more else None,
    }
