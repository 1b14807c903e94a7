"""Which troubles of the database are answered with 'try again', and which are defects that must show."""

import asyncio
from typing import Any

import pytest
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WriteConcernError,
)

from shared.errors import Unavailable
from shared.mongo import client, reachable


def bulk(*, refused: int | None = None, unconfirmed: int | None = None) -> BulkWriteError:
    details: dict[str, Any] = {
        "writeErrors": [{"index": 0, "code": refused, "errmsg": "no"}] if refused else [],
        "writeConcernErrors": [{"code": unconfirmed, "errmsg": "no"}] if unconfirmed else [],
    }
    return BulkWriteError(details)


@pytest.mark.parametrize(
    "trouble",
    [
        AutoReconnect("gone"),
        NetworkTimeout("slow"),
        ServerSelectionTimeoutError("nobody there"),
        NotPrimaryError("not now"),
        ExecutionTimeout("slow", 50),
        OperationFailure("stepped down", 10107),
        WriteConcernError("shutting down", 91),
        bulk(unconfirmed=91),
        bulk(unconfirmed=64),
        bulk(refused=11600),
    ],
    ids=repr,
)
async def test_a_database_that_is_away_means_try_again(trouble: Exception) -> None:
    with pytest.raises(Unavailable):
        async with reachable():
            raise trouble


@pytest.mark.parametrize(
    "defect",
    [DuplicateKeyError("twice", 11000), OperationFailure("bad query", 2), bulk(refused=11000), KeyError("ours")],
    ids=repr,
)
async def test_a_defect_passes_as_it_is(defect: Exception) -> None:
    with pytest.raises(type(defect)) as raised:
        async with reachable():
            raise defect
    assert raised.value is defect


async def test_a_silent_database_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "GIVE_UP_SECONDS", 0.01)
    with pytest.raises(Unavailable):
        async with reachable():
            await asyncio.Event().wait()
