"""Keep how a tenant is called."""

from services.notifications.domain.project import Project
from services.notifications.usecases.ports import Ports
from shared.events.tenant import TenantChanged


async def keep_project(event: TenantChanged, *, ports: Ports) -> None:
    """Customers are asked for their consent in this name; an older telling changes nothing."""
    told = event.data
    project = Project(tenant_id=event.tenantid, name=told.name, description=told.description)
    await ports.projects.keep(project, told_at=event.time)
