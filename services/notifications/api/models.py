"""Bodies of `/v1/helpdesk/channels`; the token comes in and never goes out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from services.notifications.domain.bot import Bot, BotStatus, WebhookState
from services.notifications.domain.health import Health
from shared.dialects.fields import Name
from shared.events.envelope import rfc3339
from shared.http.changes import Changes, kept
from shared.http.documented import Row, Shown, one_of, page_of
from shared.vocabulary import CHAT_CHANNELS, Channel


def _has_bots(kind: Channel) -> Channel:
    if kind not in CHAT_CHANNELS:
        raise ValueError("must be telegram or max")
    return kind


Kind = Annotated[Channel, AfterValidator(_has_bots), one_of(*sorted(CHAT_CHANNELS))]
Token = Annotated[SecretStr, Field(min_length=1, max_length=255)]


class ChannelIn(BaseModel):
    """Without a `name` the channel takes the bot's."""

    kind: Kind
    token: Token
    name: Name | None = None


class ChannelChanges(Changes):
    """Only what is given changes."""

    name: Name = kept()
    status: BotStatus = kept()
    token: Token = kept()

    def given(self) -> dict[str, Any]:
        given = super().given()
        if "token" in given:
            given["token"] = self.token.get_secret_value()
        return given


class BotChannelShown(Row):
    """A bot of the tenant's, without its token."""

    kind: Literal[Channel.TELEGRAM, Channel.MAX]
    name: str
    username: str | None
    status: BotStatus
    last_error: str | None
    last_inbound_at: datetime | None


BotChannelPage = page_of("channels", BotChannelShown)


class WebhookStateShown(Shown):
    """Where the platform brings the bot's updates, and how that goes, as far as it says."""

    url: str | None
    pending_updates: int | None
    last_error: str | None
    last_error_at: datetime | None


class ChannelHealthShown(Shown):
    """Whether messages go out and come in, and what stands against it."""

    id: UUID
    kind: Literal[Channel.TELEGRAM, Channel.MAX]
    status: BotStatus
    sends: bool
    receives: bool
    problem: str | None
    webhook: WebhookStateShown | None


def channel_out(bot: Bot) -> dict[str, Any]:
    return {
        "id": str(bot.id),
        "kind": bot.kind.value,
        "name": bot.name,
        "username": bot.account.username,
        "status": bot.status.value,
        "last_error": bot.last_error,
        "last_inbound_at": bot.last_inbound_at and rfc3339(bot.last_inbound_at),
        "created_at": rfc3339(bot.created_at),
        "updated_at": rfc3339(bot.updated_at),
    }


def health_out(health: Health) -> dict[str, Any]:
    """How the channel is now: whether messages go out and come in, and what stands against it."""
    return {
        "id": str(health.bot.id),
        "kind": health.bot.kind.value,
        "status": health.bot.status.value,
        "sends": health.sends,
        "receives": health.receives,
        "problem": health.problem,
        "webhook": _webhook_out(health.webhook) if health.webhook else None,
    }


def _webhook_out(webhook: WebhookState) -> dict[str, Any]:
    return {
        "url": webhook.url,
        "pending_updates": webhook.pending_updates,
        "last_error": webhook.last_error,
        "last_error_at": webhook.last_error_at and rfc3339(webhook.last_error_at),
    }
