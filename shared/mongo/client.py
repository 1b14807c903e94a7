"""MongoDB through motor: the client, its deadlines, one transaction, one lease. Motor is named here and in stores."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, TypeVar

import pymongo
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions, DatetimeConversion
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession, AsyncIOMotorDatabase
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WaitQueueTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

Document = dict[str, Any]
Database = AsyncIOMotorDatabase[Document]
Result = TypeVar("Result")

# Two steps of a request, the first of them slow, and their answer: within 5 seconds.
DEADLINE_MS = 3_500
GIVE_UP_SECONDS = 3.7
PING_EVERY_SECONDS = 1.0
STEPPING_DOWN = {91, 189, 10058, 10107, 11600, 11602, 13435, 13436}
AWAY = (ConnectionFailure, ExecutionTimeout, WaitQueueTimeoutError)
TRY_AGAIN = ("RetryableWriteError", "TransientTransactionError")
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
    """Turns a database that is away or too slow into Unavailable; other errors are defects and pass through.

    What is done within is given up after 3.7 seconds: motor has few threads, and while the database is silent an
    operation waits for one as long as those before it last, before its own deadline begins.
    """
    try:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            yield
    except TimeoutError as error:
        raise Unavailable("the database does not answer in time") from error
    except AWAY as error:
        raise Unavailable(f"the database does not answer: {type(error).__name__}") from error
    except DuplicateKeyError:
        raise
    except PyMongoError as error:
        if error.timeout or any(map(error.has_error_label, TRY_AGAIN)) or _stepping_down(error):
            raise Unavailable(f"the database does not answer: {type(error).__name__}") from error
        raise


def _stepping_down(error: PyMongoError) -> bool:
    """Whether the server is shutting down, not yet primary or no longer so, or did not confirm a batch by majority."""
    if isinstance(error, BulkWriteError):
        refused = {each["code"] for each in error.details["writeErrors"]}
        return bool(error.details["writeConcernErrors"]) or bool(refused & STEPPING_DOWN)
    return isinstance(error, OperationFailure) and error.code in STEPPING_DOWN


async def transaction(
    database: Database, work: Callable[[AsyncIOMotorClientSession], Coroutine[None, None, Result]]
) -> Result:
    """Run `work` in one transaction, by majority, again from its start where the server says to try again.

    All of that within 4 seconds. Raises what the driver raises where the database is away for so long; whether the
    transaction was stored is unknown then.
    """
    until = monotonic() + DEADLINE_MS / 1000
    with pymongo.timeout(DEADLINE_MS / 1000):
        async with await database.client.start_session() as session:
            while True:
                try:
                    async with session.start_transaction(write_concern=WriteConcern(w="majority")):
                        return await work(session)
                except PyMongoError as error:
                    if not error.has_error_label("TransientTransactionError") or monotonic() >= until:
                        raise
