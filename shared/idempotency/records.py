"""What is remembered of requests with a key: one document each, for 24 hours, and whose it is to run."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.clock import utc_now
from shared.crypto import SealBroken, Sealer
from shared.errors import Unavailable
from shared.idempotency.answer import Answer
from shared.idempotency.key import KeyReused, StillRunning
from shared.ids import Origin, new_id
from shared.log import get_logger
from shared.mongo import Database, Document, insert_together, reachable
from shared.mongo.updates import Guarded, guarded_together

log = get_logger()

COLLECTION = "idempotency"
KEPT_SECONDS = 86_400
LEASE = timedelta(seconds=5)
INDEXES = [IndexModel([("created_at", ASCENDING)], name="expiry", expireAfterSeconds=KEPT_SECONDS)]


class State(StrEnum):
    """A free one was answered with an error of ours, or 429: it may be run again, and its key serve another request."""

    RUNNING = "running"
    DONE = "done"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Claim:
    """A run of a request that is nobody else's while its lease is renewed; `origin` is the same for all its runs."""

    key: Document
    runner: UUID
    origin: Origin


@dataclass(frozen=True, slots=True)
class Done:
    """What a request was answered, and the fingerprint of what had been asked."""

    answer: Answer
    fingerprint: bytes


class Records:
    """The records of one service, in its own database; `_id` begins with the tenant."""

    def __init__(self, database: Database, *, sealer: Sealer) -> None:
        self._records = database[COLLECTION]
        self._inserts = insert_together(self._records)
        self._guarded = guarded_together(self._records)
        self._sealer = sealer

    async def claim(self, tenant_id: UUID, name: bytes, *, fingerprint: bytes | None) -> Claim | Done:
        """The right to run the request, or what came of it; `fingerprint` is None where it is not known yet.

        Raises StillRunning, and KeyReused where the key serves another request.
        """
        now, origin = utc_now(), new_id()
        key = {"tenant_id": tenant_id, "request": name}
        fresh = {"origin": origin, "created_at": now, "fingerprint": fingerprint, **_run(new_id(), now=now)}
        try:
            await self._inserts({"_id": key, **fresh})
        except DuplicateKeyError:
            return await self._look(key, fresh=fresh, now=now)
        return Claim(key, fresh["runner"], Origin(origin))

    async def renew(self, claim: Claim) -> None:
        """Hold the claim for another while; where the database is away the next time may do."""
        try:
            async with reachable():
                await self._records.update_one(_mine(claim), {"$set": {"lease_until": utc_now() + LEASE}})
        except Unavailable as error:
            log.warning("claim of a request not renewed", error=error.message)

    async def keep(self, claim: Claim, answer: Answer, *, fingerprint: bytes) -> bool:
        """Keep the answer; False where the claim has passed to somebody else."""
        kept = {"state": State.DONE, "fingerprint": fingerprint, "answer": self._sealer.seal(answer.to_text())}
        proof = {"runner": claim.runner, "state": State.DONE}
        return await self._guarded(Guarded(_mine(claim), {"$set": kept}, proof=proof))

    async def free(self, claim: Claim) -> None:
        """Let the request be run again; where the database is away, its lease runs out."""
        try:
            async with reachable():
                await self._records.update_one(_mine(claim), {"$set": {"state": State.FREE}})
        except Unavailable as error:
            log.warning("request with a key not freed", error=error.message)

    async def forget_tenant(self, tenant_id: UUID) -> None:
        bounds = {"$gte": {"tenant_id": tenant_id}, "$lt": {"tenant_id": tenant_id, "request": True}}
        async with reachable():
            await self._records.delete_many({"_id": bounds})

    async def _look(self, key: Document, *, fresh: Document, now: datetime) -> Claim | Done:
        async with reachable():
            found = await self._records.find_one({"_id": key})
        if found is None:
            # It has just come of age: the next request finds the key unused.
            raise StillRunning
        if found["state"] == State.DONE and (done := self._opened(found)) is not None:
            return done
        another = _differ(fresh["fingerprint"], found["fingerprint"])
        if another and found["state"] != State.FREE:
            raise KeyReused
        if found["state"] == State.RUNNING and found["lease_until"] > now:
            raise StillRunning
        return await self._take_over(found, fresh if another else _run(fresh["runner"], now=now))

    async def _take_over(self, found: Document, change: Document) -> Claim:
        """Run it again; as the same request unless the change has an origin of its own. Raises StillRunning."""
        as_it_was = {name: found[name] for name in ("_id", "state", "runner", "lease_until")}
        async with reachable():
            result = await self._records.update_one(as_it_was, {"$set": change})
        if not result.matched_count:
            raise StillRunning
        origin = Origin(change["origin"]) if "origin" in change else Origin(found["origin"], again=True)
        return Claim(found["_id"], change["runner"], origin)

    def _opened(self, found: Document) -> Done | None:
        """None where the encryption key has changed: the request is run again then, and finds its effect done."""
        try:
            return Done(Answer.from_text(self._sealer.open(found["answer"])), bytes(found["fingerprint"]))
        except SealBroken:
            log.error("kept answer does not open")
            return None


def _differ(one: bytes | None, other: bytes | None) -> bool:
    """Whether both are known and not the same."""
    return one is not None and other is not None and one != other


def _run(runner: UUID, *, now: datetime) -> Document:
    return {"state": State.RUNNING, "runner": runner, "lease_until": now + LEASE}


def _mine(claim: Claim) -> Document:
    return {"_id": claim.key, "runner": claim.runner}
