"""Heed the settings that a tenant has changed."""

from services.sla.domain.terms import Thresholds
from services.sla.usecases.ports import Ports
from shared.events.configuration import SettingsChanged


async def heed_settings(event: SettingsChanged, *, ports: Ports) -> None:
    """Their thresholds soon hold for open tickets too; older settings than those known change nothing."""
    settings = event.data.settings
    thresholds = Thresholds(
        first_reply_hours=settings.sla_first_reply_hours,
        resolve_hours=settings.sla_resolve_hours,
        unanswered_hours=settings.helpdesk_unanswered_hours,
        auto_close_days=settings.helpdesk_auto_close_days,
        revision=event.data.revision,
    )
    await ports.terms.heed(event.tenantid, thresholds, at=ports.clock())
