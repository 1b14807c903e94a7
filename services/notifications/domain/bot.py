"""A tenant's bot on a messenger: what the API calls a channel, and tickets a `channel_id`."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.vocabulary import Channel


class BotStatus(StrEnum):
    """A disabled bot sends nothing."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """A bot as its platform knows it."""

    platform_id: int
    username: str | None
    first_name: str


@dataclass(frozen=True, slots=True)
class WebhookState:
    """Where the platform sends a bot's updates, and how that goes, as far as it says."""

    url: str | None
    pending_updates: int | None
    last_error: str | None
    last_error_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bot:
    """Token and webhook secret are kept out of every representation."""

    id: UUID
    tenant_id: UUID
    kind: Channel
    name: str
    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    account: Account
    status: BotStatus
    last_error: str | None
    last_inbound_at: datetime | None
    token_set_at: datetime
    created_at: datetime
    updated_at: datetime

    @property
    def active(self) -> bool:
        return self.status is BotStatus.ACTIVE

    def webhook_url(self, public_url: str) -> str:
        """Where its platform brings its updates: an address that holds no secret."""
        return f"{public_url}/hooks/{self.kind.value}/{self.id}"

    def renamed(self, name: str, *, at: datetime) -> "Bot":
        return replace(self, name=name, updated_at=at)

    def activated(self, account: Account, *, at: datetime) -> "Bot":
        return replace(self, account=account, status=BotStatus.ACTIVE, last_error=None, updated_at=at)

    def with_token(self, token: str, *, account: Account, at: datetime) -> "Bot":
        return replace(self, token=token, account=account, last_error=None, token_set_at=at, updated_at=at)

    def disabled(self, error: str | None, *, at: datetime) -> "Bot":
        """The bot without work, and why; `error` is None where an admin wanted it so."""
        return replace(self, status=BotStatus.DISABLED, last_error=error, updated_at=at)

    def troubled(self, error: str | None, *, at: datetime) -> "Bot":
        """The bot with what went wrong last, or with nothing wrong."""
        return replace(self, last_error=error, updated_at=at)
