"""E-mails in MongoDB: the document is at once the memory of the event, the outbox's entry and the reports."""

from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.email import Email
from services.notifications.store.email_documents import from_document, to_document
from shared.bus.outbox import OUTBOX_INDEX, Outbox, entries
from shared.events.decisions import MessageDelivery
from shared.ids import new_id
from shared.mongo import Database, Document, reachable
from shared.vocabulary import SendStatus

COLLECTION = "emails"
# Longer than any event is repeated.
KEPT = timedelta(days=30)
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("event_id", ASCENDING), ("address", ASCENDING)], name="once", unique=True),
    IndexModel([("tenant_id", ASCENDING), ("ticket_id", ASCENDING)], name="by_ticket"),
    # Taking what is due is the one query that looks across tenants.
    IndexModel([("due_at", ASCENDING)], name="due", partialFilterExpression={"due_at": {"$exists": True}}),
    IndexModel([("done_at", ASCENDING)], name="forgotten", expireAfterSeconds=int(KEPT.total_seconds())),
    OUTBOX_INDEX,
]


class MongoEmails:
    """`due_at` is when an e-mail is tried next, and while it is claimed when the claim lapses."""

    def __init__(self, database: Database, *, outbox: Outbox, lease: timedelta) -> None:
        self._collection = database[COLLECTION]
        self._outbox = outbox
        self._lease = lease

    async def add(self, email: Email, *, report: MessageDelivery | None) -> bool:
        written = entries([report] if report else [])
        waits = {"due_at": email.stored_at} if email.status is SendStatus.PENDING else {"done_at": email.reported_at}
        try:
            async with reachable():
                await self._collection.insert_one({**to_document(email), **waits, "outbox": written})
        except DuplicateKeyError:
            return False
        self._outbox.announce(COLLECTION, email.id, written)
        return True

    async def claim(self, *, at: datetime) -> Email | None:
        """A claim that lapsed is due again: whoever held it is dead, and has kept no outcome."""
        mine = {"claim": new_id(), "due_at": at + self._lease}
        async with reachable():
            document = await self._collection.find_one_and_update(
                {"due_at": {"$lte": at}}, {"$set": mine}, projection={"outbox": 0}, sort=[("due_at", ASCENDING)]
            )
        return None if document is None else from_document({**document, **mine})

    async def put_off(self, email: Email, *, until: datetime) -> None:
        change = {"due_at": until, "attempts": email.attempts, "error": email.error}
        async with reachable():
            await self._collection.update_one(_held(email), {"$set": change})

    async def settle(self, email: Email, *, report: MessageDelivery | None) -> None:
        written = entries([report] if report else [])
        state = {"status": email.status, "error": email.error, "reported_at": email.reported_at}
        change = {
            "$set": {**state, "done_at": email.reported_at},
            "$unset": {"due_at": "", "letter.text": ""},
            "$push": {"outbox": {"$each": written}},
        }
        async with reachable():
            result = await self._collection.update_one({**_held(email), "status": SendStatus.PENDING}, change)
        if result.matched_count:
            self._outbox.announce(COLLECTION, email.id, written)

    async def forget_ticket(self, tenant_id: UUID, ticket_id: UUID) -> None:
        waiting = {"tenant_id": tenant_id, "ticket_id": ticket_id, "status": SendStatus.PENDING}
        async with reachable():
            await self._collection.delete_many(waiting)

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _held(email: Email) -> Document:
    return {"_id": email.id, "tenant_id": email.tenant_id, "claim": email.claim}
