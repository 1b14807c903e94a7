"""The copy of teams in MongoDB."""

from datetime import datetime
from uuid import UUID

from services.routing.domain.team import Assignment, Team
from services.routing.store.newer import where_newer
from shared.mongo import Database, Document, reachable
from shared.mongo.rows import BY_TENANT, documents_of
from shared.mongo.updates import update_together

COLLECTION = "teams"
INDEXES = [BY_TENANT]
# What a desk has of a team.
BRIEF = {"tenant_id": 1, "assignment": 1, "counted": 1}


class MongoTeams:
    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]
        self._documents = documents_of(self._collection)
        self._updates = update_together(self._collection)

    async def find(self, tenant_id: UUID, team_id: UUID) -> Team | None:
        document = await self._documents((tenant_id, team_id))
        return None if document is None else team_of(document)

    async def keep(self, team: Team, *, at: datetime) -> None:
        """A team that has once chosen stays `counted`: what is known of its tenant's tickets has no gaps then."""
        counted = {"counted": True} if team.assignment.chooses else {}
        fields = {"name": team.name, "members": list(team.members), "assignment": team.assignment, "at": at}
        await self._updates(where_newer({"_id": team.id, "tenant_id": team.tenant_id}, fields | counted, by="at"))

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def team_of(document: Document) -> Team:
    return Team(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        name=document["name"],
        members=tuple(document["members"]),
        assignment=Assignment(document["assignment"]),
    )
