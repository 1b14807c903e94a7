"""`/v1/helpdesk/tickets/{id}/sla`: the ledger of a ticket's clock; for agents."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response

from services.tickets.api.asking import AgentViewer
from services.tickets.domain.ledger import Ledger, LedgerEntry, TargetLedger
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_ledger import read_ledger
from shared.dialects.values import text_or_none, time_or_none
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import Shown
from shared.http.door import path_id
from shared.vocabulary import SlaTarget

PATH = "/v1/helpdesk/tickets/{ticket_id}/sla"


class LedgerEntryShown(Shown):
    """What happened, how much of the promised time was used by then, and the deadline that followed; null while the
    clock stood still."""

    step: Literal["started", "paused", "resumed", "met", "breached", "reached_late"]
    at: datetime
    used_seconds: float
    deadline: datetime | None


class TargetLedgerShown(Shown):
    """Seconds are of the time that counts: of business hours, where the policy goes by them."""

    target: SlaTarget
    promised_seconds: float
    used_seconds: float
    left_seconds: float
    deadline: datetime
    reached_at: datetime | None
    met: bool | None
    breached: bool
    paused: bool
    entries: list[LedgerEntryShown]


class LedgerShown(Shown):
    """No targets where nothing was promised, or the clock has not heard of the ticket yet."""

    ticket_id: UUID
    policy_id: UUID | None
    policy_name: str | None
    paused: bool
    targets: list[TargetLedgerShown]


def ledger_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=LedgerShown)
    async def get_ledger(actor: AgentViewer, ticket_id: str) -> Response:
        named = path_id(ticket_id)
        return json_answer(ledger_out(await read_ledger(ports, actor=actor, ticket_id=named), ticket_id=named))

    return router


def ledger_out(ledger: Ledger, *, ticket_id: UUID) -> dict[str, Any]:
    return {
        "ticket_id": str(ticket_id),
        "policy_id": text_or_none(ledger.policy_id),
        "policy_name": ledger.policy_name,
        "paused": ledger.paused,
        "targets": [_target_out(target) for target in ledger.targets],
    }


def _target_out(target: TargetLedger) -> dict[str, Any]:
    return {
        "target": target.target.value,
        "promised_seconds": target.promised_seconds,
        "used_seconds": target.used_seconds,
        "left_seconds": target.left_seconds,
        "deadline": rfc3339(target.deadline),
        "reached_at": time_or_none(target.reached_at),
        "met": target.met,
        "breached": target.breached,
        "paused": target.paused,
        "entries": [_entry_out(entry) for entry in target.entries],
    }


def _entry_out(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "step": entry.step,
        "at": rfc3339(entry.at),
        "used_seconds": entry.used_seconds,
        "deadline": time_or_none(entry.deadline),
    }
