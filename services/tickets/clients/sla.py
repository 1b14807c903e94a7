"""What the clock has measured of a ticket, asked of sla on behalf of the caller."""

from uuid import UUID

from pydantic import TypeAdapter

from services.tickets.domain.ledger import Ledger
from shared.errors import Unavailable
from shared.http.door import current_caller
from shared.http.sibling import Sibling

LEDGER = TypeAdapter(Ledger)


class SlaService:
    def __init__(self, sla: Sibling) -> None:
        self._sla = sla

    async def ledger(self, ticket_id: UUID) -> Ledger:
        answer = await self._sla.ask("GET", f"/internal/watches/{ticket_id}", caller=current_caller())
        if answer.status_code == 404:
            return Ledger()
        if answer.status_code != 200:
            raise Unavailable(f"sla answered {answer.status_code}")
        return LEDGER.validate_json(answer.content)
