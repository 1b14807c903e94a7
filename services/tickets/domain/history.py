"""What was done to a ticket, one entry for each thing that somebody did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.vocabulary import ActorType

# Each change is told as `ticket.updated`; those that are told beside it say again what is in it.
TOLD_BESIDE = frozenset(
    {
        "ticket.status_changed",
        "ticket.assigned",
        "ticket.closed",
        "ticket.reopened",
        "ticket.merged",
        "ticket.unmerged",
        "ticket.csat_received",
    }
)
# What a routing decision says of itself goes with what it did.
ASSIGNMENT = frozenset({"assigned_to", "team_id", "routing"})


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did it, with the name that they had then."""

    type: ActorType
    id: UUID | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`place` is its event's among all of the ticket's, from 1; `changes` are old and new by field."""

    id: UUID
    place: int
    at: datetime
    event: str
    doer: Doer
    changes: dict[str, tuple[object, object]]

    @property
    def shown_event(self) -> str:
        """The narrowest event that was told of it."""
        if self.event != "ticket.updated":
            return self.event
        if "merged_into" in self.changes:
            return "ticket.merged" if self.changes["merged_into"][1] else "ticket.unmerged"
        if "csat_rating" in self.changes:
            return "ticket.csat_received"
        if "status" in self.changes:
            before, after = self.changes["status"]
            if after == "closed":
                return "ticket.closed"
            return "ticket.reopened" if before == "closed" else "ticket.status_changed"
        assigned = self.changes.keys() <= ASSIGNMENT and self.changes.keys() != {"routing"}
        return "ticket.assigned" if assigned else self.event
