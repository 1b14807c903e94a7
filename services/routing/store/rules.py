"""Routing rules in MongoDB."""

from collections.abc import Sequence
from uuid import UUID

from services.routing.domain.rule import Action, Condition, Rule
from shared.mongo import Batches, Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT
from shared.vocabulary import Channel, Priority

AUDITED = ("name", "condition", "action", "order_index")
COLLECTION = "rules"
INDEXES = [BY_TENANT]


class MongoRules(TenantRows[Rule]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        super().__init__(database[COLLECTION], noun="routing rule", mapper=Mapping(), audit=audit, audited=AUDITED)
        self._by_tenant = Batches(self._of_tenants)

    async def of_tenant(self, tenant_id: UUID) -> list[Rule]:
        return await self._by_tenant(tenant_id)

    async def _of_tenants(self, tenant_ids: Sequence[UUID]) -> list[list[Rule]]:
        """One query for all who ask at this moment."""
        rules: dict[UUID, list[Rule]] = {tenant_id: [] for tenant_id in tenant_ids}
        async with reachable():
            documents = await self._collection.find({"tenant_id": {"$in": list(rules)}}).to_list(None)
        for document in documents:
            rules[document["tenant_id"]].append(self._mapper.from_document(document))
        return [rules[tenant_id] for tenant_id in tenant_ids]


class Mapping:
    def to_document(self, rule: Rule) -> Document:
        return {
            "_id": rule.id,
            "tenant_id": rule.tenant_id,
            "name": rule.name,
            "condition": {
                "channel": rule.condition.channel,
                "subject_contains": list(rule.condition.subject_contains),
                "text_contains": list(rule.condition.text_contains),
                "ticket_type_id": rule.condition.ticket_type_id,
            },
            "action": {
                "assign_to": rule.action.assign_to,
                "set_priority": rule.action.set_priority,
                "add_tags": list(rule.action.add_tags),
            },
            "order_index": rule.order_index,
            "created_at": rule.created_at,
            "updated_at": rule.updated_at,
        }

    def from_document(self, document: Document) -> Rule:
        condition, action = document["condition"], document["action"]
        return Rule(
            id=document["_id"],
            tenant_id=document["tenant_id"],
            name=document["name"],
            condition=Condition(
                channel=Channel(condition["channel"]) if condition["channel"] else None,
                subject_contains=tuple(condition["subject_contains"]),
                text_contains=tuple(condition["text_contains"]),
                ticket_type_id=condition["ticket_type_id"],
            ),
            action=Action(
                assign_to=action["assign_to"],
                set_priority=Priority(action["set_priority"]) if action["set_priority"] else None,
                add_tags=tuple(action["add_tags"]),
            ),
            order_index=document["order_index"],
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )
