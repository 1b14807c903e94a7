"""Where a ticket is to be seen: the addresses that e-mails lead to."""

from uuid import UUID


def portal_link(public_url: str, ticket_id: UUID) -> str:
    """The ticket in the customers' portal; `public_url` has no final slash."""
    return f"{public_url}/portal/tickets/{ticket_id}"


def dashboard_link(public_url: str, ticket_id: UUID) -> str:
    """The ticket in the agents' dashboard; `public_url` has no final slash."""
    return f"{public_url}/dashboard/tickets/{ticket_id}"
