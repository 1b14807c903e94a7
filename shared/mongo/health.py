"""Whether the database answers, and whether it has its indexes yet."""

import asyncio
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pymongo import IndexModel
from pymongo.errors import PyMongoError

from shared.log import get_logger
from shared.mongo.client import Database
from shared.retry import patiently

log = get_logger()

PING_EVERY_SECONDS = 1.0


class MongoHealth:
    """Knows whether the database answers, and makes the indexes as soon as it does.

    `retired` names indexes that older versions made and nobody asks for any more: they go once the new ones are there.
    """

    def __init__(
        self,
        database: Database,
        *,
        indexes: Mapping[str, Iterable[IndexModel]],
        retired: Mapping[str, Iterable[str]] = MappingProxyType({}),
    ) -> None:
        self._database = database
        self._indexes = indexes
        self._retired = retired
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
            for collection, names in self._retired.items():
                await self._drop(collection, set(names))
            self.indexed = True
            log.info("database ready")

    async def _drop(self, collection: str, names: set[str]) -> None:
        """Where another process is quicker, the next look finds nothing left to drop."""
        for name in names & set(await self._database[collection].index_information()):
            await self._database[collection].drop_index(name)
