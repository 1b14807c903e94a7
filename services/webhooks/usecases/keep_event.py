"""Keep an event for those who miss its webhook."""

from services.webhooks.domain.kept_event import KeptEvent
from services.webhooks.usecases.formats import FORMATS
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.render import Sendable, render


async def keep_event(event: Sendable, *, ports: Ports) -> None:
    """Return when it is stored. An event that comes again is kept once."""
    body = render(event, format=FORMATS["messenger"])
    await ports.events.keep(KeptEvent(event.id, event.tenantid, event.type, body))
