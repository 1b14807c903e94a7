"""What went in and out: the calls that bots made and the webhook attempts that the server made."""

import time
from dataclasses import dataclass, field


@dataclass
class CallRecord:
    """One call of a bot; `status` is the HTTP answer, 0 when the connection was dropped without one."""

    method: str
    bot_id: int | None
    chat_id: str
    parameters: dict[str, object]
    http_method: str
    content_type: str
    at: float = field(default_factory=time.time)
    status: int = 0
    description: str | None = None


@dataclass
class DeliveryRecord:
    """One attempt to hand an update to a webhook; `status` is None when no answer came."""

    bot_id: int
    update_id: int
    attempt: int
    url: str
    status: int | None
    error: str | None
    update: dict[str, object]
    at: float = field(default_factory=time.time)


@dataclass
class Journal:
    """Everything since the start or the last reset, oldest first."""

    calls: list[CallRecord] = field(default_factory=list)
    deliveries: list[DeliveryRecord] = field(default_factory=list)
