"""What tickets holds, read page by page."""

from uuid import UUID, uuid4

from pydantic import BaseModel

from services.search.domain.entry import Entry, Page, Said
from shared.errors import Unavailable
from shared.http.sibling import Sibling
from shared.identity import Caller
from shared.log import get_logger
from shared.retry import patiently
from shared.vocabulary import Role, Scope, Surface

log = get_logger()

PAGE = 100
NOBODY = UUID(int=0)


class _Message(BaseModel):
    id: UUID
    text: str
    internal: bool


class _Ticket(BaseModel):
    id: UUID
    subject: str
    text: str | None
    merged_into: UUID | None = None


class _Row(BaseModel):
    ticket: _Ticket
    sequence: int
    messages: list[_Message]
    origins: dict[UUID, UUID] = {}


class _Rows(BaseModel):
    tickets: list[_Row]
    after: UUID | None


class _Tenants(BaseModel):
    tenants: list[UUID]
    after: UUID | None


class TicketsHeld:
    """Asks in its own name, and for as long as tickets is away."""

    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets

    async def tenants(self) -> set[UUID]:
        found: set[UUID] = set()
        after: UUID | None = None
        while True:
            page = _Tenants.model_validate_json(await self._read("tenants", tenant_id=NOBODY, after=after))
            found.update(page.tenants)
            after = page.after
            if after is None:
                return found

    async def page(self, tenant_id: UUID, *, after: UUID | None) -> Page:
        rows = _Rows.model_validate_json(await self._read("tickets", tenant_id=tenant_id, after=after))
        return Page(tuple(_entry(row, tenant_id=tenant_id) for row in rows.tickets), rows.after)

    async def _read(self, what: str, *, tenant_id: UUID, after: UUID | None) -> bytes:
        path = f"/internal/{what}?limit={PAGE}" + (f"&after={after}" if after else "")

        async def ask() -> bytes:
            answer = await self._tickets.ask("GET", path, caller=_myself(tenant_id))
            if answer.status_code != 200:
                raise Unavailable(f"tickets answered {answer.status_code}")
            return answer.content

        body: bytes = await patiently(Unavailable, tell=_tell)(ask)
        return body


def _entry(row: _Row, *, tenant_id: UUID) -> Entry:
    return Entry(
        tenant_id=tenant_id,
        ticket_id=row.ticket.id,
        sequence=row.sequence,
        subject=row.ticket.subject,
        opening=row.ticket.text,
        messages=tuple(Said(each.id, each.text, each.internal, row.origins.get(each.id)) for each in row.messages),
        merged_into=row.ticket.merged_into,
    )


def _myself(tenant_id: UUID) -> Caller:
    return Caller(
        tenant_id=str(tenant_id),
        role=Role.ADMIN,
        scopes=(Scope.READ,),
        name="search",
        surface=Surface.MESSENGER,
        request_id=uuid4().hex,
    )


def _tell(error: BaseException, pause: float) -> None:
    log.warning("tickets cannot be read", error=str(error), again_in_seconds=pause)
