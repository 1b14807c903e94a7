"""All that routing answers."""

from services.routing.api.rules import rules_api

ROUTES = (rules_api,)
