"""All that the workflow surface answers."""

from services.tickets.api.workflow.stats import stats_api

ROUTES = (stats_api,)
