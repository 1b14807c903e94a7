"""Keep a message's outcome."""

from services.notifications.domain.outgoing import Outgoing
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.report import report_on
from shared.log import get_logger

log = get_logger()


async def settle(ports: Ports, outgoing: Outgoing) -> None:
    """Keep the outcome and tell the ticket."""
    report = report_on(outgoing)
    await insist(lambda: ports.outgoing.settle(outgoing, report=report))
    log.info("message settled", message_id=str(outgoing.id), status=outgoing.status.value, error=outgoing.error)
