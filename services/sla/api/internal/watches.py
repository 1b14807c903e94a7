"""`/internal/watches/{ticket_id}`: the ledger of one ticket's clock, for tickets to show."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response

from services.sla.domain.reckoning import Entry, Reckoning
from services.sla.usecases.ports import Ports, TicketWatch
from shared.errors import NotFound
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.door import path_id, sibling_caller
from shared.vocabulary import Scope, SlaTarget


def watches_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/watches", tags=["internal"])

    @router.get("/{ticket_id}")
    async def get_watch(ticket_id: str) -> Response:
        """Exact at this moment, whether or not a timer has fired; 404 until the ticket has been heard of."""
        caller = sibling_caller()
        caller.require(Scope.READ, agent_only=True)
        watch = await ports.watches.find(caller.tenant, path_id(ticket_id))
        if watch is None or watch.ticket is None:
            raise NotFound("This ticket has not been heard of yet.")
        return json_answer(ledger_out(watch, now=ports.clock()))

    return router


def ledger_out(watch: TicketWatch, *, now: datetime) -> dict[str, Any]:
    standing, promise = watch.standing, watch.promise
    reckonings = ((target, watch.reckoning(target)) for target in SlaTarget)
    return {
        "ticket_id": str(watch.ticket_id),
        "policy_id": standing.policy and str(standing.policy.id),
        "policy_name": standing.policy and standing.policy.name,
        "paused": standing.paused,
        "targets": [_target_out(target, each, now=now) for target, each in reckonings if each is not None],
        "unanswered_hours": promise and promise.unanswered_hours,
        "auto_close_days": promise and promise.auto_close_days,
        "next_at": watch.due_at and rfc3339(watch.due_at),
    }


def _target_out(target: SlaTarget, reckoning: Reckoning, *, now: datetime) -> dict[str, Any]:
    """Seconds are of the time that counts: of business hours, where the policy goes by them."""
    used = reckoning.used_by(now)
    return {
        "target": target.value,
        "promised_seconds": reckoning.goal.length.total_seconds(),
        "used_seconds": used.total_seconds(),
        "left_seconds": max(0.0, (reckoning.goal.length - used).total_seconds()),
        "deadline": rfc3339(reckoning.deadline),
        "reached_at": reckoning.reached_at and rfc3339(reckoning.reached_at),
        "met": reckoning.met,
        "breached": reckoning.breached(now),
        "paused": reckoning.paused,
        "entries": [_entry_out(entry) for entry in reckoning.ledger(now)],
    }


def _entry_out(entry: Entry) -> dict[str, Any]:
    return {
        "step": entry.step.value,
        "at": rfc3339(entry.at),
        "used_seconds": entry.used.total_seconds(),
        "deadline": entry.deadline and rfc3339(entry.deadline),
    }
