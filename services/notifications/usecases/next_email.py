"""Claim the e-mail that is due longest."""

from services.notifications.domain.email import Email
from services.notifications.usecases.ports import Ports
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()


async def next_email(ports: Ports) -> Email | None:
    """The e-mail to try now; None where none is due, or where the database cannot say."""
    try:
        return await ports.emails.claim(at=ports.clock())
    except Unavailable as error:
        log.warning("e-mails wait", error=error.message)
        return None
