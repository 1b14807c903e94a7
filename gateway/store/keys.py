"""API keys in MongoDB: digests, never texts."""

from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from gateway.domain.key import ApiKey, Prefix
from gateway.store.collections import KEYS, TENANTS
from shared.errors import NotFound
from shared.mongo import Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor, Change, Session
from shared.mongo.rows import BY_TENANT
from shared.vocabulary import Role, Scope

AUDITED = ("name", "role", "scopes", "prefix", "agent_id", "contact_id", "expires_at", "revoked_at")

# Who asks is known by the key alone: the one look-up that cannot name its tenant first.
INDEXES = [BY_TENANT, IndexModel([("digest", ASCENDING)], name="by_digest", unique=True)]
NOTED_EVERY = timedelta(minutes=1)


class MongoKeys(TenantRows[ApiKey]):
    def __init__(self, database: Database, *, audit: Auditor) -> None:
        super().__init__(database[KEYS], noun="key", mapper=Mapping(), audit=audit, audited=AUDITED)
        self._database = database
        self._quick = database.get_collection(KEYS, write_concern=WriteConcern(w=1))

    async def issue(self, key: ApiKey) -> None:
        """Keep a new key. Raises NotFound where the tenant is gone, or the key that this one is to replace.

        The tenant is touched in the same transaction, so that its deletion cannot pass by unseen.
        """

        document = self._mapper.to_document(key)

        async def work(session: Session) -> Change:
            tenant = {"_id": key.tenant_id, "tombstone": False}
            touched = await self._database[TENANTS].update_one(tenant, {"$inc": {"keys_issued": 1}}, session=session)
            if not touched.matched_count:
                raise NotFound("There is no tenant with this id.")
            await self._collection.insert_one(document, session=session)
            return self._writes.change("created", before=None, after=document)

        try:
            await self._writes.run(work)
        except DuplicateKeyError:
            await self._issue_anew(key)

    async def _issue_anew(self, key: ApiKey) -> None:
        """Nobody has seen the text that an earlier run of the request had made: this one takes its place.

        The log was told by that run, and of the text it says nothing.
        """
        unrevoked = {"_id": key.id, "tenant_id": key.tenant_id, "revoked_at": None}
        async with reachable():
            result = await self._collection.replace_one(unrevoked, self._mapper.to_document(key))
        if not result.matched_count:
            raise self.missing()

    async def revoke(self, tenant_id: UUID, key_id: UUID, *, at: datetime) -> None:
        unrevoked = {"_id": key_id, "tenant_id": tenant_id, "revoked_at": None}
        fields = {"revoked_at": at, "updated_at": at}

        async def work(session: Session) -> Change | None:
            before = await self._collection.find_one_and_update(unrevoked, {"$set": fields}, session=session)
            return self._writes.change("revoked", before=before, after=before | fields) if before else None

        await self._writes.run(work)

    async def by_digest(self, digest: bytes) -> ApiKey | None:
        """The key that has this digest, if it is not revoked."""
        async with reachable():
            document = await self._collection.find_one({"digest": digest, "revoked_at": None})
        return None if document is None else self._mapper.from_document(document)

    async def another_admin(self, tenant_id: UUID, *, than: UUID, at: datetime) -> bool:
        """Whether the tenant has another key, good at this time, that may administer its keys."""
        query = {
            "tenant_id": tenant_id,
            "_id": {"$ne": than},
            "role": Role.ADMIN,
            "scopes": {"$all": [Scope.WRITE, Scope.ADMIN]},
            "revoked_at": None,
            "$or": [{"expires_at": None}, {"expires_at": {"$gt": at}}],
        }
        async with reachable():
            return await self._collection.find_one(query, {"_id": 1}) is not None

    async def note_use(self, key: ApiKey, *, at: datetime) -> None:
        """Note that the key was used, unless that was noted within the last minute."""
        unnoted = {"$or": [{"last_used_at": None}, {"last_used_at": {"$lt": at - NOTED_EVERY}}]}
        async with reachable():
            await self._quick.update_one(
                {"_id": key.id, "tenant_id": key.tenant_id, **unnoted}, {"$set": {"last_used_at": at}}
            )


class Mapping:
    def to_document(self, key: ApiKey) -> Document:
        return {
            "_id": key.id,
            "tenant_id": key.tenant_id,
            "name": key.name,
            "role": key.role,
            "scopes": list(key.scopes),
            "prefix": key.prefix,
            "digest": key.digest,
            "agent_id": key.agent_id,
            "contact_id": key.contact_id,
            "expires_at": key.expires_at,
            "revoked_at": key.revoked_at,
            "last_used_at": key.last_used_at,
            "created_at": key.created_at,
            "updated_at": key.updated_at,
        }

    def from_document(self, document: Document) -> ApiKey:
        return ApiKey(
            id=document["_id"],
            tenant_id=document["tenant_id"],
            name=document["name"],
            role=Role(document["role"]),
            scopes=tuple(Scope(scope) for scope in document["scopes"]),
            prefix=Prefix(document["prefix"]),
            digest=bytes(document["digest"]),
            agent_id=document["agent_id"],
            contact_id=document["contact_id"],
            expires_at=document["expires_at"],
            revoked_at=document["revoked_at"],
            last_used_at=document["last_used_at"],
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )
