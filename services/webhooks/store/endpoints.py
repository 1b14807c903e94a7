"""Endpoints in MongoDB."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.failing import Failing
from services.webhooks.store.endpoint_rows import HEALTHY, Mapping, owners_part
from shared.crypto import Sealer
from shared.mongo import Batches, Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor, Change, Session
from shared.mongo.rows import BY_TENANT

AUDITED = ("url", "events", "format", "description", "enabled", "disabled_reason")
ROTATED_AT = "secret_rotated_at"
COLLECTION = "endpoints"
INDEXES = [BY_TENANT]
GATHER_SECONDS = 0.005


class MongoEndpoints(TenantRows[Endpoint]):
    def __init__(self, database: Database, *, sealer: Sealer, audit: Auditor | None = None) -> None:
        self._mapping = Mapping(sealer)
        super().__init__(database[COLLECTION], noun="webhook", mapper=self._mapping, audit=audit, audited=AUDITED)
        self._asked: Batches[UUID, list[Endpoint]] = Batches(self._enabled_of_tenants, at_once=1, rest=GATHER_SECONDS)

    async def count(self, tenant_id: UUID) -> int:
        async with reachable():
            return await self._collection.count_documents({"tenant_id": tenant_id})

    async def enabled(self, tenant_id: UUID) -> list[Endpoint]:
        return await self._asked(tenant_id)

    async def of_ids(self, ids: Sequence[UUID]) -> dict[UUID, Endpoint]:
        """Across tenants: whoever asks has the ids from deliveries that it has claimed."""
        async with reachable():
            documents = await self._collection.find({"_id": {"$in": list(ids)}}).to_list(None)
        return {document["_id"]: self._mapper.from_document(document) for document in documents}

    async def save(self, row: Endpoint) -> None:
        """Write all but the secrets. Raises Conflict where the endpoint was deleted meanwhile."""
        if not await self._writes.set(row.tenant_id, row.id, owners_part(row)):
            raise self.gone()

    async def save_secrets(self, endpoint: Endpoint, *, before: Endpoint) -> bool:
        key: Document = {"_id": endpoint.id, "tenant_id": endpoint.tenant_id}
        # Of one whose secrets do not open any more nobody knows which they are.
        if before.secrets:
            key["secrets.0.id"] = before.secrets[0].id
        fields = {
            "secrets": self._mapping.sealed(endpoint),
            ROTATED_AT: endpoint.updated_at,
            "updated_at": endpoint.updated_at,
        }

        async def work(session: Session) -> Change | None:
            found = await self._collection.find_one_and_update(key, {"$set": fields}, session=session)
            if found is None:
                return None
            return self._writes.change("secret_rotated", before=found, after=found | fields, also=[ROTATED_AT])

        return await self._writes.run(work)

    async def disable(self, endpoint: Endpoint, *, reason: str, at: datetime, still: Failing | None = None) -> bool:
        key: Document = {"_id": endpoint.id, "tenant_id": endpoint.tenant_id, "enabled": True}
        if still is not None:
            key["failing_since"] = still.since
        fields = {"enabled": False, "disabled_reason": reason, "updated_at": at}

        async def work(session: Session) -> Change | None:
            before = await self._collection.find_one_and_update(key, {"$set": fields}, session=session)
            if before is None:
                return None
            return self._writes.change("updated", before=before, after=before | fields, unasked=True)

        return await self._writes.run(work)

    async def note_failure(self, endpoint: Endpoint, *, at: datetime) -> None:
        key = {"_id": endpoint.id, "tenant_id": endpoint.tenant_id}
        noted = {
            "failing_since": {"$ifNull": ["$failing_since", at]},
            "failing_deliveries": {"$add": [{"$ifNull": ["$failing_deliveries", 0]}, 1]},
        }
        async with reachable():
            await self._collection.update_one(key, [{"$set": noted}])

    async def note_success(self, endpoint: Endpoint) -> None:
        key = {"_id": endpoint.id, "tenant_id": endpoint.tenant_id, "failing_since": {"$ne": None}}
        async with reachable():
            await self._collection.update_one(key, {"$set": HEALTHY})

    async def _enabled_of_tenants(self, tenant_ids: Sequence[UUID]) -> list[list[Endpoint]]:
        query = {"tenant_id": {"$in": list(set(tenant_ids))}, "enabled": True}
        async with reachable():
            documents = await self._collection.find(query).to_list(None)
        found: dict[UUID, list[Endpoint]] = {}
        for document in documents:
            found.setdefault(document["tenant_id"], []).append(self._mapper.from_document(document))
        return [found.get(tenant_id, []) for tenant_id in tenant_ids]
