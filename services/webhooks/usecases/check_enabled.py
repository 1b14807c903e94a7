"""Refuse to send anything to an endpoint that is turned off."""

from services.webhooks.domain.endpoint import Endpoint
from shared.errors import Conflict


def check_enabled(endpoint: Endpoint) -> None:
    """Raises Conflict where it is disabled."""
    if not endpoint.enabled:
        raise Conflict("This webhook is disabled; enable it, and ask again.", code="webhook_disabled")
