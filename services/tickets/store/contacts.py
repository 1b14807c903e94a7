"""Contacts in MongoDB; within a tenant no two have the same address or the same chat."""

from collections.abc import Mapping as ReadOnly
from dataclasses import asdict
from typing import Any
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.contact import Contact
from shared.errors import Conflict
from shared.mongo import Database, Document, TenantRows, reachable
from shared.mongo.rows import BY_TENANT, Taken

COLLECTION = "contacts"
CHATS = ("telegram_chat_id", "max_chat_id")
# Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"
UNIQUE = {
    "email_key": Taken("email_taken", "Another contact has this e-mail address."),
    "telegram_chat_id": Taken("telegram_chat_taken", "Another contact has this Telegram chat."),
    "max_chat_id": Taken("max_chat_taken", "Another contact has this Max chat."),
}
INDEXES = [
    BY_TENANT,
    *(
        IndexModel(
            [("tenant_id", ASCENDING), (field, ASCENDING)],
            name=field,
            unique=True,
            partialFilterExpression={field: {"$exists": True}},
        )
        for field in UNIQUE
    ),
    IndexModel([("tenant_id", ASCENDING), ("found_by", ASCENDING), ("_id", ASCENDING)], name="found_by"),
]


class MongoContacts(TenantRows[Contact]):
    def __init__(self, database: Database) -> None:
        super().__init__(database[COLLECTION], noun="contact", mapper=Mapping(), unique=UNIQUE)

    async def by_email(self, tenant_id: UUID, email: str) -> Contact | None:
        async with reachable():
            document = await self._collection.find_one({"tenant_id": tenant_id, "email_key": email.lower()})
        return None if document is None else self._mapper.from_document(document)

    async def ensure(self, contact: Contact) -> Contact:
        """The unique index decides between those who come at the same moment."""
        known = await self._same(contact)
        if known is not None:
            return known
        try:
            await self.add(contact)
        except Conflict:
            winner = await self._same(contact)
            if winner is None:
                raise
            return winner
        return contact

    async def _same(self, contact: Contact) -> Contact | None:
        if contact.email is not None:
            return await self.by_email(contact.tenant_id, contact.email)
        chats = {name: getattr(contact, name) for name in CHATS if getattr(contact, name) is not None}
        if not chats:
            return None
        async with reachable():
            document = await self._collection.find_one({"tenant_id": contact.tenant_id, **chats})
        return None if document is None else self._mapper.from_document(document)

    async def matching(
        self, tenant_id: UUID, *, email: str | None, search: str | None, after: UUID | None, limit: int
    ) -> tuple[list[Contact], bool]:
        """Looks at no more of the tenant's contacts than begin with what is searched for."""
        equal: Document = {}
        if email is not None:
            equal["email_key"] = email.lower()
        if search is not None:
            start = search.lower()
            equal["found_by"] = {"$elemMatch": {"$gte": start, "$lt": start + LAST}}
        index = next((name for name in ("email_key", "found_by") if name in equal), None)
        return await self.page(tenant_id, after=after, limit=limit, equal=equal, index=index)


class Mapping:
    """What is absent is left out: a unique index would count it as a value."""

    def to_document(self, contact: Contact) -> Document:
        fields = {name: value for name, value in asdict(contact).items() if value is not None}
        keys = {"email_key": contact.email.lower()} if contact.email is not None else {}
        found_by = [contact.name.lower(), *keys.values()]
        return {"_id": fields.pop("id"), **fields, **keys, "found_by": found_by}

    def from_document(self, document: Document) -> Contact:
        absent: ReadOnly[str, Any] = {"email": None, "telegram_chat_id": None, "max_chat_id": None}
        fields = {name: value for name, value in document.items() if name not in ("_id", "email_key", "found_by")}
        return Contact(id=document["_id"], **{**absent, **fields})
