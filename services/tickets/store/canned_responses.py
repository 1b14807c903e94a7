"""Canned responses in MongoDB; within a tenant no two have the same shortcut."""

from dataclasses import asdict

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.canned_response import CannedResponse
from shared.mongo import Database, Document, TenantRows
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT, Taken

AUDITED = ("title", "text", "shortcut")
COLLECTION = "canned_responses"
INDEXES = [
    BY_TENANT,
    IndexModel(
        [("tenant_id", ASCENDING), ("shortcut", ASCENDING)],
        name="shortcut",
        unique=True,
        partialFilterExpression={"shortcut": {"$exists": True}},
    ),
]


class MongoCannedResponses(TenantRows[CannedResponse]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        taken = Taken("shortcut_taken", "Another canned response has this shortcut.")
        super().__init__(
            database[COLLECTION],
            noun="canned response",
            mapper=Mapping(),
            unique={"shortcut": taken},
            audit=audit,
            audited=AUDITED,
        )


class Mapping:
    """An absent shortcut is left out: the unique index would count it as one."""

    def to_document(self, response: CannedResponse) -> Document:
        fields = {name: value for name, value in asdict(response).items() if value is not None}
        return {"_id": fields.pop("id"), **fields}

    def from_document(self, document: Document) -> CannedResponse:
        fields = {"shortcut": None, **document}
        return CannedResponse(id=fields.pop("_id"), **fields)
