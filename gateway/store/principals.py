"""Principals by their key's digest, kept in memory for some seconds, so that a request seldom asks the database."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from gateway.domain.key import ApiKey
from gateway.domain.principal import Principal
from gateway.store.keys import NOTED_EVERY, MongoKeys
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

KEPT_SECONDS = 3.0
MOST_KEPT = 10_000


class CachedPrincipals:
    """A principal as it was at most 3 seconds ago; that a key is nobody's is remembered as long."""

    def __init__(self, keys: MongoKeys, *, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._clock = clock
        self._kept: dict[bytes, tuple[float, Principal | None]] = {}
        self._notes: set[asyncio.Task[None]] = set()

    async def find(self, digest: bytes) -> Principal | None:
        """Who has the key. Raises Unavailable where that is not in memory and the database is away."""
        kept = self._kept.get(digest)
        asked = monotonic()
        if kept is not None and kept[0] > asked:
            return kept[1]
        key = await self._keys.by_digest(digest)
        principal = key.principal() if key else None
        self._keep(digest, principal, until=asked + KEPT_SECONDS)
        if key is not None:
            self._note_use(key)
        return principal

    def was_known(self, digest: bytes) -> bool:
        """Whether the key was somebody's when it was last looked up, as far as that is still in memory."""
        kept = self._kept.get(digest)
        return kept is not None and kept[1] is not None

    def _keep(self, digest: bytes, principal: Principal | None, *, until: float) -> None:
        """The newest stands last; where there are too many, the oldest goes."""
        self._kept.pop(digest, None)
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[digest] = (until, principal)

    def _note_use(self, key: ApiKey) -> None:
        now = self._clock()
        if key.last_used_at is None or key.last_used_at < now - NOTED_EVERY:
            task = asyncio.create_task(self._note(key, at=now))
            self._notes.add(task)
            task.add_done_callback(self._notes.discard)

    async def _note(self, key: ApiKey, *, at: datetime) -> None:
        try:
            await self._keys.note_use(key, at=at)
        except Unavailable as error:
            log.warning("use of a key not noted", key_id=str(key.id), error=error.message)
