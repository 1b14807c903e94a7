"""All that the messenger surface answers."""

from services.tickets.api.messenger.agents import agents_api
from services.tickets.api.messenger.attachments import attachments_api
from services.tickets.api.messenger.audit_log import audit_log_api
from services.tickets.api.messenger.bulk import bulk_api
from services.tickets.api.messenger.canned_responses import canned_responses_api
from services.tickets.api.messenger.contacts import contacts_api
from services.tickets.api.messenger.csat import csat_api
from services.tickets.api.messenger.custom_fields import custom_fields_api
from services.tickets.api.messenger.history import history_api
from services.tickets.api.messenger.merging import merging_api
from services.tickets.api.messenger.messages import messages_api
from services.tickets.api.messenger.replies import replies_api
from services.tickets.api.messenger.saved_views import saved_views_api
from services.tickets.api.messenger.settings import settings_api
from services.tickets.api.messenger.sla import ledger_api
from services.tickets.api.messenger.stats import stats_api
from services.tickets.api.messenger.teams import teams_api
from services.tickets.api.messenger.ticket_types import ticket_types_api
from services.tickets.api.messenger.tickets import tickets_api

# `bulk` comes before the routes in which its place is an id's.
ROUTES = (
    bulk_api,
    tickets_api,
    replies_api,
    messages_api,
    merging_api,
    csat_api,
    history_api,
    ledger_api,
    attachments_api,
    agents_api,
    teams_api,
    ticket_types_api,
    contacts_api,
    custom_fields_api,
    canned_responses_api,
    saved_views_api,
    settings_api,
    audit_log_api,
    stats_api,
)
