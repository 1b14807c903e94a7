"""`/v1/helpdesk/audit-log`: who changed what of the configuration, for admins; nothing here changes it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.tickets.api.asking import Auditor
from services.tickets.domain.audit import AuditEntry, AuditFilter
from services.tickets.usecases.ports import Ports
from shared.dialects.values import text_or_none
from shared.events.audit import OPERATOR, SYSTEM
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import Shown, one_of, page_of
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import Role

PATH = "/v1/helpdesk/audit-log"
Action = Annotated[str | None, Query(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=100)]
# A customer's key changes no configuration.
ActorWord = Annotated[str, one_of(Role.ADMIN, Role.AGENT, OPERATOR.type, SYSTEM.type)]


class AuditActorShown(Shown):
    """A key of the tenant's, with the agent's `id` where it stands for one; or the operator; or the product itself."""

    type: ActorWord
    id: UUID | None
    name: str | None
    key_id: UUID | None


class AuditTargetShown(Shown):
    type: str
    id: UUID


class AuditEntryShown(Shown):
    """A change of the configuration, without secrets; `before` is null for what is new, `after` for what is gone."""

    id: UUID
    at: datetime
    actor: AuditActorShown
    action: str
    target: AuditTargetShown
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None


AuditEntryPage = page_of("audit_log", AuditEntryShown)


def audit_log_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=AuditEntryPage)
    async def list_audit_log(
        caller: Auditor, actor: UUID | None = None, action: Action = None, limit: Limit = 25, cursor: str | None = None
    ) -> Response:
        """Newest first."""
        entries, more = await ports.audit_log.page(
            caller.tenant, only=AuditFilter(actor, action), after=read_cursor(cursor), limit=limit
        )
        next_cursor = cursor_of(entries[-1].id) if more else None
        return json_answer({"audit_log": [_entry_out(entry) for entry in entries], "next_cursor": next_cursor})

    return router


def _entry_out(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "at": rfc3339(entry.at),
        "actor": {
            "type": entry.actor_type,
            "id": text_or_none(entry.actor_id),
            "name": entry.actor_name,
            "key_id": text_or_none(entry.key_id),
        },
        "action": entry.action,
        "target": {"type": entry.target_type, "id": str(entry.target_id)},
        "before": entry.before,
        "after": entry.after,
        "request_id": entry.request_id,
    }
