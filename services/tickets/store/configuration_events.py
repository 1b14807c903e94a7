"""What is told of a change of configuration beside the audit log, for services that keep a copy."""

from typing import cast

from shared.events.configuration import (
    AgentState,
    DirectoryChanged,
    DirectoryData,
    SettingsChanged,
    SettingsData,
    TeamState,
    TenantSettings,
    TicketTypeState,
)
from shared.events.envelope import Event
from shared.mongo import Document
from shared.mongo.auditing import Change

STATES: dict[str, type[AgentState] | type[TeamState] | type[TicketTypeState]] = {
    "agent": AgentState,
    "team": TeamState,
    "ticket_type": TicketTypeState,
}


def told_of(change: Change) -> list[Event]:
    """One event for settings, an agent, a team or a ticket type; none for anything else."""
    if change.target == "settings":
        state = dict(cast(Document, change.state))
        revision = state.pop("revision")
        changed = tuple(sorted(change.after or ()))
        data = SettingsData(settings=TenantSettings(**state), changed=changed, revision=revision)
        return [SettingsChanged(subject=str(change.tenant_id), tenantid=change.tenant_id, data=data)]
    if change.target not in STATES:
        return []
    row = None if change.after is None else STATES[change.target](**change.after)
    told = DirectoryData.model_validate(
        {"what": change.target, "id": change.target_id, "row": row, "removed": row is None}
    )
    return [DirectoryChanged(subject=str(change.target_id), tenantid=change.tenant_id, data=told)]
