"""How a ticket stands against what was promised: what tickets shows of it, and by when it is exact."""

from dataclasses import dataclass
from datetime import datetime

from services.sla.domain.promise import PromisedBy


@dataclass(frozen=True, slots=True)
class Standing:
    """Deadlines are None where nothing was promised, and where a solved ticket's clock stands still short of it."""

    policy: PromisedBy | None = None
    first_response: datetime | None = None
    resolution: datetime | None = None
    paused: bool = False

    def __bool__(self) -> bool:
        return self.first_response is not None or self.resolution is not None
