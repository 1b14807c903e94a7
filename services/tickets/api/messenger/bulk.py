"""`/v1/helpdesk/tickets/bulk`: one action over up to 100 tickets."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, TypeAdapter, ValidationError

from services.tickets.api.asking import Writer
from services.tickets.api.messenger.bodies import AssignBody, PriorityBody, StatusBody, status_command, status_wish
from services.tickets.usecases.amend import Amended
from services.tickets.usecases.bulk import Outcome, bulk
from services.tickets.usecases.change_ticket import Wanted, change_ticket
from services.tickets.usecases.ports import Ports
from shared.dialects.fields import Tag, no_control_characters
from shared.errors import Invalid
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import Maybe, Shown

PATH = "/v1/helpdesk/tickets/bulk"

# What is no id at all is one ticket's error, and the answer says it again.
Mentioned = Annotated[str, StringConstraints(max_length=255), AfterValidator(no_control_characters)]
TAG: TypeAdapter[str] = TypeAdapter(Tag)


class BulkBody(BaseModel):
    """`value` is what the action needs: a status, an agent's id or null, a priority, a tag; nothing for `close`."""

    ticket_ids: Annotated[list[Mentioned], Field(min_length=1, max_length=100)]
    action: Literal["close", "set_status", "assign", "set_priority", "add_tag", "remove_tag"]
    value: Any = None

    def to_command(self) -> Wanted:
        try:
            return self._command()
        except ValidationError:
            raise Invalid.field("value", f"This is no value for {self.action}.") from None

    def _command(self) -> Wanted:
        match self.action:
            case "close":
                return Wanted(status=status_wish("closed"))
            case "set_status":
                return status_command(StatusBody(status=self.value).status)
            case "assign":
                return Wanted(assignee_id=AssignBody.model_validate({"assigned_to": self.value}).assigned_to)
            case "set_priority":
                return Wanted(priority=PriorityBody(priority=self.value).priority)
            case "add_tag":
                return Wanted(add_tags=(TAG.validate_python(self.value),))
            case "remove_tag":
                return Wanted(remove_tags=(TAG.validate_python(self.value),))


class BulkErrorShown(Shown):
    code: str
    message: str


class BulkOutcomeShown(Shown):
    """What became of one ticket; `error` is there where it did not work."""

    id: str
    ok: bool
    error: Maybe[BulkErrorShown] = None


class BulkShown(Shown):
    """`affected` counts the tickets that changed."""

    affected: int
    results: list[BulkOutcomeShown]


def bulk_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.post("", response_model=BulkShown)
    async def post_bulk(actor: Writer, body: BulkBody) -> Response:
        wanted = body.to_command()

        async def act(ticket_id: UUID) -> Amended:
            return await change_ticket(ports, actor=actor, ticket_id=ticket_id, wanted=wanted)

        outcomes = await bulk(body.ticket_ids, act=act)
        affected = sum(outcome.changed for outcome in outcomes)
        return json_answer({"affected": affected, "results": [_outcome(outcome) for outcome in outcomes]})

    return router


def _outcome(outcome: Outcome) -> dict[str, Any]:
    said: dict[str, Any] = {"id": outcome.ticket_id, "ok": outcome.error is None}
    if outcome.error is not None:
        said["error"] = {"code": outcome.error.code, "message": outcome.error.message}
    return said
