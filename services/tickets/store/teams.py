"""Teams in MongoDB."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.directory import Assignment, Team
from services.tickets.store.agents import COLLECTION as AGENTS
from shared.mongo import Database, Document, TenantRows, reachable
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT

AUDITED = ("name", "members", "assignment")
COLLECTION = "teams"
INDEXES = [BY_TENANT, IndexModel([("tenant_id", ASCENDING), ("members", ASCENDING)], name="members")]


class MongoTeams(TenantRows[Team]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        super().__init__(database[COLLECTION], noun="team", mapper=Mapping(), audit=audit, audited=AUDITED)
        self._agents = database[AGENTS]

    async def any_with_member(self, tenant_id: UUID, agent_id: UUID) -> bool:
        async with reachable():
            return await self._collection.find_one({"tenant_id": tenant_id, "members": agent_id}) is not None

    async def unknown_members(self, tenant_id: UUID, members: Sequence[UUID]) -> list[UUID]:
        query = {"tenant_id": tenant_id, "_id": {"$in": list(members)}, "active": True}
        async with reachable():
            known = {document["_id"] for document in await self._agents.find(query, {"_id": 1}).to_list(None)}
        return [member for member in members if member not in known]


class Mapping:
    def to_document(self, team: Team) -> Document:
        fields = asdict(team)
        return {"_id": fields.pop("id"), **fields, "members": list(team.members)}

    def from_document(self, document: Document) -> Team:
        fields = dict(document)
        return Team(
            id=fields.pop("_id"),
            members=tuple(fields.pop("members")),
            assignment=Assignment(fields.pop("assignment")),
            **fields,
        )
