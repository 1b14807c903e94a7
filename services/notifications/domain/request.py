"""A support request: the way by which a customer who is not subscribed yet comes from a site into the bot's chat."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.vocabulary import Channel

PREFIX = "hr_"
PAYLOAD = re.compile(rf"{PREFIX}([0-9a-f]{{32}})")


class RequestStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class SupportRequest:
    """`code` is what the customer's link carries and the API's `request_id`: random, and good for one subscription.

    `channel` is the messenger that was asked for, None for any. `settled_by` is the customer's deed that accepted or
    cancelled it, `subscriber_id` the chat that accepted it.
    """

    id: UUID
    tenant_id: UUID
    code: UUID
    channel: Channel | None
    ticket_type_id: UUID | None
    created_at: datetime
    expires_at: datetime
    settled: RequestStatus = RequestStatus.PENDING
    settled_by: UUID | None = None
    subscriber_id: UUID | None = None

    @property
    def payload(self) -> str:
        """What the link brings to the bot."""
        return PREFIX + self.code.hex

    def status(self, at: datetime) -> RequestStatus:
        """How it stands at this very moment."""
        if self.settled is RequestStatus.PENDING and at >= self.expires_at:
            return RequestStatus.EXPIRED
        return self.settled

    def leads_to(self, channel: Channel) -> bool:
        return self.channel in (None, channel)


def code_of(text: str | None) -> UUID | None:
    """The code in a payload, or in a text that is nothing else; None where there is none."""
    found = PAYLOAD.fullmatch((text or "").strip().lower())
    return UUID(hex=found[1]) if found else None
