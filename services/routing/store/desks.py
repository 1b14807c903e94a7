"""What is known of a tenant when a ticket comes, in one round trip for all who ask at that moment."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.routing.domain.desk import Desk
from services.routing.domain.rule import Rule
from services.routing.domain.team import Assignment
from services.routing.store import rules, teams
from shared.mongo import Batches, Database, Document, reachable

# Of one answer of the server's, so that few tenants need a second.
AT_ONCE = 2_000


class MongoDesks:
    def __init__(self, database: Database) -> None:
        self._rules = database[rules.COLLECTION]
        self._teams = database[teams.COLLECTION]
        self._mapping = rules.Mapping()
        self._whole = Batches(self._of_tenants)
        self._without_rules = Batches(self._teams_of_tenants)

    async def of_tenant(self, tenant_id: UUID) -> Desk:
        return await self._whole(tenant_id)

    async def without_rules(self, tenant_id: UUID) -> Desk:
        return await self._without_rules(tenant_id)

    async def _of_tenants(self, tenant_ids: Sequence[UUID]) -> list[Desk]:
        theirs = {"$match": {"tenant_id": {"$in": list(set(tenant_ids))}}}
        known = {"$unionWith": {"coll": teams.COLLECTION, "pipeline": [theirs, {"$project": teams.BRIEF}]}}
        async with reachable():
            documents = await self._rules.aggregate([theirs, known], batchSize=AT_ONCE).to_list(None)
        return self._desks(tenant_ids, documents)

    async def _teams_of_tenants(self, tenant_ids: Sequence[UUID]) -> list[Desk]:
        theirs = {"tenant_id": {"$in": list(set(tenant_ids))}}
        async with reachable():
            documents = await self._teams.find(theirs, teams.BRIEF, batch_size=AT_ONCE).to_list(None)
        return self._desks(tenant_ids, documents)

    def _desks(self, tenant_ids: Sequence[UUID], documents: Iterable[Document]) -> list[Desk]:
        held: dict[UUID, list[Rule]] = {tenant_id: [] for tenant_id in tenant_ids}
        known: dict[UUID, dict[UUID, Assignment]] = {tenant_id: {} for tenant_id in tenant_ids}
        counted = set()
        for document in documents:
            tenant_id = document["tenant_id"]
            if "assignment" in document:
                known[tenant_id][document["_id"]] = Assignment(document["assignment"])
                counted |= {tenant_id} if document.get("counted") else set()
            else:
                held[tenant_id].append(self._mapping.from_document(document))
        return [
            Desk(tuple(held[tenant_id]), known[tenant_id], counted=tenant_id in counted) for tenant_id in tenant_ids
        ]
