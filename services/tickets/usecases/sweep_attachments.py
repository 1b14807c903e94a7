"""Delete files that nothing has come to use, and what a deleted ticket or a broken upload left."""

from services.tickets.domain.attachment import StoredFile
from services.tickets.usecases.ports import Ports
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

BATCH = 100


async def sweep_attachments(*, ports: Ports) -> bool:
    """Look at up to 100 files whose time has come: what a message shows stays for good, the rest goes.

    True where more may be due. Several may do this at once; what fails is due again the next time.
    """
    try:
        due = await ports.attachments.due(by=ports.clock(), limit=BATCH)
        for file in due:
            await _decide(file, ports=ports)
    except Unavailable as error:
        log.warning("attachments not swept", error=error.message)
        return False
    return len(due) == BATCH


async def _decide(file: StoredFile, *, ports: Ports) -> None:
    if file.ticket_id is not None and await ports.messages.showing(file):
        await ports.attachments.settle(file)
    else:
        await ports.attachments.drop(file)
        log.info("attachment gone", attachment_id=str(file.id), ticket_id=str(file.ticket_id))
