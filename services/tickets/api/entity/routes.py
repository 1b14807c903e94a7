"""All that the entity surface answers."""

from services.tickets.api.entity.replies import replies_api
from services.tickets.api.entity.tickets import tickets_api

ROUTES = (tickets_api, replies_api)
