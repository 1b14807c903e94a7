"""Telling the audit log: a change of configuration and its event are one transaction, so that neither is without the
other.

The event waits in a document of its own, which goes when it is published. The purge of a tenant is not told: its log
goes with it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession
from pydantic_core import to_jsonable_python

from shared.bus.outbox import OUTBOX_INDEX, TOMBSTONE_INDEX, Outbox, entries
from shared.events.audit import SYSTEM, AuditActor, AuditData, AuditRecorded, AuditTarget
from shared.events.envelope import Event, rfc3339
from shared.http.door import asking_caller
from shared.mongo import Database, Document, reachable, transaction
from shared.mongo.auditing import Change, Work

COLLECTION = "audit_outbox"
INDEXES = [OUTBOX_INDEX, TOMBSTONE_INDEX]


def asking_actor() -> AuditActor:
    """Who has asked a service for what is being done; the system where nobody has."""
    caller = asking_caller()
    if caller is None:
        return SYSTEM
    return AuditActor(
        type=caller.role,
        id=UUID(caller.agent_id) if caller.agent_id else None,
        name=caller.name,
        key_id=UUID(caller.key_id) if caller.key_id else None,
    )


def nothing_more(_: Change) -> Sequence[Event]:
    return ()


class Audit:
    """The service's outbox must carry this module's COLLECTION, among its tombstones too.

    `beside` says what else is told of a change, in the same transaction.
    """

    def __init__(
        self,
        database: Database,
        *,
        outbox: Outbox,
        actor: Callable[[], AuditActor] = asking_actor,
        beside: Callable[[Change], Sequence[Event]] = nothing_more,
    ) -> None:
        self._database = database
        self._waiting = database[COLLECTION]
        self._outbox = outbox
        self._actor = actor
        self._beside = beside

    async def write(self, work: Work) -> bool:
        """Do the work and store what tells of it, within 4 seconds. Raises what the work does, and Unavailable."""

        async def both(session: AsyncIOMotorClientSession) -> tuple[bool, list[Document]]:
            change = await work(session)
            if change is None or change.before == change.after:
                return change is not None, []
            event = _event(change, actor=SYSTEM if change.unasked else self._actor())
            written = entries([event, *self._beside(change)])
            await self._waiting.insert_one({"_id": event.id, "tombstone": True, "outbox": written}, session=session)
            return True, written

        async with reachable():
            found, written = await transaction(self._database, both)
        if written:
            self._outbox.announce(COLLECTION, written[0]["id"], written, tombstone=True)
        return found


def _event(change: Change, *, actor: AuditActor) -> AuditRecorded:
    data = AuditData(
        actor=actor,
        action=change.action,
        target=AuditTarget(type=change.target, id=change.target_id),
        before=_plain(change.before),
        after=_plain(change.after),
    )
    return AuditRecorded(subject=str(change.target_id), tenantid=change.tenant_id, data=data)


def _plain(state: Document | None) -> Document | None:
    """The state as JSON can say it, its times as everywhere in the product."""
    if state is None:
        return None
    told = {name: rfc3339(value) if isinstance(value, datetime) else value for name, value in state.items()}
    plain: Document = to_jsonable_python(told)
    return plain
