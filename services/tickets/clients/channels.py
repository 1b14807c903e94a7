"""Of which messenger a bot of the tenant is, asked of notifications on behalf of the caller."""

from uuid import UUID

from pydantic import BaseModel

from shared.errors import Unavailable
from shared.http.door import current_caller
from shared.http.sibling import Sibling
from shared.vocabulary import Channel


class _Known(BaseModel):
    kind: Channel


class ChannelsService:
    def __init__(self, notifications: Sibling) -> None:
        self._notifications = notifications

    async def kind_of(self, channel_id: UUID) -> Channel | None:
        answer = await self._notifications.ask("GET", f"/internal/channels/{channel_id}", caller=current_caller())
        if answer.status_code == 404:
            return None
        if answer.status_code != 200:
            raise Unavailable(f"notifications answered {answer.status_code}")
        return _Known.model_validate_json(answer.content).kind
