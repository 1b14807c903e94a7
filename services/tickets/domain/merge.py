"""What a ticket remembers of merges: of its own into another, and of those that others are about to make into it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.tickets.domain.history import Doer
from shared.errors import Conflict
from shared.vocabulary import Status


class Stage(StrEnum):
    """How far it is: messages are on their way to the target, are there, or are on their way back."""

    MOVING = "moving"
    MERGED = "merged"
    RETURNING = "returning"


@dataclass(frozen=True, slots=True)
class Merge:
    """The journal of a source. `since` is when it came to its stage; the rest is how the ticket stood at `at`."""

    id: UUID
    into: UUID
    by: Doer
    at: datetime
    stage: Stage
    since: datetime
    status: Status
    resolved_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        return self.stage is not Stage.MERGED


@dataclass(frozen=True, slots=True)
class Promise:
    """What a target has let itself in for: until it is kept or withdrawn, the target stays a ticket of its own.

    The merge has the same `id`. Without it two tickets could be merged into each other at one moment.
    """

    id: UUID
    source_id: UUID
    at: datetime


class Merged(Conflict):
    """The ticket goes on in another one, `into`."""

    code = "merged"

    def __init__(self, into: UUID) -> None:
        super().__init__("This ticket was merged into another one; it changes there.", code="merged")
        self.into = into
