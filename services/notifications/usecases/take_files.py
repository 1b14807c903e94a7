"""Bring a customer's files to tickets."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.domain.inbound import Inbound, InboundFile
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.refusals import PlatformError, RateLimited, Temporary, UnknownIfDone
from services.notifications.usecases.ports import Ports
from shared.dialects.attachments import MOST_ATTACHMENTS
from shared.errors import HelpdeskError, Unavailable
from shared.log import get_logger

log = get_logger()

# A platform that gives a file at none of these does not give it at all.
MOST_ATTEMPTS = 5
MAYBE_LATER = (Temporary, RateLimited, UnknownIfDone)


@dataclass(frozen=True, slots=True)
class Taken:
    """What tickets has now, and the names of what it could not have."""

    attachments: tuple[UUID, ...] = ()
    refused: tuple[str, ...] = ()


async def take_files(ports: Ports, inbound: Inbound, *, bot: Bot, incoming: Incoming) -> Taken:
    """Fetch each file and attach it, once. Raises Unavailable, or a PlatformError, to be tried again."""
    taken = Taken()
    for number, file in enumerate(inbound.files, start=1):
        key = f"{incoming.id}:{number}"
        if number > MOST_ATTACHMENTS:
            attachment = None
        else:
            attachment = await _take(ports, file, key=key, bot=bot, last_try=incoming.attempts >= MOST_ATTEMPTS)
        if attachment is None:
            taken = Taken(taken.attachments, (*taken.refused, file.name))
        else:
            taken = Taken((*taken.attachments, attachment), taken.refused)
    return taken


async def _take(ports: Ports, file: InboundFile, *, key: str, bot: Bot, last_try: bool) -> UUID | None:
    """The attachment; None for a file that is too large, cannot be had or is not accepted."""
    if file.size is not None and file.size > ports.file_limit:
        log.info("file refused", key=key, error="too large", size=file.size)
        return None
    try:
        content = await ports.platforms[bot.kind].fetch(bot.token, file, limit=ports.file_limit)
        return await ports.tickets.attach(
            bot.tenant_id, key=key, name=file.name, content_type=file.content_type, content=content
        )
    except PlatformError as refusal:
        if isinstance(refusal, MAYBE_LATER) and not last_try:
            raise
        log.info("file refused", key=key, error=type(refusal).__name__)
    except Unavailable:
        raise
    except HelpdeskError as refusal:
        log.info("file refused", key=key, error=refusal.code)
    return None
