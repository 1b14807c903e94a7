"""Count what was written since the last time."""

from services.tickets.usecases.ports import Fold
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()


async def fold_changes(fold: Fold) -> bool:
    """Whether there is more to count at once; while the database is away, there is not."""
    try:
        return await fold.turn()
    except Unavailable as error:
        log.warning("tallies wait", error=error.message)
        return False
