"""The copy of agents in MongoDB: who may be given tickets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.routing.domain.desk import Agent
from services.routing.store.newer import where_newer
from shared.mongo import Database, reachable
from shared.mongo.rows import BY_TENANT
from shared.mongo.updates import update_together

COLLECTION = "agents"
INDEXES = [BY_TENANT]


class MongoAgents:
    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]
        self._updates = update_together(self._collection)

    async def known(self, tenant_id: UUID, agent_ids: Sequence[UUID]) -> Mapping[UUID, Agent]:
        query = {"tenant_id": tenant_id, "_id": {"$in": list(agent_ids)}}
        async with reachable():
            documents = await self._collection.find(query, {"active": 1, "filled": 1}).to_list(None)
        found = (Agent(each["_id"], each["active"], each.get("filled", False)) for each in documents)
        return {agent.id: agent for agent in found}

    async def keep(self, tenant_id: UUID, agent_id: UUID, *, active: bool, at: datetime) -> None:
        key = {"_id": agent_id, "tenant_id": tenant_id}
        await self._updates(where_newer(key, {"active": active, "at": at}, by="at"))

    async def filled(self, tenant_id: UUID, agent_id: UUID) -> None:
        async with reachable():
            await self._collection.update_one({"tenant_id": tenant_id, "_id": agent_id}, {"$set": {"filled": True}})

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})
