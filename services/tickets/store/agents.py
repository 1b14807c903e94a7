"""Agents in MongoDB; within a tenant no two have the same address."""

from dataclasses import asdict

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.directory import Agent
from shared.errors import Conflict
from shared.mongo import Database, Document, TenantRows
from shared.mongo.rows import BY_TENANT

COLLECTION = "agents"
INDEXES = [BY_TENANT, IndexModel([("tenant_id", ASCENDING), ("email", ASCENDING)], name="email", unique=True)]


class MongoAgents(TenantRows[Agent]):
    def __init__(self, database: Database) -> None:
        super().__init__(database[COLLECTION], noun="agent", mapper=Mapping())

    async def add(self, row: Agent) -> Agent:
        try:
            return await super().add(row)
        except DuplicateKeyError:
            raise _taken() from None

    async def save(self, row: Agent) -> None:
        try:
            await super().save(row)
        except DuplicateKeyError:
            raise _taken() from None


def _taken() -> Conflict:
    return Conflict("Another agent has this e-mail address.", code="email_taken")


class Mapping:
    def to_document(self, agent: Agent) -> Document:
        fields = asdict(agent)
        return {"_id": fields.pop("id"), **fields}

    def from_document(self, document: Document) -> Agent:
        fields = dict(document)
        return Agent(id=fields.pop("_id"), **fields)
