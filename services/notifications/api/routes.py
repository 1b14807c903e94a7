"""All that notifications answers."""

from services.notifications.api.channels import channels_api
from services.notifications.api.internal.known_channels import known_channels_api
from services.notifications.api.requests import requests_api

ROUTES = (channels_api, requests_api)
# What siblings ask; the gateway leads nobody there.
INTERNAL = (known_channels_api,)
