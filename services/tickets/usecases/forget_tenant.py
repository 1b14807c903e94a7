"""Purge what tickets holds of a tenant that is gone."""

from services.tickets.usecases.ports import Ports
from shared.events.tenant import TenantDeleted


async def forget_tenant(event: TenantDeleted, *, ports: Ports) -> None:
    """Delete the tenant's tickets, messages, histories, files, directory and settings."""
    for store in (
        ports.tickets,
        ports.messages,
        ports.history,
        ports.attachments,
        ports.bringings,
        ports.chats,
        ports.agents,
        ports.teams,
        ports.ticket_types,
        ports.tallies,
        ports.contacts,
        ports.custom_fields,
        ports.canned_responses,
        ports.saved_views,
        ports.audit_log,
        ports.settings,
    ):
        await store.forget_tenant(event.tenantid)
