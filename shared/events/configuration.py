"""What tickets says of a tenant's settings, agents, teams and ticket types, for services that keep a copy."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Contract, Event

SOURCE = "/helpdesk/tickets"


class LocalizedText(Contract):
    ru: str | None = None
    en: str | None = None


class TenantSettings(Contract):
    """All of a tenant's settings; a threshold or a message of one's own that is off is null."""

    helpdesk_enabled: bool = True
    helpdesk_welcome_message: LocalizedText | None = None
    helpdesk_close_message: LocalizedText | None = None
    sla_first_reply_hours: int | None = None
    sla_resolve_hours: int | None = None
    helpdesk_ticket_types_enabled: bool = True
    helpdesk_allow_create: bool = True
    helpdesk_allow_view: bool = True
    csat_enabled: bool = False
    csat_message_template: str | None = None
    helpdesk_unanswered_hours: int | None = None
    helpdesk_message_after_close: str = "reopen"
    helpdesk_email_replies: bool = True
    helpdesk_auto_close_days: int | None = None


class SettingsData(Contract):
    settings: TenantSettings
    changed: tuple[str, ...] = Field(description="The names of those that were given.")
    revision: int = Field(0, description="Counts the changes of the tenant's settings.")


class SettingsChanged(Event):
    """The tenant's settings as they are after a change; `subject` is the tenant's id, and `time` orders these."""

    TYPE: ClassVar[str] = "settings.changed"
    SOURCE: ClassVar[str] = SOURCE
    data: SettingsData


class AgentState(Contract):
    name: str
    email: str
    active: bool
    email_on_assigned: bool = True
    email_on_reply: bool = True


class TeamState(Contract):
    name: str
    members: tuple[UUID, ...]
    assignment: str


class TicketTypeState(Contract):
    name: str
    description: str | None = None
    sort_order: int
    enabled: bool


class DirectoryData(Contract):
    what: Literal["agent", "team", "ticket_type"]
    id: UUID
    row: AgentState | TeamState | TicketTypeState | None = Field(
        None, description="As it is after the change; absent where it was removed."
    )
    removed: bool = False


class DirectoryChanged(Event):
    """An agent, a team or a ticket type is new, changed or gone; `subject` is its id, and `time` orders these."""

    TYPE: ClassVar[str] = "directory.changed"
    SOURCE: ClassVar[str] = SOURCE
    data: DirectoryData
