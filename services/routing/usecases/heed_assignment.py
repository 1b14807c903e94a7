"""Let a team choose that a ticket has come to later on, and follow who has the ticket."""

from services.routing.domain.team import Choice
from services.routing.usecases.decision import decision
from services.routing.usecases.follow import follow_in
from services.routing.usecases.know import know_members, know_team
from services.routing.usecases.ports import Ports
from shared.events.decisions import RoutingDecided
from shared.events.ticket import TicketAssigned
from shared.log import get_logger
from shared.vocabulary import ActorType, Status

log = get_logger()


async def heed_assignment(event: TicketAssigned, *, ports: Ports) -> None:
    """A ticket that somebody gives to a team that chooses, and to no agent, gets one.

    What a rule gave was decided with it; and who takes a ticket from its agent without giving it to another team wants
    it to be nobody's.
    """
    desk = await ports.desks.without_rules(event.tenantid)
    await follow_in(desk, event, ports=ports)
    ticket, team = event.data.ticket, event.data.ticket.team
    if team is None or ticket.assignee is not None or ticket.status is Status.CLOSED:
        return
    if "team_id" not in event.data.changes or event.data.actor.type is ActorType.RULE:
        return
    if not (await know_team(ports, desk, tenant_id=event.tenantid, team_id=team.id)).chooses:
        return

    def tell(choice: Choice | None) -> RoutingDecided | None:
        return None if choice is None else decision(event, team_id=team.id, choice=choice)

    await know_members(ports, tenant_id=event.tenantid, team_id=team.id)
    if await ports.choices.choose(
        event.tenantid, team.id, cause=event.id, ticket_id=ticket.id, sequence=event.order, tell=tell
    ):
        log.info("ticket given on by its team", ticket_id=event.subject, team_id=str(team.id))
