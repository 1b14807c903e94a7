"""A tenant's settings; a new tenant has these defaults."""

from dataclasses import dataclass

UNANSWERED_HOURS = (12, 24, 48)


@dataclass(frozen=True, slots=True)
class Localized:
    """A text in the languages that customers read."""

    ru: str | None = None
    en: str | None = None


@dataclass(frozen=True, slots=True)
class HelpdeskSettings:
    """`revision` counts their changes, for those who keep a copy."""

    helpdesk_enabled: bool = True
    helpdesk_welcome_message: Localized | None = None
    helpdesk_close_message: Localized | None = None
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
    revision: int = 0
