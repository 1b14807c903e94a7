"""A tenant's turns in MongoDB: one document says who was last in each team, and what was just chosen.

It is written in one go, and only over the state that the choice was made on: so the choices of a tenant come one after
the other, whichever process makes them, and no lock is left behind by one that dies. What was chosen stays in it until
the decisions and holdings are stored; whoever comes next finishes what was left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pymongo.errors import BulkWriteError

from services.routing.domain.desk import Holding
from services.routing.store import decisions, holdings
from services.routing.store.holdings import held_update
from shared.bus.outbox import Outbox
from shared.mongo import Database, Document, reachable
from shared.mongo.inserts import DUPLICATE_KEY

COLLECTION = "turns"


@dataclass(frozen=True, slots=True)
class Turns:
    """The state that the next choices are made on."""

    tenant_id: UUID
    number: int
    last: Mapping[str, UUID]


def made_of(document: Document, holding: Holding | None) -> Document:
    """A decision that was made, as a document, and who has the ticket then."""
    held = holding and {"ticket_id": holding.ticket_id, "agent_id": holding.agent_id, "sequence": holding.sequence}
    return {"cause": document["_id"], "decision": document, "holding": held}


class MongoTurns:
    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        self._turns = database[COLLECTION]
        self._decisions = database[decisions.COLLECTION]
        self._holdings = database[holdings.COLLECTION]
        self._outbox = outbox

    async def now(self, tenant_id: UUID) -> Turns:
        """The state, once all that was chosen before is stored."""
        async with reachable():
            row = await self._turns.find_one({"_id": tenant_id})
            if row is None:
                first = {"$setOnInsert": {"number": 0, "last": {}, "made": []}}
                await self._turns.update_one({"_id": tenant_id}, first, upsert=True)
                return Turns(tenant_id, 0, {})
        await self.store(tenant_id, row["made"])
        return Turns(tenant_id, row["number"], row["last"])

    async def take(self, turns: Turns, made: Sequence[Document], *, last: Mapping[str, UUID]) -> bool:
        """Write what was chosen; False where others have chosen meanwhile."""
        change: Document = {"$inc": {"number": 1}, "$push": {"made": {"$each": list(made)}}}
        if last:
            change["$set"] = {f"last.{team}": agent for team, agent in last.items()}
        async with reachable():
            taken = await self._turns.update_one({"_id": turns.tenant_id, "number": turns.number}, change)
        return taken.matched_count == 1

    async def store(self, tenant_id: UUID, made: Sequence[Document]) -> None:
        """Store what was chosen, and announce it; several may do so at the same time."""
        if not made:
            return
        async with reachable():
            for decision in await self._insert([each["decision"] for each in made]):
                self._outbox.announce(decisions.COLLECTION, decision["_id"], decision["outbox"])
            held = [Holding(tenant_id=tenant_id, **each["holding"]) for each in made if each["holding"]]
            if held:
                await self._holdings.bulk_write([held_update(each, or_same=True) for each in held])
            done = {"made": {"cause": {"$in": [each["cause"] for each in made]}}}
            await self._turns.update_one({"_id": tenant_id}, {"$pull": done})

    async def _insert(self, documents: Sequence[Document]) -> Iterable[Document]:
        """Those that nobody else has inserted."""
        try:
            await self._decisions.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            refusals: list[Document] = error.details["writeErrors"]
            if not refusals or any(refused["code"] != DUPLICATE_KEY for refused in refusals):
                raise
            before = {refused["index"] for refused in refusals}
            return [document for place, document in enumerate(documents) if place not in before]
        return documents

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._turns.delete_many({"_id": tenant_id})
