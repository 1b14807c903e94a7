"""Agents in MongoDB; within a tenant no two have the same address."""

from dataclasses import asdict

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.directory import Agent
from shared.mongo import Database, Document, TenantRows
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT, Taken

AUDITED = ("name", "email", "active", "email_on_assigned", "email_on_reply")
COLLECTION = "agents"
INDEXES = [BY_TENANT, IndexModel([("tenant_id", ASCENDING), ("email", ASCENDING)], name="email", unique=True)]


class MongoAgents(TenantRows[Agent]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        taken = Taken("email_taken", "Another agent has this e-mail address.")
        super().__init__(
            database[COLLECTION], noun="agent", mapper=Mapping(), unique={"email": taken}, audit=audit, audited=AUDITED
        )


class Mapping:
    def to_document(self, agent: Agent) -> Document:
        fields = asdict(agent)
        return {"_id": fields.pop("id"), **fields}

    def from_document(self, document: Document) -> Agent:
        fields = dict(document)
        return Agent(id=fields.pop("_id"), **fields)
