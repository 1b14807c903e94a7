"""Let a customer say no."""

from uuid import UUID

from services.notifications.domain.phrases import Phrase
from services.notifications.domain.request import RequestStatus
from services.notifications.usecases.subscribe_customer import requested
from services.notifications.usecases.talk import Talk


async def decline_subscription(talk: Talk, *, code: UUID | None) -> None:
    """The request that asked is cancelled. Whoever is subscribed already stays so: they pressed a button of before."""
    request = await requested(talk, code=code) if code else None
    if request is not None:
        request = await talk.ports.requests.cancel(request, by=talk.incoming.id, at=talk.ports.clock())
    accepted = request is not None and request.settled is RequestStatus.ACCEPTED
    subscribed = talk.chat.subscribed_at is not None and (accepted or request is None)
    await talk.put(Phrase.SUBSCRIBED if subscribed else Phrase.DECLINED)
