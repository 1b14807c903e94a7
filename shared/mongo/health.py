"""Whether the database answers, and whether it has its indexes yet."""

import asyncio
from collections.abc import Iterable, Mapping

from pymongo import IndexModel
from pymongo.errors import PyMongoError

from shared.log import get_logger
from shared.mongo.client import Database
from shared.retry import patiently

log = get_logger()

PING_EVERY_SECONDS = 1.0


class MongoHealth:
    """Knows whether the database answers, and makes the indexes as soon as it does."""

    def __init__(self, database: Database, *, indexes: Mapping[str, Iterable[IndexModel]]) -> None:
        self._database = database
        self._indexes = indexes
        self.answers = False
        self.indexed = False

    @property
    def ready(self) -> bool:
        return self.answers and self.indexed

    async def run(self) -> None:
        """Look every second, until cancelled; make the indexes once."""
        look = patiently(PyMongoError, tell=self._tell)
        while True:
            await look(self._look)
            await asyncio.sleep(PING_EVERY_SECONDS)

    def _tell(self, error: BaseException, pause: float) -> None:
        self.answers = False
        log.warning("database away", error=type(error).__name__, again_in_seconds=pause)

    async def _look(self) -> None:
        await self._database.command("ping")
        self.answers = True
        if not self.indexed:
            for collection, indexes in self._indexes.items():
                await self._database[collection].create_indexes(list(indexes))
            self.indexed = True
            log.info("database ready")
