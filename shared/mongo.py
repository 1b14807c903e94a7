"""MongoDB through motor: the client, its deadlines, one transaction, one lease. Motor is named here and in stores."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar

from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions, DatetimeConversion
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession, AsyncIOMotorDatabase
from pymongo import IndexModel, ReturnDocument
from pymongo.errors import (
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WaitQueueTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.clock import utc_now
from shared.errors import Unavailable
from shared.ids import new_id
from shared.log import get_logger
from shared.retry import pauses

log = get_logger()

Document = dict[str, Any]
Database = AsyncIOMotorDatabase[Document]
Result = TypeVar("Result")

DEADLINE_MS = 4_000
PING_EVERY_SECONDS = 1.0
AWAY = (ConnectionFailure, ExecutionTimeout, WaitQueueTimeoutError)
CODEC: CodecOptions[Document] = CodecOptions(
    tz_aware=True, uuid_representation=UuidRepresentation.STANDARD, datetime_conversion=DatetimeConversion.DATETIME
)


def connect(url: str, *, database: str) -> Database:
    """A service's own database: writes by majority, every operation within 4 seconds, retries included."""
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
        url,
        timeoutMS=DEADLINE_MS,
        serverSelectionTimeoutMS=DEADLINE_MS,
        connectTimeoutMS=2_000,
        retryWrites=True,
        retryReads=True,
        maxPoolSize=50,
    )
    return client.get_database(
        database, codec_options=CODEC, write_concern=WriteConcern(w="majority"), read_concern=ReadConcern("local")
    )


@asynccontextmanager
async def reachable() -> AsyncIterator[None]:
    """Turns a database that is away or too slow into Unavailable; other errors are defects and pass through."""
    try:
        yield
    except AWAY as error:
        raise Unavailable(f"the database does not answer: {type(error).__name__}") from error
    except DuplicateKeyError:
        raise
    except PyMongoError as error:
        if error.timeout or error.has_error_label("RetryableWriteError") or _stepping_down(error):
            raise Unavailable(f"the database does not answer: {type(error).__name__}") from error
        raise


def _stepping_down(error: PyMongoError) -> bool:
    """Codes of a server that is shutting down, not yet primary or no longer so."""
    return isinstance(error, OperationFailure) and error.code in {91, 189, 10058, 10107, 11600, 11602, 13435, 13436}


async def transaction(
    database: Database, work: Callable[[AsyncIOMotorClientSession], Coroutine[None, None, Result]]
) -> Result:
    """Run `work` in one transaction, by majority, again from its start where the server says to try again."""
    async with await database.client.start_session() as session:
        return await session.with_transaction(work, write_concern=WriteConcern(w="majority"))


class Lease:
    """What only one process may do at a time: held for some seconds, renewed by holding again."""

    def __init__(self, database: Database, *, name: str, seconds: float) -> None:
        self._leases = database.get_collection("leases", write_concern=WriteConcern(w=1))
        self._name = name
        self._length = timedelta(seconds=seconds)
        self._holder = str(new_id())

    async def hold(self) -> bool:
        """Take or renew the lease; False where another process holds it."""
        now = utc_now()
        free = {"_id": self._name, "$or": [{"holder": self._holder}, {"until": {"$lt": now}}]}
        mine = {"$set": {"holder": self._holder, "until": now + self._length}}
        try:
            found = await self._leases.find_one_and_update(
                free, mine, upsert=True, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:
            return False
        return found is not None

    async def release(self) -> None:
        await self._leases.delete_one({"_id": self._name, "holder": self._holder})


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
