"""Count what was written since the last time."""

from datetime import timedelta

from services.tickets.usecases.ports import Fold
from shared.clock import utc_now
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

# What happens to a new ticket within its first moments is counted in one.
RIPE = timedelta(seconds=1)


async def fold_changes(fold: Fold) -> bool:
    """Whether there is more to count at once; while the database is away, there is not."""
    try:
        return await fold.turn(by=utc_now() - RIPE)
    except Unavailable as error:
        log.warning("tallies wait", error=error.message)
        return False
