"""Ticket types in MongoDB."""

from dataclasses import asdict
from uuid import UUID

from services.tickets.domain.directory import TicketType
from shared.mongo import Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT

AUDITED = ("name", "description", "sort_order", "enabled")
COLLECTION = "ticket_types"
INDEXES = [BY_TENANT]


class MongoTicketTypes(TenantRows[TicketType]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        super().__init__(database[COLLECTION], noun="ticket type", mapper=Mapping(), audit=audit, audited=AUDITED)

    async def of_tenant(self, tenant_id: UUID) -> list[TicketType]:
        async with reachable():
            documents = await self._collection.find({"tenant_id": tenant_id}).to_list(None)
        types = [self._mapper.from_document(document) for document in documents]
        return sorted(types, key=lambda ticket_type: (ticket_type.sort_order, ticket_type.id))


class Mapping:
    def to_document(self, ticket_type: TicketType) -> Document:
        fields = asdict(ticket_type)
        return {"_id": fields.pop("id"), **fields}

    def from_document(self, document: Document) -> TicketType:
        fields = dict(document)
        return TicketType(id=fields.pop("_id"), **fields)
