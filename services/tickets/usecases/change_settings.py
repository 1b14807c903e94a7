"""Change a tenant's settings."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.settings import HelpdeskSettings
from services.tickets.usecases.ports import Ports


async def change_settings(ports: Ports, *, tenant_id: UUID, given: Mapping[str, object]) -> HelpdeskSettings:
    """The settings with those that were given changed; each is written by itself, so that two changes can meet."""
    settings = replace(await ports.settings.get(tenant_id), **given)  # type: ignore[arg-type]  # fields by name
    await ports.settings.put(tenant_id, settings, only=frozenset(given))
    return settings
