"""Refuse a rule that names what does not exist."""

from services.routing.domain.rule import Action, Condition
from services.routing.usecases.ports import Directory
from shared.errors import Invalid, Problem


async def check_references(condition: Condition, action: Action, *, directory: Directory) -> None:
    """Raises Invalid, naming every field that points at nothing in this tenant."""
    problems = []
    if condition.ticket_type_id and not await directory.has_ticket_type(condition.ticket_type_id):
        problems.append(Problem("condition.ticket_type_id", "There is no ticket type with this id."))
    if action.assign_to and not await directory.has_assignee(action.assign_to):
        problems.append(Problem("action.assign_to", "There is no agent or team with this id."))
    if problems:
        raise Invalid(*problems)
