"""Decisions in MongoDB: the document is at once the memory of the event, the effect and the outbox."""

from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.bus.outbox import OUTBOX_INDEX, Outbox, entries
from shared.events.decisions import RoutingDecided
from shared.mongo import Database, Document, insert_together, reachable

COLLECTION = "decisions"
KEPT_SECONDS = 30 * 86_400
INDEXES = [
    IndexModel([("tenant_id", ASCENDING)], name="by_tenant"),
    IndexModel([("at", ASCENDING)], name="expiry", expireAfterSeconds=KEPT_SECONDS),
    OUTBOX_INDEX,
]


class MongoDecisions:
    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        self._collection = database[COLLECTION]
        self._outbox = outbox
        self._inserts = insert_together(self._collection)

    async def record(self, decision: RoutingDecided, *, cause: UUID) -> bool:
        """The causing event's id is the key: a second delivery of it finds its decision made."""
        document = decision_document(decision, cause=cause)
        try:
            await self._inserts(document)
        except DuplicateKeyError:
            return False
        self._outbox.announce(COLLECTION, cause, document["outbox"])
        return True

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def decision_document(decision: RoutingDecided, *, cause: UUID) -> Document:
    rule, team = decision.data.rule, decision.data.team
    return {
        "_id": cause,
        "tenant_id": decision.tenantid,
        "ticket_id": decision.data.ticket_id,
        "rule_id": rule.id if rule else None,
        "team_id": team,
        "at": decision.time,
        "outbox": entries([decision]),
    }
