"""`/v1/helpdesk/routing-rules/test`: which rule would match a ticket, and why; for agents, and nothing happens."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.routing.api.asking import Reader
from services.routing.api.models import RuleShown, rule_out
from services.routing.domain.rule import Check, NewTicket
from services.routing.usecases.ports import Ports
from services.routing.usecases.try_rules import Trial, try_rules
from shared.dialects.fields import Subject, Text
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import Shown
from shared.vocabulary import Channel

PATH = "/v1/helpdesk/routing-rules/test"


class TriedTicket(BaseModel):
    """A ticket as it would be opened; `subject` is the one that it would have."""

    channel: Channel | None = None
    subject: Subject | None = None
    text: Text | None = None
    ticket_type_id: UUID | None = None

    def to_domain(self) -> NewTicket:
        return NewTicket(self.channel, self.subject or "", self.text or "", self.ticket_type_id)


class TrialBody(BaseModel):
    ticket: TriedTicket


class CheckShown(Shown):
    """One key of a rule's condition, and whether the ticket is so."""

    key: str
    wanted: str | list[str]
    holds: bool


class TriedRuleShown(Shown):
    rule_id: UUID
    name: str
    matched: bool
    conditions: list[CheckShown]


class TrialShown(Shown):
    """The rule that would be applied, and all that were tried, in their order: the one that matches is the last."""

    matched: RuleShown | None
    checked: list[TriedRuleShown]


def trials_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.post("", response_model=TrialShown)
    async def test_rules(caller: Reader, body: TrialBody) -> Response:
        trials = await try_rules(ports, tenant_id=caller.tenant, ticket=body.ticket.to_domain())
        matched = trials[-1].rule if trials and trials[-1].matched else None
        return json_answer(
            {"matched": rule_out(matched) if matched else None, "checked": [_trial_out(trial) for trial in trials]}
        )

    return router


def _trial_out(trial: Trial) -> dict[str, Any]:
    return {
        "rule_id": str(trial.rule.id),
        "name": trial.rule.name,
        "matched": trial.matched,
        "conditions": [_check_out(check) for check in trial.checks],
    }


def _check_out(check: Check) -> dict[str, Any]:
    wanted = list(check.wanted) if isinstance(check.wanted, tuple) else str(check.wanted)
    return {"key": check.key, "wanted": wanted, "holds": check.holds}
