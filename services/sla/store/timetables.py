"""Business hours in MongoDB."""

from datetime import date, timedelta

from services.sla.domain.business_hours import BusinessHours
from services.sla.domain.policy import Timetable
from shared.mongo import Database, Document, TenantRows
from shared.mongo.auditing import Auditor
from shared.mongo.rows import BY_TENANT

AUDITED = ("name", "hours")
COLLECTION = "business_hours"
INDEXES = [BY_TENANT]
MINUTE = timedelta(minutes=1)


class MongoTimetables(TenantRows[Timetable]):
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        super().__init__(database[COLLECTION], noun="business hours", mapper=Mapping(), audit=audit, audited=AUDITED)


class Mapping:
    def to_document(self, timetable: Timetable) -> Document:
        return {
            "_id": timetable.id,
            "tenant_id": timetable.tenant_id,
            "name": timetable.name,
            "hours": hours_out(timetable.hours),
            "created_at": timetable.created_at,
            "updated_at": timetable.updated_at,
        }

    def from_document(self, document: Document) -> Timetable:
        return Timetable(
            id=document["_id"],
            tenant_id=document["tenant_id"],
            name=document["name"],
            hours=hours_in(document["hours"]),
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )


def hours_out(hours: BusinessHours) -> Document:
    """Intervals in minutes since midnight, holidays as ISO dates."""
    return {
        "timezone": hours.timezone,
        "week": [[[opens // MINUTE, closes // MINUTE] for opens, closes in day] for day in hours.week],
        "holidays": sorted(day.isoformat() for day in hours.holidays),
    }


def hours_in(document: Document) -> BusinessHours:
    return BusinessHours(
        timezone=document["timezone"],
        week=tuple(tuple((opens * MINUTE, closes * MINUTE) for opens, closes in day) for day in document["week"]),
        holidays=frozenset(date.fromisoformat(day) for day in document["holidays"]),
    )
