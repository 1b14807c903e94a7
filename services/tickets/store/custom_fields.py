"""Custom fields in MongoDB: each holds one of the tenant's places, so that nobody gets one too many."""

from dataclasses import asdict
from time import monotonic
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.custom_field import MOST_FIELDS, CustomField, FieldType
from shared.errors import Conflict
from shared.mongo import Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT, Taken, duplicated

AUDITED = ("name", "type", "options", "required")
COLLECTION = "custom_fields"
RECENT_SECONDS = 1.0
MOST_TENANTS = 10_000
INDEXES = [
    BY_TENANT,
    IndexModel([("tenant_id", ASCENDING), ("name", ASCENDING)], name="name", unique=True),
    IndexModel([("tenant_id", ASCENDING), ("place", ASCENDING)], name="place", unique=True),
]


class MongoCustomFields(TenantRows[CustomField]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        taken = Taken("name_taken", "Another custom field has this name.")
        super().__init__(
            database[COLLECTION],
            noun="custom field",
            mapper=Mapping(),
            unique={"name": taken},
            audit=audit,
            audited=AUDITED,
        )
        self._recent: dict[UUID, tuple[float, list[CustomField]]] = {}

    async def of_tenant(self, tenant_id: UUID) -> list[CustomField]:
        """At most a second old where another process changed them: every new ticket asks."""
        until, fields = self._recent.get(tenant_id, (0.0, []))
        if monotonic() < until:
            return fields
        fields, _ = await self.page(tenant_id, after=None, limit=MOST_FIELDS)
        if len(self._recent) >= MOST_TENANTS:
            self._recent.clear()
        self._recent[tenant_id] = (monotonic() + RECENT_SECONDS, fields)
        return fields

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None:
        await super().remove(tenant_id, row_id)
        self._recent.pop(tenant_id, None)

    async def add(self, row: CustomField) -> CustomField:
        """Raises Conflict where the name is taken, and where all places are."""
        document = self._mapper.to_document(row)
        while True:
            place = await self._free_place(row.tenant_id)
            try:
                with self._only_one():
                    await self._writes.insert({**document, "place": place})
                self._recent.pop(row.tenant_id, None)
                return row
            except DuplicateKeyError as error:
                if duplicated(error) == "_id":
                    return await self.get(row.tenant_id, row.id)
                # Somebody was faster. That happens at most once for each place there is.
                if duplicated(error) != "place":
                    raise

    async def _free_place(self, tenant_id: UUID) -> int:
        async with reachable():
            documents = await self._collection.find({"tenant_id": tenant_id}, {"place": 1}).to_list(None)
        free = set(range(MOST_FIELDS)) - {document["place"] for document in documents}
        if not free:
            raise Conflict(f"A tenant can have at most {MOST_FIELDS} custom fields.", code="too_many")
        return min(free)

    async def save(self, row: CustomField) -> None:
        """The field keeps its place."""
        document = self._mapper.to_document(row)
        with self._only_one():
            found = await self._writes.set(row.tenant_id, row.id, document)
        self._recent.pop(row.tenant_id, None)
        if not found:
            raise self.gone()


class Mapping:
    def to_document(self, field: CustomField) -> Document:
        fields = asdict(field)
        return {"_id": fields.pop("id"), **fields, "options": list(field.options)}

    def from_document(self, document: Document) -> CustomField:
        fields = {name: value for name, value in document.items() if name != "place"}
        return CustomField(
            id=fields.pop("_id"),
            type=FieldType(fields.pop("type")),
            options=tuple(fields.pop("options")),
            **fields,
        )
