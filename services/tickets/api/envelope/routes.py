"""All that the envelope surface answers."""

from services.tickets.api.envelope.tickets import tickets_api

ROUTES = (tickets_api,)
