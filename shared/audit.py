"""Telling the audit log: a change of configuration and its event are one transaction, so that neither is without the
other.

The event waits in a document of its own, which goes when it is published. What nobody asked for over HTTP, such as the
purge of a tenant, is not told.
"""

from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession
from pydantic_core import to_jsonable_python

from shared.bus.outbox import OUTBOX_INDEX, TOMBSTONE_INDEX, Outbox, entries
from shared.events.audit import AuditActor, AuditData, AuditRecorded, AuditTarget
from shared.http.door import asking_caller
from shared.identity import Caller
from shared.mongo import Database, Document, reachable, transaction
from shared.mongo.auditing import Change, Work

COLLECTION = "audit_outbox"
INDEXES = [OUTBOX_INDEX, TOMBSTONE_INDEX]


class Audit:
    """The service's outbox must carry this module's COLLECTION, among its tombstones too."""

    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        self._database = database
        self._waiting = database[COLLECTION]
        self._outbox = outbox

    async def write(self, work: Work) -> bool:
        """Do the work and store what tells of it, within 4 seconds. Raises what the work does, and Unavailable."""
        caller = asking_caller()

        async def both(session: AsyncIOMotorClientSession) -> tuple[bool, list[Document]]:
            change = await work(session)
            if change is None or caller is None or change.before == change.after:
                return change is not None, []
            event = _event(change, caller=caller)
            written = entries([event])
            await self._waiting.insert_one({"_id": event.id, "tombstone": True, "outbox": written}, session=session)
            return True, written

        async with reachable():
            found, written = await transaction(self._database, both)
        for entry in written:
            self._outbox.announce(COLLECTION, entry["id"], written, tombstone=True)
        return found


def _event(change: Change, *, caller: Caller) -> AuditRecorded:
    actor = AuditActor(
        type=caller.role,
        id=UUID(caller.agent_id) if caller.agent_id else None,
        name=caller.name,
        key_id=UUID(caller.key_id) if caller.key_id else None,
    )
    data = AuditData(
        actor=actor,
        action=change.action,
        target=AuditTarget(type=change.target, id=change.target_id),
        before=to_jsonable_python(change.before),
        after=to_jsonable_python(change.after),
    )
    return AuditRecorded(subject=str(change.target_id), tenantid=change.tenant_id, data=data)
