"""All that webhooks answers."""

from services.webhooks.api.deliveries import deliveries_api
from services.webhooks.api.endpoints import endpoints_api
from services.webhooks.api.events import events_api
from services.webhooks.api.sending import sending_api

ROUTES = (endpoints_api, deliveries_api, sending_api, events_api)
