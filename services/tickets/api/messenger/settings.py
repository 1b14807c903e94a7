"""`/v1/helpdesk/settings`: agents read, admins change."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from services.tickets.api.asking import Configurer, Reader
from services.tickets.domain.settings import HelpdeskSettings, Localized
from services.tickets.usecases.change_settings import change_settings
from services.tickets.usecases.ports import Ports
from shared.dialects.fields import only_tab_and_line_breaks
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Shown

PATH = "/v1/helpdesk/settings"
Message = Annotated[str, StringConstraints(max_length=4096), AfterValidator(only_tab_and_line_breaks)]
Template = Annotated[str, StringConstraints(max_length=1024), AfterValidator(only_tab_and_line_breaks)]
Hours = Annotated[int, Field(strict=True, ge=1, le=8760)]
Days = Annotated[int, Field(strict=True, ge=1, le=365)]


class LocalizedBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ru: Message | None = None
    en: Message | None = None


class SettingsChanges(Changes):
    """Only what is given changes; null turns a threshold or a message of one's own off."""

    helpdesk_enabled: StrictBool = kept()
    helpdesk_welcome_message: LocalizedBody | None = None
    helpdesk_close_message: LocalizedBody | None = None
    sla_first_reply_hours: Hours | None = None
    sla_resolve_hours: Hours | None = None
    helpdesk_ticket_types_enabled: StrictBool = kept()
    helpdesk_allow_create: StrictBool = kept()
    helpdesk_allow_view: StrictBool = kept()
    csat_enabled: StrictBool = kept()
    csat_message_template: Template | None = None
    helpdesk_unanswered_hours: Literal[12, 24, 48] | None = None
    helpdesk_message_after_close: Literal["reopen", "new"] = kept()
    helpdesk_email_replies: StrictBool = kept()
    helpdesk_auto_close_days: Days | None = None

    def given(self) -> dict[str, Any]:
        return {
            name: Localized(ru=value.ru, en=value.en) if isinstance(value, LocalizedBody) else value
            for name, value in super().given().items()
        }


class LocalizedShown(Shown):
    """A text in the languages that customers read."""

    ru: str | None
    en: str | None


class SettingsShown(Shown):
    """The tenant's settings; a threshold or a message of one's own that is off is null."""

    helpdesk_enabled: bool
    helpdesk_welcome_message: LocalizedShown | None
    helpdesk_close_message: LocalizedShown | None
    sla_first_reply_hours: int | None
    sla_resolve_hours: int | None
    helpdesk_ticket_types_enabled: bool
    helpdesk_allow_create: bool
    helpdesk_allow_view: bool
    csat_enabled: bool
    csat_message_template: str | None
    helpdesk_unanswered_hours: Literal[12, 24, 48] | None
    helpdesk_message_after_close: Literal["reopen", "new"]
    helpdesk_email_replies: bool
    helpdesk_auto_close_days: int | None


def settings_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=SettingsShown)
    async def get_settings(caller: Reader) -> Response:
        return json_answer(settings_out(await ports.settings.get(caller.tenant)))

    @router.put("", response_model=SettingsShown)
    async def put_settings(caller: Configurer, body: SettingsChanges) -> Response:
        return json_answer(settings_out(await change_settings(ports, tenant_id=caller.tenant, given=body.given())))

    return router


def settings_out(settings: HelpdeskSettings) -> dict[str, Any]:
    """All but what only copies need."""
    return {name: value for name, value in asdict(settings).items() if name != "revision"}
