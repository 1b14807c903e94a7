"""Bodies of `/v1/helpdesk/request`."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.notifications.api.models import Kind
from services.notifications.domain.request import RequestStatus
from shared.http.documented import Maybe, Shown


class RequestIn(BaseModel):
    """`channel` is the messenger that the customer is to come in by, any without it; `ticket_type_id` is chosen for
    them beforehand."""

    channel: Kind | None = None
    ticket_type_id: UUID | None = None


class Deeplinks(Shown):
    """One for each messenger in which the tenant has an active bot."""

    telegram: Maybe[str] = None
    max: Maybe[str] = None


class RequestShown(Shown):
    request_id: UUID
    status: RequestStatus
    deeplinks: Deeplinks
    expires_at: datetime


class RequestStateShown(Shown):
    """`subscriber_id` is there once the request was accepted."""

    request_id: UUID
    status: RequestStatus
    subscriber_id: Maybe[UUID] = None
    expires_at: datetime
