"""MongoDB: the client and its deadlines, leases, health, and rows that belong to a tenant."""

from shared.mongo.batches import Batches
from shared.mongo.client import Database, Document, connect, reachable, transaction
from shared.mongo.health import MongoHealth
from shared.mongo.inserts import insert_together
from shared.mongo.lease import Lease
from shared.mongo.rows import TenantRows

__all__ = [
    "Batches",
    "Database",
    "Document",
    "Lease",
    "MongoHealth",
    "TenantRows",
    "connect",
    "insert_together",
    "reachable",
    "transaction",
]
