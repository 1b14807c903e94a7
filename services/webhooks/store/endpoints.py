"""Endpoints in MongoDB, their secrets sealed."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from services.webhooks.domain.endpoint import Endpoint
from shared.crypto import SealBroken, Sealer
from shared.log import get_logger
from shared.mongo import Batches, Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor, Change, Session
from shared.mongo.rows import BY_TENANT

log = get_logger()

AUDITED = ("url", "events", "format", "description", "enabled", "disabled_reason")
COLLECTION = "endpoints"
INDEXES = [BY_TENANT]
GATHER_SECONDS = 0.005
SECRETS_KEPT_OPEN = 10_000


class MongoEndpoints(TenantRows[Endpoint]):
    def __init__(self, database: Database, *, sealer: Sealer, audit: Auditor | None = None) -> None:
        super().__init__(database[COLLECTION], noun="webhook", mapper=Mapping(sealer), audit=audit, audited=AUDITED)
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
        if not await self._writes.set(row.tenant_id, row.id, _open_part(row)):
            raise self.gone()

    async def disable(self, endpoint: Endpoint, *, reason: str, at: datetime) -> None:
        key = {"_id": endpoint.id, "tenant_id": endpoint.tenant_id}
        fields = {"enabled": False, "disabled_reason": reason, "updated_at": at}

        async def work(session: Session) -> Change | None:
            before = await self._collection.find_one_and_update(key, {"$set": fields}, session=session)
            if before is None:
                return None
            return self._writes.change("updated", before=before, after=before | fields, unasked=True)

        await self._writes.run(work)

    async def _enabled_of_tenants(self, tenant_ids: Sequence[UUID]) -> list[list[Endpoint]]:
        query = {"tenant_id": {"$in": list(set(tenant_ids))}, "enabled": True}
        async with reachable():
            documents = await self._collection.find(query).to_list(None)
        found: dict[UUID, list[Endpoint]] = {}
        for document in documents:
            found.setdefault(document["tenant_id"], []).append(self._mapper.from_document(document))
        return [found.get(tenant_id, []) for tenant_id in tenant_ids]


def _open_part(endpoint: Endpoint) -> Document:
    return {
        "url": endpoint.url,
        "events": list(endpoint.events),
        "format": endpoint.format,
        "description": endpoint.description,
        "enabled": endpoint.enabled,
        "disabled_reason": endpoint.disabled_reason,
        "updated_at": endpoint.updated_at,
    }


class Mapping:
    def __init__(self, sealer: Sealer) -> None:
        self._seal = sealer.seal
        # A sealed text opens to the same secret for ever, so that what was opened once never goes stale.
        self._open = lru_cache(SECRETS_KEPT_OPEN)(sealer.open)

    def to_document(self, endpoint: Endpoint) -> Document:
        return {
            "_id": endpoint.id,
            "tenant_id": endpoint.tenant_id,
            "secrets": [{"sealed": self._seal(secret)} for secret in endpoint.secrets],
            "created_at": endpoint.created_at,
            **_open_part(endpoint),
        }

    def from_document(self, document: Document) -> Endpoint:
        return Endpoint(
            id=document["_id"],
            tenant_id=document["tenant_id"],
            url=document["url"],
            events=tuple(document["events"]),
            format=document["format"],
            description=document["description"],
            enabled=document["enabled"],
            disabled_reason=document["disabled_reason"],
            secrets=self._secrets(document),
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )

    def _secrets(self, document: Document) -> tuple[str, ...]:
        """None at all where the encryption key has changed: the endpoint can be seen, but nothing signed for it."""
        try:
            return tuple(self._open(secret["sealed"]) for secret in document["secrets"])
        except SealBroken:
            log.error("endpoint's secret does not open", endpoint_id=str(document["_id"]))
            return ()
