"""Make a support request for a customer who is not subscribed yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from services.notifications.domain.request import SupportRequest
from services.notifications.usecases.ports import Ports
from shared.errors import Conflict, Forbidden, Invalid
from shared.ids import new_id_of
from shared.vocabulary import CHAT_CHANNELS, Channel


@dataclass(frozen=True, slots=True)
class Invitation:
    """`links` open the tenant's bots with the request, one for each messenger that it may be answered in."""

    request: SupportRequest
    links: Mapping[Channel, str]


async def make_request(
    ports: Ports, *, tenant_id: UUID, channel: Channel | None, ticket_type_id: UUID | None
) -> Invitation:
    """The new request and its links.

    Raises Forbidden `helpdesk_disabled` or `create_disabled`, Invalid for a ticket type that customers cannot choose,
    Conflict `no_channel` where no bot could take it.
    """
    await _check(ports, tenant_id=tenant_id, ticket_type_id=ticket_type_id)
    bots = [
        await ports.bots.first_active(tenant_id, kind)
        for kind in sorted(CHAT_CHANNELS)
        if kind in ports.platforms and channel in (None, kind)
    ]
    now = ports.clock()
    request = SupportRequest(
        id=new_id_of("request"),
        tenant_id=tenant_id,
        code=uuid4(),
        channel=channel,
        ticket_type_id=ticket_type_id,
        created_at=now,
        expires_at=now + ports.request_life,
    )
    if not any(bots):
        raise Conflict("The tenant has no active channel for this request.", code="no_channel")
    # The code of the row that is stored counts: an earlier run of the same asking may have made it.
    request = await ports.requests.add(request)
    links = {bot.kind: ports.platforms[bot.kind].link(bot.account, payload=request.payload) for bot in bots if bot}
    return Invitation(request, links)


async def _check(ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID | None) -> None:
    helpdesk = await ports.tickets.settings(tenant_id)
    if not helpdesk.enabled:
        raise Forbidden("The helpdesk of this tenant is switched off.", code="helpdesk_disabled")
    if not helpdesk.allow_create:
        raise Forbidden("Customers cannot create tickets here.", code="create_disabled")
    if ticket_type_id is not None and ticket_type_id not in {each.id for each in helpdesk.ticket_types}:
        raise Invalid.field("ticket_type_id", "There is no enabled ticket type with this id.")
