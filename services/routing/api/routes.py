"""All that routing answers."""

from services.routing.api.rules import rules_api
from services.routing.api.trials import trials_api

# `test` comes before the routes in which its place is an id's.
ROUTES = (trials_api, rules_api)
