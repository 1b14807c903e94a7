"""Forgetting: what the broker has is taken out of the documents that told of it, and tombstones go when all is told."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import PyMongoError

from shared.log import get_logger
from shared.mongo import Document

log = get_logger()

FORGET_EVERY_SECONDS = 0.1
AFTER_TROUBLE_SECONDS = 1.0

Collections = Mapping[str, AsyncIOMotorCollection[Document]]


@dataclass(frozen=True, slots=True)
class Pending:
    """An entry of an outbox on its way to the broker."""

    collection: str
    document_id: object
    event_id: str
    event_type: str
    also: tuple[str, ...]
    body: bytes
    tombstone: bool


# What a tombstone is that has told all.
BURIED: Document = {"tombstone": True, "outbox": []}


# Stores what the broker has, before it is forgotten; raises PyMongoError.
Keep = Callable[[Sequence[Pending]], Awaitable[None]]


class Follower(Protocol):
    """Keeps something of the events of one collection before its outbox forgets them. Each raises PyMongoError.

    It writes by majority: a server that is killed may lose what it had only acknowledged itself, and the forgetting
    that follows would reach it when it is back.
    """

    async def waiting(self, events: Sequence[Pending]) -> None:
        """The broker is away or far behind: these will be sent later. Told where it can be: some may be left out."""

    async def sent(self, events: Sequence[Pending]) -> None:
        """The broker has these, and they are about to be forgotten; the same may come again after a trouble."""

    async def gone(self, events: Sequence[Pending]) -> None:
        """The documents of these are not there any more: nothing that was kept of them has to stay."""

    async def buried(self, tombstones: Sequence[Document]) -> None:
        """These have told all, and are about to be deleted."""


class Forgetting:
    """What is confirmed, until it is forgotten; `followers` are asked before anything is lost."""

    def __init__(self, collections: Collections, *, followers: Mapping[str, Sequence[Follower]], keep: Keep) -> None:
        self._collections = collections
        self._keep = keep
        self._followers = followers
        self._confirmed: list[Pending] = []
        self._left_over: list[Pending] = []
        self._something = asyncio.Event()
        self._lock = asyncio.Lock()
        self.known: set[str] = set()

    def confirmed(self, pending: Pending) -> None:
        """The broker has it."""
        self._confirmed.append(pending)
        self._something.set()

    def left_over(self, pending: Pending) -> None:
        """It waits for the sweeper; only the followers are told."""
        if self._followers.get(pending.collection):
            self._left_over.append(pending)
            self._something.set()

    async def run(self) -> None:
        """Forget what is confirmed, in batches, until cancelled."""
        while True:
            await self._something.wait()
            self._something.clear()
            await asyncio.sleep(FORGET_EVERY_SECONDS)
            try:
                await self._tell_waiting()
                await self.forget()
            except PyMongoError as error:
                log.warning("confirmed events not forgotten yet", error=repr(error))
                await asyncio.sleep(AFTER_TROUBLE_SECONDS)

    async def forget(self) -> None:
        """Take confirmed entries out of their documents, and tombstones out of their collections.

        Returns when all that was confirmed before is forgotten, also what another call is about to forget. Raises
        PyMongoError.
        """
        async with self._lock:
            done, self._confirmed = self._confirmed, []
            try:
                for name, events in _by_collection(done).items():
                    await self._take_out(name, events)
            except PyMongoError:
                self._confirmed.extend(done)
                self._something.set()
                raise
            self.known.difference_update(pending.event_id for pending in done)

    async def bury(self, name: str, *, among: Sequence[object] | None = None) -> None:
        """Delete those tombstones that have told all, or those of them that are named. Raises PyMongoError."""
        query = BURIED if among is None else {"_id": {"$in": list(among)}, **BURIED}
        if followers := self._followers.get(name):
            tombstones = await self._collections[name].find(query).to_list(None)
            if not tombstones:
                return
            for follower in followers:
                await follower.buried(tombstones)
            query = {"_id": {"$in": [tombstone["_id"] for tombstone in tombstones]}, **BURIED}
        await self._collections[name].delete_many(query)

    async def _tell_waiting(self) -> None:
        left_over, self._left_over = self._left_over, []
        for name, events in _by_collection(left_over).items():
            for follower in self._followers[name]:
                await follower.waiting(events)

    async def _take_out(self, name: str, events: Sequence[Pending]) -> None:
        followers = self._followers.get(name, ())
        await self._keep(events)
        for follower in followers:
            await follower.sent(events)
        # One statement for all: MongoDB spends half as much on it as on one for each document.
        ids = list({pending.document_id for pending in events})
        told = {"outbox": {"id": {"$in": [UUID(pending.event_id) for pending in events]}}}
        result = await self._collections[name].update_many({"_id": {"$in": ids}}, {"$pull": told})
        if followers and result.matched_count < len(ids):
            there = self._collections[name].find({"_id": {"$in": ids}}, {"_id": 1})
            found = {document["_id"] for document in await there.to_list(None)}
            gone = [pending for pending in events if pending.document_id not in found]
            for follower in followers:
                await follower.gone(gone)
        if served := [pending.document_id for pending in events if pending.tombstone]:
            await self.bury(name, among=served)


def _by_collection(events: Sequence[Pending]) -> dict[str, list[Pending]]:
    by_collection: dict[str, list[Pending]] = defaultdict(list)
    for pending in events:
        by_collection[pending.collection].append(pending)
    return by_collection
