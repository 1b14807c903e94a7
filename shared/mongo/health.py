"""Whether the database answers, and whether it has its indexes yet."""

import asyncio
from collections.abc import Iterable, Mapping

from pymongo import IndexModel
from pymongo.errors import PyMongoError

from shared.log import get_logger
from shared.mongo.client import Database
from shared.retry import pauses

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
        waits = pauses()
        while True:
            try:
                await self._look()
                waits = pauses()
            except PyMongoError as error:
                self.answers = False
                log.warning("database away", error=type(error).__name__)
                await asyncio.sleep(next(waits))
            await asyncio.sleep(PING_EVERY_SECONDS if self.ready else 0)

    async def _look(self) -> None:
        await self._database.command("ping")
        self.answers = True
        if not self.indexed:
            for collection, indexes in self._indexes.items():
                await self._database[collection].create_indexes(list(indexes))
            self.indexed = True
            log.info("database ready")
