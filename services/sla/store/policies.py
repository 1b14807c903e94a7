"""SLA policies in MongoDB."""

from services.sla.domain.policy import Policy
from shared.mongo import Database, Document, TenantRows
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT
from shared.vocabulary import Priority

AUDITED = (
    "name",
    "first_response_hours",
    "resolution_hours",
    "applies",
    "business_hours_id",
    "pause_when_pending",
)
COLLECTION = "policies"
INDEXES = [BY_TENANT]


class MongoPolicies(TenantRows[Policy]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        super().__init__(database[COLLECTION], noun="SLA policy", mapper=Mapping(), audit=audit, audited=AUDITED)


class Mapping:
    def to_document(self, policy: Policy) -> Document:
        return {
            "_id": policy.id,
            "tenant_id": policy.tenant_id,
            "name": policy.name,
            "first_response_hours": policy.first_response_hours,
            "resolution_hours": policy.resolution_hours,
            "applies": [priority.value for priority in policy.applies],
            "business_hours_id": policy.business_hours_id,
            "pause_when_pending": policy.pause_when_pending,
            "created_at": policy.created_at,
            "updated_at": policy.updated_at,
        }

    def from_document(self, document: Document) -> Policy:
        return Policy(
            id=document["_id"],
            tenant_id=document["tenant_id"],
            name=document["name"],
            first_response_hours=document["first_response_hours"],
            resolution_hours=document["resolution_hours"],
            applies=tuple(Priority(word) for word in document["applies"]),
            business_hours_id=document["business_hours_id"],
            pause_when_pending=document["pause_when_pending"],
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )
