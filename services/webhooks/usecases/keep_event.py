"""Keep an event for those who miss its webhook, and tell it again."""

from typing import cast

from services.webhooks.domain.kept_event import KeptEvent
from services.webhooks.usecases.formats import Format
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.render import Sendable, render
from shared.events.registry import EVENTS


async def keep_event(event: Sendable, *, ports: Ports) -> None:
    """Return when it is stored. An event that comes again is kept once."""
    await ports.events.keep(KeptEvent(event.id, event.tenantid, event.type, event.to_json()))


def told_again(kept: KeptEvent, *, format: Format) -> bytes:
    """What a webhook of this format carries of it."""
    event = EVENTS[kept.type].model_validate_json(kept.body)
    return render(cast(Sendable, event), format=format)
