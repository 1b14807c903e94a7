"""All that SLA answers on the messenger surface."""

from services.sla.api.messenger.business_hours import business_hours_api
from services.sla.api.messenger.policies import policies_api
from services.sla.api.messenger.report import report_api

ROUTES = (policies_api, business_hours_api, report_api)
