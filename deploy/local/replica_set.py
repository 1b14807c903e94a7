"""Making one mongod a replica set of its own, which transactions need."""

from contextlib import suppress
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

NAME = "rs0"
_NOT_YET_INITIALIZED = 94


def become_primary(*, host: str, port: int, member: str) -> bool:
    """Take the next step towards a one-node replica set; True once that node is its writable primary.

    `member` is the node's own `host:port` as the server itself sees it. To be asked again until it says True: it
    initiates a new set, and a set that still has the address of an earlier start is given this one.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(
        host, port, directConnection=True, serverSelectionTimeoutMS=500, socketTimeoutMS=5000
    )
    with client, suppress(PyMongoError):  # a server that is starting, stopping or electing: the next call will see
        if client.admin.command("hello").get("isWritablePrimary"):
            return True
        _configure(client, member=member)
    return False


def _configure(client: MongoClient[dict[str, Any]], *, member: str) -> None:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as failure:
        if failure.code != _NOT_YET_INITIALIZED:
            raise
        client.admin.command("replSetInitiate", {"_id": NAME, "members": [{"_id": 0, "host": member}]})
        return
    if config["members"][0]["host"] != member:
        config["members"] = [{**config["members"][0], "host": member}]
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)
