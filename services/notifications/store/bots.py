"""Bots in MongoDB; their secrets are sealed there."""

from datetime import datetime
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.bot import Account, Bot, BotStatus
from shared.crypto import Sealer
from shared.errors import Conflict
from shared.mongo import Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor, Change, Session
from shared.mongo.rows import BY_TENANT
from shared.vocabulary import Channel

# When the token was set tells that there is a new one; neither it nor its seal may be told.
AUDITED = ("kind", "name", "account", "status", "token_set_at")
COLLECTION = "bots"
INDEXES = [
    BY_TENANT,
    IndexModel(
        [("tenant_id", ASCENDING), ("kind", ASCENDING), ("account.platform_id", ASCENDING)],
        name="one_of_each_bot",
        unique=True,
    ),
]


class MongoBots(TenantRows[Bot]):
    def __init__(self, database: Database, *, sealer: Sealer, audit: Auditor | None = None) -> None:
        super().__init__(database[COLLECTION], noun="channel", mapper=Mapping(sealer), audit=audit, audited=AUDITED)

    async def add(self, row: Bot) -> Bot:
        try:
            return await super().add(row)
        except DuplicateKeyError:
            raise Conflict("This bot is a channel already.", code="already_exists") from None

    async def of_tenant(self, tenant_id: UUID) -> list[Bot]:
        async with reachable():
            documents = await self._collection.find({"tenant_id": tenant_id}).to_list(None)
        return [self._mapper.from_document(document) for document in documents]

    async def called(self, channel_id: UUID) -> Bot | None:
        """By the one key that is unique among all tenants: who calls names no tenant, and is checked by the secret."""
        async with reachable():
            document = await self._collection.find_one({"_id": channel_id})
        return None if document is None else self._mapper.from_document(document)

    async def note_inbound(self, bot: Bot, *, at: datetime) -> None:
        async with reachable():
            await self._collection.update_one(
                {"_id": bot.id, "tenant_id": bot.tenant_id}, {"$max": {"last_inbound_at": at}}
            )

    async def all_active(self, *, after: UUID | None, limit: int) -> list[Bot]:
        """The timers look after every tenant's bots."""
        query: Document = {"status": BotStatus.ACTIVE, **({"_id": {"$gt": after}} if after else {})}
        async with reachable():
            documents = await self._collection.find(query).sort("_id", ASCENDING).limit(limit).to_list(limit)
        return [self._mapper.from_document(document) for document in documents]

    async def note_trouble(self, bot: Bot, *, error: str | None) -> None:
        unchanged = {"_id": bot.id, "tenant_id": bot.tenant_id, "updated_at": bot.updated_at}
        async with reachable():
            await self._collection.update_one(unchanged, {"$set": {"last_error": error}})

    async def first_active(self, tenant_id: UUID, kind: Channel) -> Bot | None:
        query = {"tenant_id": tenant_id, "kind": kind, "status": BotStatus.ACTIVE}
        async with reachable():
            document = await self._collection.find_one(query, sort=[("_id", ASCENDING)])
        return None if document is None else self._mapper.from_document(document)

    async def disable(self, bot: Bot, *, error: str, at: datetime) -> None:
        """An admin's change in between, a new token above all, is not undone."""
        unchanged = {"_id": bot.id, "tenant_id": bot.tenant_id, "updated_at": bot.updated_at}
        fields = {"status": BotStatus.DISABLED, "last_error": error, "updated_at": at}

        async def work(session: Session) -> Change | None:
            before = await self._collection.find_one_and_update(unchanged, {"$set": fields}, session=session)
            if before is None:
                return None
            after = before | fields
            return self._writes.change("updated", before=before, after=after, also=("last_error",), unasked=True)

        await self._writes.run(work)


class Mapping:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def to_document(self, bot: Bot) -> Document:
        return {
            "_id": bot.id,
            "tenant_id": bot.tenant_id,
            "kind": bot.kind,
            "name": bot.name,
            "token": self._sealer.seal(bot.token),
            "webhook_secret": self._sealer.seal(bot.webhook_secret),
            "account": {
                "platform_id": bot.account.platform_id,
                "username": bot.account.username,
                "first_name": bot.account.first_name,
            },
            "status": bot.status,
            "last_error": bot.last_error,
            "last_inbound_at": bot.last_inbound_at,
            "token_set_at": bot.token_set_at,
            "created_at": bot.created_at,
            "updated_at": bot.updated_at,
        }

    def from_document(self, document: Document) -> Bot:
        return Bot(
            id=document["_id"],
            tenant_id=document["tenant_id"],
            kind=Channel(document["kind"]),
            name=document["name"],
            token=self._sealer.open(document["token"]),
            webhook_secret=self._sealer.open(document["webhook_secret"]),
            account=Account(**document["account"]),
            status=BotStatus(document["status"]),
            last_error=document["last_error"],
            last_inbound_at=document["last_inbound_at"],
            token_set_at=document.get("token_set_at") or document["created_at"],
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )
