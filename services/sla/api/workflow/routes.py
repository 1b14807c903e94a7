"""All that SLA answers on the workflow surface."""

from services.sla.api.workflow.policies import policies_api

ROUTES = (policies_api,)
