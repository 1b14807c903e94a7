"""All that the workflow surface answers."""

from services.tickets.api.workflow.replies import replies_api
from services.tickets.api.workflow.stats import stats_api
from services.tickets.api.workflow.teams import teams_api
from services.tickets.api.workflow.tickets import tickets_api

ROUTES = (
    tickets_api,
    replies_api,
    teams_api,
    stats_api,
)
